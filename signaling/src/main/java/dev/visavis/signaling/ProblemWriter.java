package dev.visavis.signaling;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers every failed request with problem+json. */
final class ProblemWriter implements Handler<RoutingContext> {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemWriter.class);

    @Override
    public void handle(RoutingContext ctx) {
        HttpServerResponse response = ctx.response();
        if (response.ended() || response.closed()) {
            return;
        }
        Problem problem = problem(ctx);
        response.setStatusCode(problem.status());
        problem.headers().forEach(response::putHeader);
        response.putHeader(HttpHeaders.CONTENT_TYPE, Problem.CONTENT_TYPE);
        // A body that is still on its way is not waited for: the connection ends with this answer.
        boolean cutOff = !ctx.request().isEnded();
        if (cutOff && ctx.request().version() != HttpVersion.HTTP_2) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        response.end(problem.toJson().toBuffer()).onComplete(done -> {
            if (cutOff) {
                ctx.request().connection().close();
            }
        });
    }

    /** A call's or portrait's id is the right to it, and logs are no place for that. */
    private static String pathForLogs(RoutingContext ctx) {
        return ctx.normalizedPath().replaceFirst("/api/(calls|portraits)/[^/]+", "/api/$1/...");
    }

    private static Problem problem(RoutingContext ctx) {
        if (ctx.failure() instanceof Problem problem) {
            return problem;
        }
        return switch (ctx.statusCode()) {
            case 400 -> new Problem(400, "The request's path or query is malformed.");
            case 404 -> new Problem(404, "There is nothing at this address.");
            case 408 -> new Problem(408, "The request took too long to arrive; send it again.");
            case 413 -> new Problem(413, "The body is larger than this resource takes.");
            default -> {
                LOG.error("{} {} failed", ctx.request().method(), pathForLogs(ctx), ctx.failure());
                yield new Problem(500, "The server failed; its log says why.");
            }
        };
    }
}
