package dev.visavis.demo.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelfSignedCertificateTest {
    private static final Instant NOW = Instant.parse("2026-05-01T00:00:00Z");
    private static final List<String> NAMES = List.of("localhost", "127.0.0.1", "::1", "desk.example", "192.168.1.5",
            "fd00:0:0:0:0:0:0:7");

    @TempDir
    Path folder;

    private Path state() {
        return folder.resolve("state of visavis/x");
    }

    private SelfSignedCertificate make(List<String> names, Instant now) throws IOException {
        return SelfSignedCertificate.loadOrCreate(state(), names, now);
    }

    @Test
    void namesTheMachineAndIsValidForAYear() throws Exception {
        SelfSignedCertificate made = make(NAMES, NOW);
        X509Certificate certificate;
        try (InputStream in = Files.newInputStream(made.certificate())) {
            certificate = (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
        certificate.verify(certificate.getPublicKey());
        certificate.checkValidity(java.util.Date.from(NOW.plus(Duration.ofDays(396))));
        assertThat(certificate.getSubjectAlternativeNames()).extracting(n -> (Object) n.get(1)).contains("localhost",
                "desk.example", "127.0.0.1", "192.168.1.5", "0:0:0:0:0:0:0:1", "fd00:0:0:0:0:0:0:7");
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(Files.readString(made.key())).startsWith("-----BEGIN PRIVATE KEY-----");
        assertThat(made.fingerprint()).matches("([0-9A-F]{2}:){31}[0-9A-F]{2}");
    }

    @Test
    void onlyTheUserMayReadIt() throws IOException {
        SelfSignedCertificate made = make(NAMES, NOW);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made.key()))).isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state()))).isEqualTo("rwx------");
        assertThat(state().toFile().list()).containsExactlyInAnyOrder("https-certificate.pem", "https-key.pem");
    }

    @Test
    void isKeptWhileItServes() throws IOException {
        String first = make(NAMES, NOW).fingerprint();
        assertThat(make(NAMES, NOW.plus(Duration.ofDays(300))).fingerprint()).isEqualTo(first);
        assertThat(make(NAMES.subList(0, 3), NOW).fingerprint()).isEqualTo(first);
    }

    @Test
    void isMadeAnewWhenItEndsOrLacksAName() throws IOException {
        String first = make(NAMES, NOW).fingerprint();
        String renewed = make(NAMES, NOW.plus(Duration.ofDays(393))).fingerprint();
        assertThat(renewed).isNotEqualTo(first);
        String other = make(List.of("localhost", "10.0.0.9"), NOW.plus(Duration.ofDays(393))).fingerprint();
        assertThat(Set.of(first, renewed)).doesNotContain(other);
    }

    @Test
    void isMadeAnewWhenDamaged() throws IOException {
        SelfSignedCertificate first = make(NAMES, NOW);
        Files.writeString(first.certificate(), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        assertThat(make(NAMES, NOW).fingerprint()).isNotEqualTo(first.fingerprint());
        Files.writeString(first.certificate(), "");
        assertThat(make(NAMES, NOW).fingerprint()).isNotEqualTo(first.fingerprint());
    }

    @Test
    void thisMachinesNamesMakeACertificate() throws IOException {
        assertThat(LocalNames.all()).contains("localhost", "127.0.0.1", "::1");
        List<String> names = List.copyOf(LocalNames.all());
        assertThat(make(names, NOW).fingerprint()).isEqualTo(make(names, NOW).fingerprint());
    }
}
