package dev.visavis.signaling;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One path of the API: its methods, an OPTIONS that tells them, and 405 for every other. */
final class ApiPath {
    private final Router router;
    private final String path;
    private final Map<String, String> optionsHeaders = new LinkedHashMap<>();
    private String allow = "OPTIONS";

    ApiPath(Router router, String path) {
        this.router = router;
        this.path = path;
    }

    /** @param handlers in order; a route each, as one route would want Vert.x's own order of their kinds */
    ApiPath on(HttpMethod method, List<Handler<RoutingContext>> handlers) {
        handlers.forEach(handler -> router.route(method, path).handler(handler));
        allow += ", " + method.name();
        return this;
    }

    ApiPath on(HttpMethod method, Handler<RoutingContext> handler) {
        return on(method, List.of(handler));
    }

    /** A header that OPTIONS answers with, for example {@code Accept-Post} (RFC 9725, section 4.2). */
    ApiPath tells(String header, String value) {
        optionsHeaders.put(header, value);
        return this;
    }

    /** After the last method. */
    void done() {
        router.options(path).handler(ctx -> {
            optionsHeaders.forEach(ctx.response()::putHeader);
            ctx.response().putHeader("Allow", allow).setStatusCode(204).end();
        });
        router.route(path).handler(ctx -> {
            throw new Problem(405, "This resource takes " + allow + ".").with("Allow", allow);
        });
    }
}
