package dev.visavis.signaling;

import dev.visavis.signaling.AgentLink.CallGone;
import dev.visavis.signaling.CallOpener.Opened;
import dev.visavis.signaling.protocol.AgentReply.Done;
import dev.visavis.signaling.protocol.AgentReply.IceRestarted;
import dev.visavis.signaling.protocol.AgentRequest.AddCandidates;
import dev.visavis.signaling.protocol.AgentRequest.RestartIce;
import dev.visavis.signaling.protocol.CallFormat;
import dev.visavis.signaling.protocol.Controls;
import dev.visavis.signaling.protocol.PictureId;
import dev.visavis.signaling.protocol.Sdp;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.TimeoutHandler;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Set-up of a call, shaped like WHIP (RFC 9725) though media goes both ways: POST an offer, PATCH candidates or an ICE
 * restart, DELETE.
 */
final class CallRoutes {
    private static final String SDP = "application/sdp";
    private static final String FRAGMENT = "application/trickle-ice-sdpfrag";

    private final SignalingOptions options;
    private final CallOpener opener;
    private final CallRegistry calls;
    private final AgentLink agents;
    private final ControlQuery query;
    private final Pictures<?, ?> portraits;
    private final Pictures<?, ?> backgrounds;

    /**
     * @param portraits that may be called besides the presenters
     * @param backgrounds that they may be called before
     */
    CallRoutes(SignalingOptions options, CallOpener opener, CallRegistry calls, AgentLink agents, ControlQuery query,
            Pictures<?, ?> portraits, Pictures<?, ?> backgrounds) {
        this.options = options;
        this.opener = opener;
        this.calls = calls;
        this.agents = agents;
        this.query = query;
        this.portraits = portraits;
        this.backgrounds = backgrounds;
    }

    void mount(Router router) {
        new ApiPath(router, "/api/calls")
                .on(HttpMethod.POST, List.of(new SetUpRate("calls", options.maxSetUpsPerMinute, options.nowMs),
                        takes(SDP, "Accept-Post"), timeout(SignalingOptions.PICTURE_PATIENCE),
                        body(options.maxOfferBytes), this::open))
                .tells("Accept-Post", SDP).done();
        new ApiPath(router, "/api/calls/:id")
                .on(HttpMethod.PATCH,
                        List.of(takes(FRAGMENT, "Accept-Patch"), timeout(1), body(options.maxFragmentBytes),
                                this::patch))
                .on(HttpMethod.DELETE, this::delete).tells("Accept-Patch", FRAGMENT).done();
    }

    private void open(RoutingContext ctx) {
        Sdp offer = SdpText.parse(text(ctx));
        IceCredentials peer = OfferCheck.check(offer);
        String portrait = ctx.queryParams().get("portrait");
        if (portrait == null) {
            throw new Problem(422, "The query names no portrait; /api/presenters lists them.");
        }
        Controls controls = query.read(ctx.queryParams());
        CallFormat format = query.format(ctx.queryParams());
        Future.all(known(portraits, portrait), known(backgrounds, controls.background()))
                .compose(yes -> opener.open(offer, peer, portrait, controls, format))
                .onSuccess(opened -> created(ctx, opened)).onFailure(ctx::fail);
    }

    /** Fails with 422 if the name is that of an uploaded picture that is not there. */
    private static Future<?> known(Pictures<?, ?> pictures, String name) {
        if (name == null || PictureId.parse(name).isEmpty()) {
            return Future.succeededFuture();
        }
        return pictures.find(name).map(StoredPicture.class::cast).recover(e -> Future.failedFuture(
                e instanceof Problem p && p.status() == 404 ? new Problem(422, p.getMessage()) : e));
    }

    private void created(RoutingContext ctx, Opened opened) {
        HttpServerResponse response = ctx.response();
        if (response.closed() || response.ended()) {
            calls.drop(opened.call(), "The caller left before the answer came.");
            return;
        }
        options.iceServersNow().stream().flatMap(IceServer::links)
                .forEach(link -> response.headers().add("Link", link));
        response.setStatusCode(201).putHeader(HttpHeaders.LOCATION, "/api/calls/" + opened.call().id())
                .putHeader(HttpHeaders.ETAG, opened.call().etag()).putHeader(HttpHeaders.CONTENT_TYPE, SDP)
                .end(opened.answer());
    }

    private void patch(RoutingContext ctx) {
        Call call = calls.get(ctx.pathParam("id"));
        String ifMatch = ctx.request().getHeader(HttpHeaders.IF_MATCH);
        if (ifMatch == null) {
            throw new Problem(428, "PATCH needs If-Match: the ETag of the ICE session, or * to restart ICE.");
        }
        Sdp fragment = SdpText.parse(text(ctx));
        IceCredentials credentials = FragmentCheck.check(fragment);
        boolean any = ifMatch.strip().equals("*");
        if (!any && Arrays.stream(ifMatch.split(",")).map(String::strip).noneMatch(call.etag()::equals)) {
            throw new Problem(412, "This ICE session is over; If-Match must hold the ETag of the latest one.");
        }
        if (credentials.equals(call.peer())) {
            trickle(ctx, call, fragment);
        } else if (any) {
            restart(ctx, call, fragment, credentials);
        } else {
            throw new Problem(400, "The fragment's ICE credentials are not this session's; to restart ICE send "
                    + "If-Match: *.");
        }
    }

    private void trickle(RoutingContext ctx, Call call, Sdp fragment) {
        lost(call, agents.ask(call.agentId(), new AddCandidates(call.id(), fragment.toString()), Done.class))
                .onSuccess(done -> ctx.response().setStatusCode(204).end()).onFailure(ctx::fail);
    }

    private void restart(RoutingContext ctx, Call call, Sdp fragment, IceCredentials credentials) {
        lost(call, agents.ask(call.agentId(), new RestartIce(call.id(), fragment.toString()), IceRestarted.class))
                .onSuccess(reply -> {
                    call.iceSession(credentials);
                    ctx.response().putHeader(HttpHeaders.ETAG, call.etag())
                            .putHeader(HttpHeaders.CONTENT_TYPE, FRAGMENT)
                            .end(reply.fragment());
                }).onFailure(ctx::fail);
    }

    private void delete(RoutingContext ctx) {
        calls.end(calls.get(ctx.pathParam("id")), "The caller ended the call.").onSuccess(done -> ctx.response().end())
                .onFailure(ctx::fail);
    }

    /** A call whose agent is gone has ended. */
    private <T> Future<T> lost(Call call, Future<T> asked) {
        return asked.recover(e -> {
            if (e instanceof CallGone) {
                calls.publishLost(call);
                return Future.failedFuture(new Problem(404, "The call has ended: its agent no longer hosts it."));
            }
            return Future.failedFuture(e);
        });
    }

    private static String text(RoutingContext ctx) {
        String text = ctx.body().asString();
        return text == null ? "" : text;
    }

    private Handler<RoutingContext> timeout(int patience) {
        return TimeoutHandler.create(patience * options.requestTimeoutMs, 408);
    }

    private static Handler<RoutingContext> body(int maxBytes) {
        return BodyHandler.create(false).setBodyLimit(maxBytes);
    }

    private static Handler<RoutingContext> takes(String contentType, String header) {
        return ctx -> {
            String given = ctx.request().getHeader(HttpHeaders.CONTENT_TYPE);
            if (given == null || !given.split(";")[0].strip().toLowerCase(Locale.ROOT).equals(contentType)) {
                throw new Problem(415, "The body must be " + contentType + ".").with(header, contentType);
            }
            ctx.next();
        };
    }
}
