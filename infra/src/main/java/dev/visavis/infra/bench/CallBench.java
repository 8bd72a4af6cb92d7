package dev.visavis.infra.bench;

import dev.visavis.demo.Main;
import dev.visavis.infra.browser.Browser;
import dev.visavis.infra.browser.CallPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One, two and four calls at once from a real browser against a server in a process of its own. */
final class CallBench {
    private static final int WARM_UP_SECONDS = 5;
    private static final int FIRST_FRAME_RUNS = 5;

    private final Speech speech;
    private final int seconds;
    private final Figures figures;
    private final Map<String, Object> settings;

    /** @param settings of the server, by full name */
    CallBench(Speech speech, int seconds, Figures figures, Map<String, Object> settings) {
        this.speech = speech;
        this.seconds = seconds;
        this.figures = figures;
        this.settings = settings;
    }

    void run() throws IOException, InterruptedException {
        Path microphone = Files.createTempFile("visavis-microphone", ".wav");
        speech.writeMicrophone(microphone);
        try (ServerProcess server = ServerProcess.start(settings, Main.class, "serve", "--port", "0");
                Browser browser = Browser.ofStatistics(microphone)) {
            figures.put("start.s", server.startSeconds());
            double idle = server.idleCores();
            figures.put("idle.cpu_cores", idle);
            firstFrame(browser, server);
            List<CallPage> calls = new ArrayList<>();
            for (int count : new int[] {1, 2, 4}) {
                while (calls.size() < count) {
                    calls.add(CallPage.open(browser, server.address()).start());
                }
                measure(server, calls, idle);
            }
        } finally {
            Files.delete(microphone);
        }
    }

    private void firstFrame(Browser browser, ServerProcess server) {
        List<Double> ms = new ArrayList<>();
        CallPage page = CallPage.open(browser, server.address());
        for (int i = 0; i < FIRST_FRAME_RUNS; i++) {
            ms.add(page.start().firstFrameMs());
            page.end();
        }
        page.window().run("location.href = 'about:blank'");
        figures.put("first_frame.cold_ms", ms.get(0));
        figures.put("first_frame.ms", Percentiles.of(ms.subList(1, ms.size())).median());
        figures.note("first_frame.ms", "Start pressed to first presented frame, median of "
                + (FIRST_FRAME_RUNS - 1) + "; the first call of the server is the cold one");
    }

    private void measure(ServerProcess server, List<CallPage> calls, double idle)
            throws IOException, InterruptedException {
        Thread.sleep(WARM_UP_SECONDS * 1000L);
        double[] frames = calls.stream().mapToDouble(CallPage::framesDecoded).toArray();
        calls.forEach(CallPage::sentFps);
        double[] at = calls.stream().mapToDouble(CallPage::seconds).toArray();
        double cpu = server.cpuSeconds();
        long beganNs = System.nanoTime();
        Thread.sleep(seconds * 1000L);
        double cores = (server.cpuSeconds() - cpu) / ((System.nanoTime() - beganNs) / 1e9);
        double worst = Double.MAX_VALUE;
        double leastSent = Double.MAX_VALUE;
        for (int i = 0; i < calls.size(); i++) {
            leastSent = Math.min(leastSent,
                    calls.get(i).sentFps().stream().mapToDouble(fps -> fps).average().orElse(0));
            double fps = (calls.get(i).framesDecoded() - frames[i]) / (calls.get(i).seconds() - at[i]);
            worst = Math.min(worst, fps);
        }
        int n = calls.size();
        figures.put("call.cpu_cores." + n, cores - idle);
        figures.put("call.fps." + n, worst);
        figures.put("call.pushed_fps." + n, leastSent);
        figures.put("rss.mb." + n, server.rssMb());
        if (n == 1) {
            figures.put("call.kbps", calls.get(0).statistic("video", "bytesReceived") * 8 / 1000
                    / (calls.get(0).framesDecoded() / 25));
        }
    }
}
