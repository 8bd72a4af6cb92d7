package dev.visavis.agent.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AgentListenerTest {
    private final Vertx vertx = Vertx.vertx();
    private AgentListener listener;

    @BeforeEach
    void start() throws Exception {
        listener = Caller.get(AgentListener.start(vertx,
                router -> router.get("/secret").handler(ctx -> ctx.end("hello"))));
    }

    @AfterEach
    void stop() throws Exception {
        Caller.get(listener.close());
        Caller.get(vertx.close());
    }

    private int status(String path, String authorization) throws Exception {
        var uri = URI.create("http://" + listener.address().host() + ":" + listener.address().port() + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString()).statusCode();
    }

    @Test
    void onlyWhoShowsTheTokenGetsIn() throws Exception {
        String token = listener.address().token();
        assertThat(status("/secret", "Bearer " + token)).isEqualTo(200);
        assertThat(status("/nothing", "Bearer " + token)).isEqualTo(404);
        assertThat(status("/secret", "")).isEqualTo(401);
        assertThat(status("/secret", "Bearer ")).isEqualTo(401);
        assertThat(status("/secret", "Bearer " + token.substring(1))).isEqualTo(401);
        assertThat(status("/nothing", "")).isEqualTo(401);
    }

    @Test
    void itListensOnLoopbackAndKeepsItsTokenOutOfLogs() throws Exception {
        assertThat(listener.address().host()).isEqualTo("127.0.0.1");
        assertThat(listener.address().toString()).doesNotContain(listener.address().token());
    }

    @Test
    void everyListenerHasATokenOfItsOwn() throws Exception {
        AgentListener other = Caller.get(AgentListener.start(vertx, router -> {
        }));
        assertThat(other.address().token()).isNotEqualTo(listener.address().token());
        Caller.get(other.close());
    }
}
