package dev.visavis.signaling;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;
import java.util.Comparator;
import java.util.List;

/** Serves files, and tells browsers what their pages may do. */
final class StaticRoutes {
    /** A page of its own modules, styles, pictures and sounds, which talks to its own server only (W3C CSP 3). */
    static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "img-src 'self' blob: data:; media-src 'self' blob:; font-src 'self'; connect-src 'self'; "
            + "worker-src 'self' blob:; manifest-src 'self'; base-uri 'none'; form-action 'none'; "
            + "frame-ancestors 'none'";

    private StaticRoutes() {
    }

    /** Sets the headers that every answer of the server carries. */
    static void secure(RoutingContext ctx) {
        ctx.response().putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .putHeader("Permissions-Policy", "microphone=(self), camera=(self)")
                .putHeader("X-Content-Type-Options", "nosniff").putHeader("X-Frame-Options", "DENY")
                .putHeader("Referrer-Policy", "same-origin").putHeader("Cross-Origin-Opener-Policy", "same-origin");
        ctx.next();
    }

    static void mount(Router router, List<StaticRoot> roots) {
        roots.stream().sorted(Comparator.comparingInt((StaticRoot r) -> r.prefix().length()).reversed())
                .forEach(root -> {
                    String path = root.prefix().equals("/") ? "/*" : root.prefix() + "/*";
                    router.route(path).handler(StaticRoutes::revalidateCode).handler(files(root));
                });
    }

    /** Code and pages change together, so both are asked for anew each time; If-Modified-Since keeps that cheap. */
    private static void revalidateCode(RoutingContext ctx) {
        ctx.addHeadersEndHandler(v -> {
            HttpServerResponse response = ctx.response();
            String type = response.headers().get(HttpHeaders.CONTENT_TYPE);
            boolean media = type != null && type.matches("(image|audio|video|font)/.*");
            if (!media) {
                response.putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
            }
        });
        ctx.next();
    }

    private static StaticHandler files(StaticRoot root) {
        FileSystemAccess access = root.onClassPath() ? FileSystemAccess.RELATIVE : FileSystemAccess.ROOT;
        // Files of a folder may be edited while the server runs; those of the class path may not.
        return StaticHandler.create(access, root.location()).setFilesReadOnly(root.onClassPath())
                .setCacheEntryTimeout(root.onClassPath() ? StaticHandler.DEFAULT_CACHE_ENTRY_TIMEOUT : 1)
                .setMaxAgeSeconds(3_600).setIncludeHidden(false).setDirectoryListing(false);
    }
}
