package dev.visavis.infra.bench;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.visavis.demo.VisavisServer;
import dev.visavis.demo.config.VisavisConfig;
import dev.visavis.infra.marker.MarkerPack;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LightCallersTest {
    private static final long LOOK_AGAIN_NS = 20_000_000;

    @TempDir
    Path folder;

    @Test
    void allOfThemGetPicturesUntilTheyHangUp() throws Exception {
        try (VisavisServer server = VisavisServer.start(VisavisConfig.withOverrides(Map.of("visavis.server.port", 0,
                "visavis.calls.max", 2, "visavis.server.state-directory", folder.toString())), new MarkerPack())) {
            try (LightCallers callers = new LightCallers(server.address(), Speech.load())) {
                callers.add();
                callers.add();
                while (!(callers.worstFramesPerSecond() > 0)) {
                    LockSupport.parkNanos(LOOK_AGAIN_NS);
                }
                assertThatExceptionOfType(IOException.class).isThrownBy(callers::add)
                        .withMessageContaining("no call: 503");
            }
            LightCaller.call(URI.create(server.address()), "w1").close(); // there is room again
        }
    }
}
