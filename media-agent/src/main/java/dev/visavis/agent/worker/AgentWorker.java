package dev.visavis.agent.worker;

import dev.visavis.agent.call.CallStages;
import dev.visavis.agent.call.FixedDelay;
import dev.visavis.agent.transport.WebRtcTransport;
import dev.visavis.inference.portrait.Portrait;
import dev.visavis.inference.portrait.PortraitException;
import dev.visavis.signaling.protocol.Addresses;
import dev.visavis.signaling.protocol.AgentReply;
import dev.visavis.signaling.protocol.AgentRequest;
import dev.visavis.signaling.protocol.AgentStatus;
import dev.visavis.signaling.protocol.PictureId;
import dev.visavis.signaling.protocol.Wire;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An agent: hosts calls for signaling, which asks over the event bus ({@link Addresses#agent}). It announces itself
 * every second. One call's trouble is that call's alone; a native abort of the process takes this agent's calls along
 * and no other's.
 */
public final class AgentWorker {
    private static final Logger LOG = LoggerFactory.getLogger(AgentWorker.class);
    private static final long STATUS_PERIOD_MS = 1_000;

    private final Vertx vertx;
    private final AgentOptions options;
    private final AgentEngine engine;
    private final PhotoDesk desk;
    private final UploadedPortraits uploaded;
    private final UploadedBackgrounds backgrounds;
    private final PortraitCache portraits;
    private final Workers workers;
    private final CallHost host;
    private AgentListener listener;
    private MessageConsumer<JsonObject> requests;
    private Future<Void> warming = Future.succeededFuture();
    private volatile boolean warm;
    private long statusTimer;
    private Future<Void> closed;

    private AgentWorker(Vertx vertx, AgentOptions options, AgentEngine engine, Supplier<WebRtcTransport> transports) {
        this.vertx = vertx;
        this.options = options;
        this.engine = engine;
        this.desk = new PhotoDesk(engine.uploads(), options.agentId());
        this.uploaded = new UploadedPortraits(engine.pack(), desk);
        this.backgrounds = new UploadedBackgrounds(desk);
        this.portraits = new PortraitCache(engine, uploaded);
        this.workers = new Workers(vertx, "agent-" + options.agentId());
        this.host = new CallHost(vertx, options, engine, new Faces(engine.pack(), portraits, backgrounds), transports,
                workers, this::publishStatus);
    }

    /**
     * Starts an agent: opens the first presenter, warms the engine up, then takes calls; the other presenters are
     * opened while there are none. One that is awaited takes calls at once.
     *
     * @param transports makes the transport of each call
     */
    public static Future<AgentWorker> start(Vertx vertx, AgentOptions options, AgentEngine engine,
            Supplier<WebRtcTransport> transports) {
        AgentWorker worker = new AgentWorker(vertx, options, engine, transports);
        Future<Void> warmed = options.awaited() ? Future.succeededFuture() : worker.workers.run(() -> {
            worker.warmUp();
            return null;
        });
        return warmed.compose(done -> worker.listen()).map(worker).onFailure(e -> worker.release());
    }

    private void warmUp() throws InterruptedException, PortraitException {
        if (engine.presenters().isEmpty() || options.warmUpTicks() == 0) {
            return;
        }
        Portrait first = portraits.get(engine.presenters().get(0).id(), engine.pack().spec().format());
        WarmUp.run(CallStages.of(engine.pack(), first, engine.provenanceMarks().get(), 0),
                FixedDelay.of(engine.pack().spec(), options.computeAllowanceMs()), options.warmUpTicks(),
                portraits::isStopped);
    }

    private synchronized void warmWhileIdle() {
        if (!warm && warming.isComplete() && host.size() == 0 && !host.isDraining()) {
            warming = workers.run(() -> {
                warm = warmUntilCalled();
                return null;
            });
        }
    }

    /**
     * What calls will want, for as long as there is none: a call needs the processor more, and opens its portrait and
     * compiles its code itself.
     *
     * @return false if a call has come before all was done
     */
    private boolean warmUntilCalled() throws InterruptedException {
        if (options.awaited()) {
            warmUpUncalled();
        }
        uploaded.warm();
        return portraits.warm(() -> host.size() > 0 || portraits.isStopped());
    }

    private void warmUpUncalled() throws InterruptedException {
        try {
            if (host.opened() == 0) {
                warmUp();
            }
        } catch (PortraitException | RuntimeException e) {
            LOG.error("Agent {} cannot warm up", options.agentId(), e);
        }
    }

    private Future<Void> listen() {
        return AgentListener.start(vertx, new VoiceRoutes(host)::mount).compose(listening -> {
            listener = listening;
            return takeRequests();
        });
    }

    private Future<Void> takeRequests() {
        requests = vertx.eventBus().consumer(Addresses.agent(options.agentId()), this::onRequest);
        return requests.completion().onSuccess(listening -> {
            statusTimer = vertx.setPeriodic(0, STATUS_PERIOD_MS, fired -> {
                publishStatus();
                warmWhileIdle();
            });
            LOG.info("Agent {} takes up to {} calls", options.agentId(), options.capacity());
        });
    }

    private void onRequest(Message<JsonObject> message) {
        Future<? extends AgentReply> reply;
        try {
            reply = handle(Wire.decode(message.body(), AgentRequest.class));
        } catch (Refusal e) {
            reply = Future.failedFuture(e);
        } catch (IllegalArgumentException e) {
            reply = Future.failedFuture(Refusal.malformed("Not a request to an agent: " + e.getMessage()));
        }
        reply.onSuccess(done -> message.reply(Wire.encode(done))).onFailure(e -> {
            var refusal = Refusal.reply(e);
            message.fail(refusal.failureCode(), refusal.getMessage());
        });
    }

    private Future<? extends AgentReply> handle(AgentRequest request) {
        if (request instanceof AgentRequest.OpenCall open) {
            return host.open(open);
        }
        if (request instanceof AgentRequest.AddCandidates add) {
            return host.addCandidates(add.callId(), add.fragment()).map(new AgentReply.Done());
        }
        if (request instanceof AgentRequest.RestartIce restart) {
            return host.restartIce(restart.callId(), restart.fragment());
        }
        if (request instanceof AgentRequest.SetControls set) {
            return host.setControls(set.callId(), set.controls()).map(new AgentReply.Done());
        }
        if (request instanceof AgentRequest.SetVoice set) {
            host.voice(set.callId()).choose(set.mode());
            return Future.succeededFuture(new AgentReply.Done());
        }
        if (request instanceof AgentRequest.Say say) {
            host.voice(say.callId()).say(say.text());
            return Future.succeededFuture(new AgentReply.Done());
        }
        if (request instanceof AgentRequest.Interrupt interrupt) {
            host.voice(interrupt.callId()).interrupt();
            return Future.succeededFuture(new AgentReply.Done());
        }
        if (request instanceof AgentRequest.CloseCall close) {
            return host.close(close.callId(), close.reason()).map(new AgentReply.Done());
        }
        if (request instanceof AgentRequest.AnalyzePhoto analyze) {
            return Future.fromCompletionStage(uploaded.analyze(pictureId(analyze.portrait())),
                    vertx.getOrCreateContext());
        }
        if (request instanceof AgentRequest.ForgetPortrait forget) {
            uploaded.forget(pictureId(forget.portrait()));
            return Future.succeededFuture(new AgentReply.Done());
        }
        if (request instanceof AgentRequest.CheckBackground check) {
            return Future.fromCompletionStage(backgrounds.check(pictureId(check.background())),
                    vertx.getOrCreateContext());
        }
        if (request instanceof AgentRequest.ForgetBackground forget) {
            backgrounds.forget(pictureId(forget.background()));
            return Future.succeededFuture(new AgentReply.Done());
        }
        if (request instanceof AgentRequest.Drain) {
            host.drain();
            return Future.succeededFuture(new AgentReply.Done());
        }
        return Future.failedFuture(Refusal.malformed("Unknown request " + request.getClass().getSimpleName() + "."));
    }

    private static PictureId pictureId(String portrait) {
        return PictureId.parse(portrait).orElseThrow(() -> new IllegalArgumentException("no name of a picture"));
    }

    /** Done when nothing uses the engine any more. */
    private Future<Void> release() {
        portraits.stop();
        Future<Void> silent = listener == null ? Future.succeededFuture() : listener.close();
        return silent.eventually(() -> warming.otherwiseEmpty()).eventually(() -> workers.run(() -> {
            if (desk.close()) {
                uploaded.close();
            }
            return null;
        })).eventually(workers::close);
    }

    private void publishStatus() {
        vertx.eventBus().publish(Addresses.AGENT_STATUS, Wire.encode(new AgentStatus(options.agentId(),
                options.capacity(), host.size(), host.opened(), engine.presenters(), host.isDraining(),
                listener.address())));
    }

    /** Calls hosted now. */
    public int calls() {
        return host.size();
    }

    /** Takes no new calls from now on; those there are go on. */
    public void drain() {
        host.drain();
    }

    /** Ends every call and then the agent; done when everything is released. May be called more than once. */
    public synchronized Future<Void> close() {
        if (closed == null) {
            host.drain();
            closed = host.closeAll("The agent is shut down.").compose(ended -> requests.unregister())
                    .compose(silent -> {
                        vertx.cancelTimer(statusTimer);
                        return release();
                    });
        }
        return closed;
    }
}
