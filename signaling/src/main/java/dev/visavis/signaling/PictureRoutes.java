package dev.visavis.signaling;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.TimeoutHandler;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;

/** Uploaded pictures over HTTP: POST one, GET what was found and what is shown of it, DELETE. */
final class PictureRoutes {
    private static final String ACCEPT_POST = "Accept-Post";
    /** Pictures in memory at once: 8 of 20 MB. More get 503. */
    private static final int MAX_UPLOADS = 8;

    private final SignalingOptions options;
    private final SetUpRate rate;
    private int uploads;

    PictureRoutes(SignalingOptions options) {
        this.options = options;
        rate = new SetUpRate("pictures", options.maxSetUpsPerMinute, options.nowMs);
    }

    /** To be called for each kind; all share the rate and the room in memory. */
    void mount(Router router, Pictures<?, ?> pictures) {
        String path = "/api/" + pictures.kind().name();
        new ApiPath(router, path)
                .on(HttpMethod.POST, List.of(rate, PictureRoutes::checkType, ctx -> checkQuery(ctx, pictures.kind()),
                        pictures.kind()::check, this::takeSlot,
                        TimeoutHandler.create(SignalingOptions.PICTURE_PATIENCE * options.requestTimeoutMs, 408),
                        BodyHandler.create(false).setBodyLimit(options.uploads.maxBytes()),
                        ctx -> upload(ctx, pictures)))
                .tells(ACCEPT_POST, PhotoSignature.TYPES).done();
        new ApiPath(router, path + "/:id").on(HttpMethod.GET, ctx -> pictures.find(ctx.pathParam("id"))
                .onSuccess(found -> ctx.json(found.toJson())).onFailure(ctx::fail))
                .on(HttpMethod.DELETE, ctx -> pictures.remove(ctx.pathParam("id"))
                        .onSuccess(done -> ctx.response().setStatusCode(204).end()).onFailure(ctx::fail))
                .done();
        new ApiPath(router, path + "/:id/image").on(HttpMethod.GET, ctx -> pictures.image(ctx.pathParam("id"))
                .onSuccess(jpeg -> ctx.response().putHeader(HttpHeaders.CONTENT_TYPE, "image/jpeg")
                        .end(Buffer.buffer(jpeg)))
                .onFailure(ctx::fail)).done();
    }

    private static void checkType(RoutingContext ctx) {
        String given = ctx.request().getHeader(HttpHeaders.CONTENT_TYPE);
        String type = given == null ? "" : given.split(";")[0].strip().toLowerCase(Locale.ROOT);
        if (!type.startsWith("image/") && !type.equals("application/octet-stream")) {
            throw PhotoSignature
                    .problem("The body must be the picture itself, as image/* or application/octet-stream.");
        }
        ctx.next();
    }

    private static void checkQuery(RoutingContext ctx, PictureKind<?, ?> kind) {
        ctx.queryParams().names().stream().filter(n -> !n.equals("key") && !kind.settings().contains(n)).findFirst()
                .ifPresent(n -> {
                    String known = String.join(", ", new TreeSet<>(kind.settings()));
                    throw new Problem(422,
                            "Unknown setting " + n
                                    + (known.isEmpty() ? "; there are none." : "; known are " + known + "."));
                });
        ctx.next();
    }

    private void takeSlot(RoutingContext ctx) {
        if (uploads >= MAX_UPLOADS) {
            throw Problem.busy("Many pictures are being uploaded just now; try again in a moment.");
        }
        uploads++;
        // The end of the answer and that of the connection may both be told: the first counts.
        AtomicBoolean held = new AtomicBoolean(true);
        ctx.addEndHandler(done -> uploads -= held.getAndSet(false) ? 1 : 0);
        ctx.next();
    }

    private static void upload(RoutingContext ctx, Pictures<?, ?> pictures) {
        Buffer body = ctx.body().buffer();
        byte[] picture = body == null ? new byte[0] : body.getBytes();
        PhotoSignature.check(picture);
        pictures.add(picture, ctx.queryParams()).onSuccess(found -> created(ctx, pictures, found))
                .onFailure(ctx::fail);
    }

    private static void created(RoutingContext ctx, Pictures<?, ?> pictures, StoredPicture found) {
        HttpServerResponse response = ctx.response();
        if (response.closed() || response.ended()) { // nobody would know its name
            pictures.remove(found.id().toString());
            return;
        }
        response.setStatusCode(201).putHeader(HttpHeaders.LOCATION,
                "/api/" + pictures.kind().name() + "/" + found.id());
        ctx.json(found.toJson());
    }
}
