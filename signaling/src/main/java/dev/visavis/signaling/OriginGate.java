package dev.visavis.signaling;

import io.netty.util.NetUtil;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.Set;

/**
 * Lets the server's own pages and those of allowed origins use the API (WHATWG Fetch, CORS protocol), and refuses all
 * others whatever changes state, the WebSocket included. Requests without an Origin do not come from a foreign page.
 */
final class OriginGate implements Handler<RoutingContext> {
    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private final Set<String> allowed;

    OriginGate(Set<String> allowed) {
        this.allowed = allowed;
    }

    @Override
    public void handle(RoutingContext ctx) {
        HttpServerRequest request = ctx.request();
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        ctx.response().putHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
        if (origin != null) {
            if (allowed.contains(origin)) {
                share(ctx.response(), origin, request.method() == HttpMethod.OPTIONS);
            } else if (changesState(request) && !isOwn(origin, request)) {
                throw new Problem(403, "Pages of this origin may not use the server; the operator can allow it.");
            }
        }
        ctx.next();
    }

    private static void share(HttpServerResponse response, String origin, boolean preflight) {
        response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        response.putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, "Location, ETag, Link, Retry-After");
        if (preflight) {
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, PATCH, DELETE, OPTIONS");
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS,
                    "Authorization, Content-Type, If-Match, Visavis-Consent");
            response.putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, "600");
        }
    }

    private static boolean changesState(HttpServerRequest request) {
        return !SAFE.contains(request.method()) || request.headers().contains(HttpHeaders.UPGRADE);
    }

    /** Same scheme, host and port as the request, under a name that DNS rebinding cannot borrow. */
    private static boolean isOwn(String origin, HttpServerRequest request) {
        HostAndPort host = request.authority();
        URI uri;
        try {
            uri = URI.create(origin);
        } catch (IllegalArgumentException e) {
            return false;
        }
        if (host == null || uri.getHost() == null) {
            return false;
        }
        boolean tls = request.isSSL();
        return (tls ? "https" : "http").equals(uri.getScheme()) && uri.getHost().equalsIgnoreCase(host.host())
                && port(uri.getPort(), tls) == port(host.port(), tls) && (tls || cannotBeRebound(uri.getHost()));
    }

    private static int port(int given, boolean tls) {
        return given > 0 ? given : tls ? 443 : 80;
    }

    private static boolean cannotBeRebound(String host) {
        return host.equals("localhost") || host.endsWith(".localhost") || host.startsWith("[")
                || NetUtil.isValidIpV4Address(host);
    }
}
