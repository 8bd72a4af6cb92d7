package dev.visavis.agent.worker;

import dev.visavis.agent.voice.VoiceDecoder;
import dev.visavis.agent.voice.VoiceFormat;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** {@code WS /calls/{id}/voice} of an agent's listener: a program's voice for a call's portrait. */
final class VoiceRoutes {
    /** Close code of a socket that was opened and may not stay (RFC 6455, section 7.4.2). */
    static final short REFUSED = 4409;

    private final CallHost host;

    VoiceRoutes(CallHost host) {
        this.host = host;
    }

    void mount(Router router) {
        router.get("/calls/:id/voice").handler(this::open);
    }

    private void open(RoutingContext ctx) {
        if (!"websocket".equalsIgnoreCase(ctx.request().getHeader(HttpHeaders.UPGRADE))) {
            refuse(ctx, 426, "This is a WebSocket.");
            return;
        }
        VoiceFormat format;
        CallVoice voice;
        try {
            format = VoiceFormat.parse(ctx.queryParams().get("format"), ctx.queryParams().get("rate"));
            voice = host.voice(ctx.pathParam("id"));
            voice.checkFree();
        } catch (IllegalArgumentException e) {
            refuse(ctx, 400, e.getMessage());
            return;
        } catch (Refusal e) {
            refuse(ctx, e.status(), e.getMessage());
            return;
        }
        ctx.request().toWebSocket().onSuccess(
                socket -> new VoiceSocket(socket, voice, voice.feed(), VoiceDecoder.of(format)).open());
    }

    private static void refuse(RoutingContext ctx, int status, String why) {
        ctx.response().setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(new JsonObject().put("detail", why).encode());
    }
}
