package dev.visavis.infra.bench;

import dev.visavis.demo.Main;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How many calls the machine carries: one more {@link LightCaller} at a time, until the worst call gets fewer than
 * {@value #ENOUGH} pictures a second. The callers share the machine, decode every picture and speak, but have no page: what
 * browsers cost beside a server says nothing about callers who sit elsewhere. Each is measured from
 * {@value #WARM_UP_SECONDS} s on after it was answered, on a server that was at rest before the first.
 */
final class CapacityBench {
    /** Of 25, what still counts as a whole picture rate. */
    static final double ENOUGH = 24;

    private static final int MOST = 8;
    private static final int WARM_UP_SECONDS = 10;

    private final Speech speech;
    private final int seconds;
    private final Figures figures;
    private final Map<String, Object> settings;

    /** @param settings of the server, by full name */
    CapacityBench(Speech speech, int seconds, Figures figures, Map<String, Object> settings) {
        this.speech = speech;
        this.seconds = seconds;
        this.figures = figures;
        this.settings = settings;
    }

    void run() throws Exception {
        Map<String, Object> roomy = new HashMap<>(settings);
        roomy.put("visavis.calls.max", MOST);
        try (ServerProcess server = ServerProcess.start(roomy, Main.class, "serve", "--port", "0");
                LightCallers callers = new LightCallers(server.address(), speech)) {
            double idle = server.idleCores();
            int carried = 0;
            while (carried == callers.count() && carried < MOST) {
                callers.add();
                carried += measure(server, callers, idle) >= ENOUGH ? 1 : 0;
            }
            figures.put("call.capacity", carried);
            figures.note("call.capacity",
                    String.format(Locale.ROOT, "calls with %.0f pictures a second or more%s", ENOUGH,
                            carried == MOST ? "; more were not tried" : ""));
        }
    }

    /** @return pictures a second of the worst call */
    private double measure(ServerProcess server, LightCallers callers, double idle) throws InterruptedException {
        Thread.sleep(WARM_UP_SECONDS * 1000L);
        callers.worstFramesPerSecond();
        double cpu = server.cpuSeconds();
        double own = ownCpuSeconds();
        long beganNs = System.nanoTime();
        Thread.sleep(seconds * 1000L);
        double passed = (System.nanoTime() - beganNs) / 1e9;
        double fps = callers.worstFramesPerSecond();
        int n = callers.count();
        figures.put("call.fps_light." + n, fps);
        figures.put("call.cpu_cores_light." + n, (server.cpuSeconds() - cpu) / passed - idle);
        figures.put("call.callers_cpu_cores_light." + n, (ownCpuSeconds() - own) / passed);
        return fps;
    }

    private static double ownCpuSeconds() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
    }
}
