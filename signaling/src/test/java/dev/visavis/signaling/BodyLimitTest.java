package dev.visavis.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Huge bodies are cut off before they are read. */
class BodyLimitTest extends ServerTest {
    private static final String POST = "POST /api/calls?portrait=w1 HTTP/1.1";
    private static final int PLENTY = 256 * 1024 * 1024;

    @Test
    void anAnnouncedHugeBodyIsRefusedBeforeItComes() throws IOException {
        start(o -> o);
        try (RawRequest raw = new RawRequest(server.port())) {
            RawRequest.Answer answer = raw
                    .send(POST, "Host: 127.0.0.1", "Content-Type: " + SDP, "Content-Length: 10000000000", "").answer();
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.headers().firstValue("connection")).contains("close");
        }
        open();
    }

    @Test
    void aBodyWithoutEndIsCutOff() throws IOException {
        start(o -> o);
        try (RawRequest raw = new RawRequest(server.port())) {
            raw.send(POST, "Host: 127.0.0.1", "Content-Type: " + SDP, "Transfer-Encoding: chunked", "");
            assertThat(raw.flood(PLENTY)).isLessThan(PLENTY);
        }
        open();
    }

    @Test
    void aBodyOfAnotherKindIsNotReadAtAll() throws IOException {
        start(o -> o);
        try (RawRequest raw = new RawRequest(server.port())) {
            assertThat(raw.send(POST, "Host: 127.0.0.1", "Content-Type: text/html", "Content-Length: 1000000", "")
                    .answer().status()).isEqualTo(415);
        }
    }
}
