package dev.visavis.infra.bench;

import dev.visavis.demo.Main;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How long a server with one agent has none after that agent was killed: the worst that a caller may have to wait. */
final class RestartBench {
    private static final int ROUNDS = 5;
    private static final long POLL_MS = 10;
    private static final long LIMIT_SECONDS = 60;

    private final Figures figures;
    private final HttpClient http = HttpClient.newHttpClient();

    RestartBench(Figures figures) {
        this.figures = figures;
    }

    void run() throws Exception {
        List<Double> seconds = new ArrayList<>();
        try (ServerProcess server = ServerProcess.start(Map.of(), Main.class, "serve", "--port", "0", "--agents",
                "1")) {
            URI ready = URI.create(server.address() + "/health/ready");
            for (int round = 0; round < ROUNDS; round++) {
                TimeUnit.SECONDS.sleep(11); // younger agents are replaced after a pause
                long killedNs = System.nanoTime();
                server.agents().forEach(ProcessHandle::destroyForcibly);
                await(ready, 503);
                await(ready, 200);
                seconds.add((System.nanoTime() - killedNs) / 1e9);
            }
        }
        figures.put("agent.restart_s", Percentiles.of(seconds.stream().mapToDouble(s -> s).toArray()).at(50));
    }

    private void await(URI ready, int status) throws IOException, InterruptedException {
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (http.send(HttpRequest.newBuilder(ready).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode() != status) {
            if (System.nanoTime() > endNs) {
                throw new IOException("the server did not answer " + status + " within " + LIMIT_SECONDS + " s");
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
    }
}
