package dev.visavis.demo.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.visavis.demo.VisavisServer;
import dev.visavis.demo.config.VisavisConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server with a real agent in a real process. */
class AgentProcessesTest {
    private static final long WAIT_SECONDS = 60;

    @TempDir
    Path folder;

    private VisavisConfig config() {
        return VisavisConfig.withOverrides(Map.of("visavis.server.port", 0, "visavis.server.state-directory",
                folder.toString(), "visavis.agents.processes", 1));
    }

    private static int status(VisavisServer server, String path) throws Exception {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(server.address() + path)).build(),
                HttpResponse.BodyHandlers.ofString()).statusCode();
    }

    private static List<ProcessHandle> agents() {
        return ProcessHandle.current().children()
                .filter(p -> p.info().commandLine().orElse("").contains(AgentMain.class.getName())).toList();
    }

    private static Path unpacked(ProcessHandle agent) {
        String option = "-Djava.io.tmpdir=";
        return Arrays.stream(agent.info().arguments().orElseThrow()).filter(a -> a.startsWith(option))
                .map(a -> Path.of(a.substring(option.length()))).findFirst().orElseThrow();
    }

    private static void awaitStatus(VisavisServer server, int status) throws Exception {
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
        while (status(server, "/health/ready") != status) {
            assertThat(System.nanoTime()).as("waited in vain for " + status).isLessThan(endNs);
        }
    }

    @Test
    void anAgentThatIsKilledIsReplacedWhileSignalingGoesOn() throws Exception {
        try (VisavisServer server = VisavisServer.start(config())) {
            assertThat(status(server, "/health/ready")).isEqualTo(200);
            ProcessHandle first = agents().get(0);
            Path unpacked = unpacked(first);
            assertThat(unpacked).isNotEmptyDirectory();
            first.destroyForcibly();
            awaitStatus(server, 503);
            assertThat(status(server, "/")).isEqualTo(200);
            awaitStatus(server, 200);
            assertThat(agents()).hasSize(1).doesNotContain(first);
            assertThat(unpacked).as("what it had unpacked").doesNotExist();
        }
        assertThat(agents()).as("none is left").isEmpty();
    }

    @Test
    void anAgentEndsWithItsServer() throws Exception {
        AgentProcess orphan = AgentProcess.start(256, folder);
        orphan.end();
        assertThat(orphan.exit().toCompletableFuture().get(WAIT_SECONDS, TimeUnit.SECONDS)).isZero();
    }

    @Test
    void whatIsNoOrderIsRefusedInOneLine() throws Exception {
        assertThatThrownBy(() -> AgentOrder.parse("{}")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not an order");
        AgentOrder order = new AgentOrder(URI.create("http://127.0.0.1:1"), "secret", "a1", 2, 1, 3, false, config());
        AgentOrder read = AgentOrder.parse(order.toLine());
        assertThat(read).isEqualTo(order);
        assertThat(read).hasToString(order.toString()).asString().doesNotContain("secret");
    }
}
