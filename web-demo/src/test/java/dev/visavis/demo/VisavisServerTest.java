package dev.visavis.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.visavis.demo.config.VisavisConfig;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VisavisServerTest {
    @TempDir
    Path folder;

    private VisavisConfig config(Object... settings) {
        Map<String, Object> values = new HashMap<>(Map.of("visavis.server.port", 0, "visavis.agents.processes", 0,
                "visavis.server.state-directory", folder.toString()));
        for (int i = 0; i < settings.length; i += 2) {
            values.put("visavis.server." + settings[i], settings[i + 1]);
        }
        return VisavisConfig.withOverrides(values);
    }

    private static HttpResponse<String> get(HttpClient client, String url) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void servesPagePresentersAndTheirPictures() throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        try (VisavisServer server = VisavisServer.start(config())) {
            assertThat(server.address()).isEqualTo("http://localhost:" + server.port());
            assertThat(server.isOpenToOthers()).isFalse();
            HttpResponse<String> page = get(client, server.address() + "/");
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body()).contains("<title>Visavis</title>");
            HttpResponse<String> module = get(client, server.address() + "/visavis.js");
            assertThat(module.headers().firstValue("content-type").orElseThrow()).contains("javascript");
            assertThat(get(client, server.address() + "/api/presenters").body()).contains("\"id\":\"w1\"");
            assertThat(get(client, server.address() + "/presenters/w1.jpg").headers().firstValue("content-type"))
                    .hasValue("image/jpeg");
            assertThat(get(client, server.address() + "/health/ready").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aTakenPortIsToldInOneLine() throws Exception {
        try (VisavisServer first = VisavisServer.start(config())) {
            assertThatThrownBy(() -> VisavisServer.start(config("port", first.port())))
                    .isInstanceOf(StartException.class).hasMessageContaining("port " + first.port() + " is in use")
                    .hasMessageContaining("--port").hasMessageNotContaining("\n");
        }
    }

    @Test
    void closesTwiceAndFreesThePort() throws Exception {
        VisavisServer server = VisavisServer.start(config());
        int port = server.port();
        server.close();
        server.close();
        VisavisServer.start(config("port", port)).close();
    }

    @Test
    void otherMachinesNeedTheKey() throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        try (VisavisServer server = VisavisServer.start(config("host", "0.0.0.0", "access-key", "correct-horse"))) {
            assertThat(server.isOpenToOthers()).isTrue();
            assertThat(server.address()).endsWith("/?key=correct-horse");
            String base = "http://localhost:" + server.port();
            assertThat(get(client, base + "/api/presenters").statusCode()).isEqualTo(401);
            assertThat(get(client, base + "/api/presenters?key=correct-horse").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void speaksHttpsWithItsOwnCertificate() throws Exception {
        try (VisavisServer server = VisavisServer.start(config("https", true))) {
            assertThat(server.fingerprint()).isPresent();
            assertThat(get(trusting(folder.resolve("https-certificate.pem")), server.address() + "/").statusCode())
                    .isEqualTo(200);
        }
    }

    /** Checks the host name too, against the certificate's names. */
    private static HttpClient trusting(Path pem) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null);
        try (InputStream in = Files.newInputStream(pem)) {
            store.setCertificateEntry("self", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(tls).build();
    }
}
