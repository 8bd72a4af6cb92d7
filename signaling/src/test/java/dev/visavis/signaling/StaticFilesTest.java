package dev.visavis.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StaticFilesTest extends ServerTest {
    @TempDir
    Path folder;

    private void serve() throws IOException {
        Path presenters = Files.createDirectory(folder.resolve("presenters"));
        Files.write(presenters.resolve("w1.jpg"), new byte[] {(byte) 0xff, (byte) 0xd8, 1, 2, 3});
        Files.writeString(folder.resolve("secret.txt"), "secret");
        start(o -> o.serve(StaticRoot.classPath("/", "dev/visavis/signaling/site"))
                .serve(StaticRoot.folder("/presenters", presenters)));
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @ParameterizedTest
    @CsvSource({"/, text/html, no-cache", "/index.html, text/html, no-cache", "/app.js, text/javascript, no-cache",
        "/style.css, text/css, no-cache", "/presenters/w1.jpg, image/jpeg, max-age=3600"})
    void filesHaveTheirTypeAndAge(String path, String type, String caching) throws IOException {
        serve();
        HttpResponse<String> response = send(request("GET", path));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "Content-Type")).startsWith(type);
        assertThat(header(response, "Cache-Control")).contains(caching);
        assertThat(header(response, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(response, "Content-Security-Policy")).contains("default-src 'none'", "script-src 'self'",
                "frame-ancestors 'none'");
        assertThat(header(response, "Permissions-Policy")).isEqualTo("microphone=(self), camera=(self)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/presenters/../secret.txt", "/presenters/%2e%2e/secret.txt",
        "/presenters/..%2fsecret.txt", "/presenters/%2e%2e%2fsecret.txt", "/presenters/..%5csecret.txt",
        "/presenters//../../secret.txt", "/presenters/....//secret.txt", "/presenters/w1.jpg/../../secret.txt",
        "/../../../../../../etc/passwd", "/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd", "/.hidden",
        "/presenters/%00", "/presenters/"})
    void nothingElseIsServed(String path) throws IOException {
        serve();
        try (RawRequest raw = new RawRequest(server.port())) {
            RawRequest.Answer answer = raw.send("GET " + path + " HTTP/1.1", "Host: 127.0.0.1", "Connection: close", "")
                    .answer();
            assertThat(answer.status()).isBetween(400, 499);
            assertThat(answer.body()).doesNotContain("secret", "root:", "w1.jpg\"");
        }
    }

    @Test
    void anUnchangedPageIsNotSentAgain() throws IOException {
        serve();
        String modified = header(send(request("GET", "/app.js")), "Last-Modified");
        HttpResponse<String> again = send(request("GET", "/app.js").header("If-Modified-Since", modified));
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    void soundsCanBeSoughtIn() throws IOException {
        serve();
        HttpResponse<String> part = send(request("GET", "/presenters/w1.jpg").header("Range", "bytes=2-3"));
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).hasSize(2);
    }

    @Test
    void filesAreOnlyRead() throws IOException {
        serve();
        assertThat(send(request("POST", "/index.html")).statusCode()).isIn(404, 405);
    }
}
