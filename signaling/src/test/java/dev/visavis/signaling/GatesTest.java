package dev.visavis.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Origins and the access key. */
class GatesTest extends ServerTest {
    private static final String FRIEND = "https://friend.example";
    private static final String FOREIGN = "https://evil.example";

    private HttpResponse<String> from(String origin, String method, String path) {
        return send(request(method, path).header("Origin", origin));
    }

    @Test
    void ownPagesMayDoEverything() {
        start(o -> o);
        String own = "http://127.0.0.1:" + server.port();
        HttpResponse<String> opened = send(offer("?portrait=w1", Fixtures.CHROME).header("Origin", own));
        assertThat(opened.statusCode()).isEqualTo(201);
        ControlClient.open(server.port(), location(opened), "Origin", own).next();
        assertThat(from(own, "DELETE", location(opened)).statusCode()).isEqualTo(200);
    }

    @Test
    void foreignPagesMayChangeNothing() {
        start(o -> o);
        String call = location(open());
        assertThat(send(offer("?portrait=w1", Fixtures.CHROME).header("Origin", FOREIGN)).statusCode()).isEqualTo(403);
        assertThat(send(patch(call, "*", Fixtures.TRICKLE).header("Origin", FOREIGN)).statusCode()).isEqualTo(403);
        assertThat(from(FOREIGN, "DELETE", call).statusCode()).isEqualTo(403);
        assertThat(from("null", "DELETE", call).statusCode()).isEqualTo(403);
        assertThat(ControlClient.refused(server.port(), call, "Origin", FOREIGN).statusCode()).isEqualTo(403);
        HttpResponse<String> read = from(FOREIGN, "GET", "/api/presenters");
        assertThat(read.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
        assertThat(from("http://127.0.0.1:1", "DELETE", call).statusCode()).isEqualTo(403);
        assertThat(from("https://127.0.0.1:" + server.port(), "DELETE", call).statusCode()).isEqualTo(403);
    }

    @Test
    void allowedPagesAreToldWhatTheyNeed() {
        start(o -> o.allowOrigin(FRIEND));
        HttpResponse<String> preflight = send(request("OPTIONS", "/api/calls").header("Origin", FRIEND)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "authorization,content-type"));
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin")).contains(FRIEND);
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Headers").orElse("")).contains("Authorization",
                "Content-Type", "If-Match");
        HttpResponse<String> opened = send(offer("?portrait=w1", Fixtures.CHROME).header("Origin", FRIEND));
        assertThat(opened.headers().firstValue("Access-Control-Allow-Origin")).contains(FRIEND);
        assertThat(opened.headers().firstValue("Access-Control-Expose-Headers").orElse("")).contains("Location", "ETag",
                "Link");
        HttpResponse<String> refused = send(offer("?portrait=w1", "").header("Origin", FRIEND));
        assertThat(refused.headers().firstValue("Access-Control-Allow-Origin")).contains(FRIEND);
    }

    /** Over plain HTTP a name could be rebound to this address by whoever owns it. */
    @ParameterizedTest
    @CsvSource({"evil.example, 403", "localhost, 404", "app.localhost, 404", "127.0.0.1, 404", "[::1], 404",
        "10.evil.example, 403"})
    void ownPagesUnderABorrowedNameAreForeign(String host, int status) throws IOException {
        start(o -> o);
        try (RawRequest raw = new RawRequest(server.port())) {
            assertThat(raw.send("DELETE /api/calls/AAAAAAAAAAAAAAAAAAAAAA HTTP/1.1", "Host: " + host,
                    "Origin: http://" + host, "Connection: close", "").answer().status()).isEqualTo(status);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer ", "Bearer K", "bearer k", "Basic k", "Bearer kk"})
    void wrongKeysAreRefused(String authorization) {
        start(o -> o.accessKey("k"));
        assertThat(send(request("GET", "/api/presenters").header("Authorization", authorization)).statusCode())
                .isEqualTo(401);
    }

    @Test
    void theKeyOpensEveryDoor() {
        start(o -> o.accessKey("clé & key"));
        assertThat(send(request("GET", "/api/presenters?key=cl%C3%A9+%26+key")).statusCode()).isEqualTo(200);
        HttpResponse<String> opened = send(offer("?portrait=w1&key=cl%C3%A9%20%26%20key", Fixtures.CHROME));
        assertThat(opened.statusCode()).isEqualTo(201);
        assertThat(ControlClient.refused(server.port(), location(opened)).statusCode()).isEqualTo(401);
        assertThat(send(request("GET", "/health/live")).statusCode()).isEqualTo(200);
        assertThat(send(request("OPTIONS", "/api/calls")).statusCode()).isEqualTo(204);
    }

    @Test
    void aVisitWithTheKeySetsACookieAndHidesTheKey() {
        start(o -> o.accessKey("k").serve(StaticRoot.classPath("/", "dev/visavis/signaling/site")));
        HttpResponse<String> visit = send(request("GET", "/index.html?key=k&portrait=w1"));
        assertThat(visit.statusCode()).isEqualTo(302);
        assertThat(location(visit)).isEqualTo("/index.html?portrait=w1");
        String cookie = visit.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie).contains("HTTPOnly", "SameSite=Strict", "Path=/").doesNotContain("=k;");
        String pair = cookie.split(";")[0];
        HttpResponse<String> opened = send(offer("?portrait=w1", Fixtures.CHROME).header("Cookie", pair));
        assertThat(opened.statusCode()).isEqualTo(201);
        ControlClient.open(server.port(), location(opened), "Cookie", pair).next();
        assertThat(send(request("GET", "/api/presenters").header("Cookie", "visavis-key=k")).statusCode())
                .isEqualTo(401);
    }

    @Test
    void aVisitCannotBeSentElsewhere() throws IOException {
        start(o -> o.accessKey("k"));
        try (RawRequest raw = new RawRequest(server.port())) {
            RawRequest.Answer answer = raw
                    .send("GET //evil.example/?key=k HTTP/1.1", "Host: 127.0.0.1", "Connection: close", "").answer();
            assertThat(answer.status()).isEqualTo(302);
            assertThat(answer.headers().firstValue("location")).contains("/evil.example/");
        }
        assertThat(send(request("GET", "/?key=wrong")).statusCode()).isEqualTo(401);
    }

    @Test
    void optionsCheckThemselves() {
        List<Runnable> mistakes = List.of(() -> new SignalingOptions().port(70_000),
                () -> new SignalingOptions().allowOrigin("*"),
                () -> new SignalingOptions().allowOrigin("https://example.org/"),
                () -> new SignalingOptions().maxSetUpsPerMinute(0), () -> StaticRoot.classPath("/../x", "y"),
                () -> new IceServer(List.of("http://example.org"), "", ""));
        for (Runnable mistake : mistakes) {
            assertThatThrownBy(mistake::run)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
