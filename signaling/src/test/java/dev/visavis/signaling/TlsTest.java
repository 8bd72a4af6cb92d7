package dev.visavis.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.SelfSignedCertificate;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TlsTest {
    private final Vertx vertx = Vertx.vertx();
    private final SelfSignedCertificate certificate = SelfSignedCertificate.create("localhost");

    /** Held in a field, as Vert.x closes a client that nobody holds. */
    private final HttpClient client = vertx.createHttpClient(
            new HttpClientOptions().setSsl(true).setTrustOptions(certificate.trustOptions()));

    @AfterEach
    void stop() {
        Wait.on(vertx.close());
        certificate.delete();
    }

    @Test
    void theCertificateIsUsedAndTheOwnOriginIsHttps() {
        PemKeyCertOptions pem = new PemKeyCertOptions().setKeyPath(certificate.privateKeyPath())
                .setCertPath(certificate.certificatePath());
        SignalingServer server = Wait
                .on(SignalingServer.start(vertx, new SignalingOptions().port(0).accessKey("k").certificate(pem)));
        RequestOptions visit = new RequestOptions().setMethod(HttpMethod.GET).setHost("localhost")
                .setPort(server.port()).setURI("/?key=k");
        HttpClientResponse response = Wait
                .on(client.request(visit).compose(r -> r.send(Buffer.buffer())));
        assertThat(response.statusCode()).isEqualTo(302);
        assertThat(response.getHeader("Set-Cookie")).contains("Secure");
        RequestOptions delete = new RequestOptions().setMethod(HttpMethod.DELETE).setHost("localhost")
                .setPort(server.port()).setURI("/api/calls/AAAAAAAAAAAAAAAAAAAAAA")
                .putHeader("Origin", "https://localhost:" + server.port()).putHeader("Authorization", "Bearer k");
        assertThat(Wait.on(client.request(delete).compose(r -> r.send())).statusCode())
                .isEqualTo(404);
    }

    @Test
    void aPortThatIsTakenFailsTheStart() {
        SignalingServer first = Wait.on(SignalingServer.start(vertx, new SignalingOptions().port(0)));
        var second = SignalingServer.start(vertx, new SignalingOptions().port(first.port()));
        assertThat(second.toCompletionStage().toCompletableFuture()).failsWithin(Duration.ofSeconds(Wait.SECONDS))
                .withThrowableThat().havingRootCause().withMessageContaining("in use");
    }
}
