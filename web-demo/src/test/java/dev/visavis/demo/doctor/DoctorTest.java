package dev.visavis.demo.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.visavis.demo.config.VisavisConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
    @TempDir
    Path folder;

    private List<Finding> examine(int port) {
        VisavisConfig config = VisavisConfig.withOverrides(
                Map.of("visavis.server.port", port, "visavis.server.state-directory", folder.resolve("x").toString()));
        List<Finding> findings = new ArrayList<>();
        assertThat(new Doctor(config).examine(findings::add)).isTrue();
        return findings;
    }

    @Test
    void findsThisMachineFit() {
        List<Finding> findings = examine(0);
        assertThat(findings).noneMatch(f -> f.status() == Finding.Status.FAIL);
        assertThat(findings).extracting(Finding::what).anyMatch(w -> w.startsWith("Java "))
                .anyMatch(w -> w.startsWith("WebRTC: native")).anyMatch(w -> w.startsWith("FFmpeg "))
                .anyMatch(w -> w.startsWith("ONNX Runtime: ")).anyMatch(w -> w.contains("6 presenters"))
                .anyMatch(w -> w.endsWith("is free"));
        assertThat(findings).filteredOn(f -> f.status() != Finding.Status.OK)
                .allSatisfy(f -> assertThat(f.advice()).isNotEmpty());
    }

    @Test
    void findsATakenPort() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThat(examine(taken.getLocalPort())).anySatisfy(f -> {
                assertThat(f.status()).isEqualTo(Finding.Status.WARN);
                assertThat(f.what()).contains(":" + taken.getLocalPort() + " cannot be used");
                assertThat(f.advice()).contains("--port");
            });
        }
    }

    @Test
    void namesMissingLibrariesAndTheOneCommand() {
        StringBuilder cache = new StringBuilder();
        SharedLibraries.PACKAGES.keySet().forEach(l -> cache.append('\t').append(l).append(" (libc6,x86-64) => /x\n"));
        assertThat(SharedLibraries.check(cache.toString()).status()).isEqualTo(Finding.Status.OK);
        String without = cache.toString().replace("libpulse.so.0 ", "").replace("libX11.so.6 ", "");
        Finding finding = SharedLibraries.check(without);
        assertThat(finding.status()).isEqualTo(Finding.Status.FAIL);
        assertThat(finding.what()).endsWith("missing libpulse.so.0, libX11.so.6");
        assertThat(finding.advice()).endsWith("libpulse0 libx11-6");
        assertThat(finding.toString()).startsWith("FAIL ").contains("-> sudo apt-get install");
    }

    @Test
    void anErrorInOneCheckIsAFinding() {
        Finding finding = Doctor.look("WebRTC", () -> {
            throw new UnsatisfiedLinkError("libpulse.so.0: cannot open shared object file");
        });
        assertThat(finding.status()).isEqualTo(Finding.Status.FAIL);
        assertThat(finding.what()).contains("libpulse.so.0");
    }
}
