package dev.visavis.signaling;

import dev.visavis.signaling.protocol.Presenter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** What a page needs to know before a call, and what an orchestrator needs to know of the server. */
final class InfoRoutes {
    private final AgentDirectory directory;
    private final SignalingOptions options;
    private final CallMetrics metrics;
    private final Buffer openApi = openApi();

    InfoRoutes(AgentDirectory directory, CallMetrics metrics, SignalingOptions options) {
        this.metrics = metrics;
        this.directory = directory;
        this.options = options;
    }

    void mount(Router router) {
        new ApiPath(router, "/api/presenters").on(HttpMethod.GET, this::presenters).done();
        new ApiPath(router, "/api/config").on(HttpMethod.GET, this::config).done();
        new ApiPath(router, "/api/openapi.yaml").on(HttpMethod.GET, this::describe).done();
        new ApiPath(router, "/metrics").on(HttpMethod.GET, this::metrics).done();
        new ApiPath(router, "/health/live").on(HttpMethod.GET, ctx -> ctx.json(status("UP"))).done();
        new ApiPath(router, "/health/ready").on(HttpMethod.GET, this::ready).done();
    }

    private void config(RoutingContext ctx) {
        JsonArray servers = new JsonArray(options.iceServersNow().stream().map(IceServer::toJson).toList());
        ctx.json(new JsonObject().put("iceServers", servers)
                .put("iceTransportPolicy", options.relayOnly ? "relay" : "all")
                .put("uploads", new JsonObject().put("maxBytes", options.uploads.maxBytes())
                        .put("consent", Consent.shown())));
    }

    private void presenters(RoutingContext ctx) {
        JsonArray list = new JsonArray();
        for (Presenter p : directory.presenters()) {
            list.add(new JsonObject().put("id", p.id()).put("name", p.name())
                    .put("image", "/presenters/" + p.id() + ".jpg"));
        }
        ctx.json(list);
    }

    private void describe(RoutingContext ctx) {
        // RFC 9512.
        ctx.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/yaml").end(openApi);
    }

    private void metrics(RoutingContext ctx) {
        ctx.response().putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")
                .end(metrics.scrape());
    }

    private void ready(RoutingContext ctx) {
        if (directory.isEmpty()) {
            ctx.response().setStatusCode(503);
        }
        ctx.json(status(directory.isEmpty() ? "DOWN" : "UP"));
    }

    private static JsonObject status(String status) {
        return new JsonObject().put("status", status);
    }

    private static Buffer openApi() {
        try (InputStream in = InfoRoutes.class.getResourceAsStream("openapi.yaml")) {
            return Buffer.buffer(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
