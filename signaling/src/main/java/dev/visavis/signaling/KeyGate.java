package dev.visavis.signaling;

import io.netty.handler.codec.http.QueryStringEncoder;
import io.vertx.core.Handler;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Asks for the access key. Compares digests in constant time, so that timing tells neither key nor length. */
final class KeyGate implements Handler<RoutingContext> {
    private static final String COOKIE = "visavis-key";
    private static final String BEARER = "Bearer ";

    private final byte[] key;
    private final String cookieValue;
    private final byte[] cookie;

    KeyGate(String accessKey) {
        key = sha256(accessKey);
        cookieValue = HexFormat.of().formatHex(sha256("cookie of " + accessKey));
        cookie = sha256(cookieValue);
    }

    /** Guards the API. A preflight has no credentials to show (WHATWG Fetch), so OPTIONS is free. */
    @Override
    public void handle(RoutingContext ctx) {
        if (ctx.request().method() != HttpMethod.OPTIONS && !hasKey(ctx)) {
            throw new Problem(401, "This server asks for its access key: open the address that it printed, or send "
                    + "Authorization: Bearer KEY.").with("WWW-Authenticate", "Bearer realm=\"visavis\"");
        }
        ctx.next();
    }

    /** Turns a page's {@code ?key=} into the cookie, and the address into one that can be shown around. */
    void welcome(RoutingContext ctx) {
        if (!ctx.queryParams().contains("key")) {
            ctx.next();
            return;
        }
        if (!matches(ctx.queryParams().get("key"), key)) {
            throw new Problem(401, "Wrong access key: open the address that the server printed.")
                    .with("WWW-Authenticate", "Bearer realm=\"visavis\"");
        }
        ctx.response().addCookie(Cookie.cookie(COOKIE, cookieValue).setPath("/").setHttpOnly(true)
                .setSameSite(CookieSameSite.STRICT).setSecure(ctx.request().isSSL()));
        // The normalized path has no double slash in front, which would name another host.
        QueryStringEncoder target = new QueryStringEncoder(ctx.normalizedPath());
        ctx.queryParams().entries().stream().filter(e -> !e.getKey().equals("key"))
                .forEach(e -> target.addParam(e.getKey(), e.getValue()));
        ctx.response().putHeader(HttpHeaders.LOCATION, target.toString()).setStatusCode(302).end();
    }

    private boolean hasKey(RoutingContext ctx) {
        String authorization = ctx.request().getHeader(HttpHeaders.AUTHORIZATION);
        if (authorization != null && authorization.startsWith(BEARER)) {
            return matches(authorization.substring(BEARER.length()), key);
        }
        String query = ctx.queryParams().get("key");
        if (query != null) {
            return matches(query, key);
        }
        Cookie shown = ctx.request().getCookie(COOKIE);
        return shown != null && matches(shown.getValue(), cookie);
    }

    private static boolean matches(String shown, byte[] digest) {
        return MessageDigest.isEqual(sha256(shown), digest);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
