package dev.visavis.signaling;

import dev.visavis.signaling.protocol.PhotoId;
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
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** Portraits over HTTP: POST a photo, GET what was found and the picture, DELETE. */
final class PortraitRoutes {
    private static final String ACCEPT_POST = "Accept-Post";
    private static final Set<String> QUERY = Set.of("consent", "face", "key");
    /** Photos in memory at once: 8 of 20 MB. More get 503. */
    private static final int MAX_UPLOADS = 8;
    /** Photos are larger than offers, and phones slower than desks. */
    private static final int PATIENCE = 3;

    private final SignalingOptions options;
    private final Portraits portraits;
    private int uploads;

    PortraitRoutes(SignalingOptions options, Portraits portraits) {
        this.options = options;
        this.portraits = portraits;
    }

    void mount(Router router) {
        new ApiPath(router, "/api/portraits")
                .on(HttpMethod.POST, List.of(new SetUpRate("photos", options.maxSetUpsPerMinute, options.nowMs),
                        PortraitRoutes::checkType, PortraitRoutes::checkQuery, Consent::require, this::takeSlot,
                        TimeoutHandler.create(PATIENCE * options.requestTimeoutMs, 408),
                        BodyHandler.create(false).setBodyLimit(options.portraits.maxPhotoBytes()), this::upload))
                .tells(ACCEPT_POST, PhotoSignature.TYPES).done();
        new ApiPath(router, "/api/portraits/:id")
                .on(HttpMethod.GET, this::find)
                .on(HttpMethod.DELETE, this::remove).done();
        new ApiPath(router, "/api/portraits/:id/image").on(HttpMethod.GET, this::image).done();
    }

    private void find(RoutingContext ctx) {
        portraits.find(ctx.pathParam("id")).onSuccess(p -> ctx.json(p.toJson())).onFailure(ctx::fail);
    }

    private void remove(RoutingContext ctx) {
        portraits.remove(ctx.pathParam("id")).onSuccess(done -> ctx.response().setStatusCode(204).end())
                .onFailure(ctx::fail);
    }

    private void image(RoutingContext ctx) {
        portraits.image(ctx.pathParam("id"))
                .onSuccess(jpeg -> ctx.response().putHeader(HttpHeaders.CONTENT_TYPE, "image/jpeg")
                        .end(Buffer.buffer(jpeg)))
                .onFailure(ctx::fail);
    }

    private static void checkType(RoutingContext ctx) {
        String given = ctx.request().getHeader(HttpHeaders.CONTENT_TYPE);
        String type = given == null ? "" : given.split(";")[0].strip().toLowerCase(Locale.ROOT);
        if (!type.startsWith("image/") && !type.equals("application/octet-stream")) {
            throw PhotoSignature.problem("The body must be the photo itself, as image/* or application/octet-stream.");
        }
        ctx.next();
    }

    private static void checkQuery(RoutingContext ctx) {
        ctx.queryParams().names().stream().filter(n -> !QUERY.contains(n)).findFirst().ifPresent(n -> {
            throw new Problem(422, "Unknown setting " + n + "; known are consent and face.");
        });
        face(ctx);
        ctx.next();
    }

    /** 1 for the largest. */
    private static int face(RoutingContext ctx) {
        String face = ctx.queryParams().get("face");
        if (face == null) {
            return 1;
        }
        if (!face.matches("[1-9][0-9]?")) {
            throw new Problem(422,
                    "face is the number of a face, from 1, the largest, to " + PhotoId.MAX_FACE + "; not "
                            + face + ".");
        }
        return Integer.parseInt(face);
    }

    private void takeSlot(RoutingContext ctx) {
        if (uploads >= MAX_UPLOADS) {
            throw Problem.busy("Many photos are being uploaded just now; try again in a moment.");
        }
        uploads++;
        // The end of the answer and that of the connection may both be told: the first counts.
        AtomicBoolean held = new AtomicBoolean(true);
        ctx.addEndHandler(done -> uploads -= held.getAndSet(false) ? 1 : 0);
        ctx.next();
    }

    private void upload(RoutingContext ctx) {
        Buffer body = ctx.body().buffer();
        byte[] photo = body == null ? new byte[0] : body.getBytes();
        PhotoSignature.check(photo);
        portraits.add(photo, face(ctx)).onSuccess(portrait -> created(ctx, portrait)).onFailure(ctx::fail);
    }

    private void created(RoutingContext ctx, StoredPortrait portrait) {
        HttpServerResponse response = ctx.response();
        if (response.closed() || response.ended()) { // nobody would know its name
            portraits.remove(portrait.id().toString());
            return;
        }
        response.setStatusCode(201).putHeader(HttpHeaders.LOCATION, portrait.path());
        ctx.json(portrait.toJson());
    }
}
