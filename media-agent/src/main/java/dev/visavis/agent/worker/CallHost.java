package dev.visavis.agent.worker;

import dev.visavis.agent.call.CallStages;
import dev.visavis.agent.call.SystemCallClock;
import dev.visavis.agent.transport.NegotiationException;
import dev.visavis.agent.transport.WebRtcTransport;
import dev.visavis.agent.worker.Faces.Look;
import dev.visavis.inference.VideoFormat;
import dev.visavis.inference.pack.PackSpec;
import dev.visavis.inference.portrait.PortraitException;
import dev.visavis.inference.render.FaceDecoder;
import dev.visavis.signaling.protocol.AgentReply.CallOpened;
import dev.visavis.signaling.protocol.AgentReply.IceRestarted;
import dev.visavis.signaling.protocol.AgentRequest.OpenCall;
import dev.visavis.signaling.protocol.Controls;
import dev.visavis.signaling.protocol.Sdp;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls of an agent. What blocks runs on the agent's workers, for each call in the order it was asked for, so that
 * a call is opened before it is closed whoever is faster. Thread-safe.
 */
final class CallHost {
    private static final Logger LOG = LoggerFactory.getLogger(CallHost.class);

    private final Vertx vertx;
    private final AgentOptions options;
    private final AgentEngine engine;
    private final Faces faces;
    private final Supplier<WebRtcTransport> transports;
    private final Workers workers;
    private final Runnable onChange;
    private final CallPhases phases;
    private final Map<String, HostedCall> calls = new LinkedHashMap<>();
    private boolean draining;
    private long opened;

    /** @param onChange told, on any thread, when the number of calls or the draining has changed */
    CallHost(Vertx vertx, AgentOptions options, AgentEngine engine, Faces faces,
            Supplier<WebRtcTransport> transports, Workers workers, Runnable onChange) {
        this.vertx = vertx;
        this.options = options;
        this.engine = engine;
        this.faces = faces;
        this.transports = transports;
        this.workers = workers;
        this.onChange = onChange;
        this.phases = new CallPhases(options.place(), options.places());
    }

    /** A call and the queue of what is to be done with it. */
    private final class HostedCall {
        final String id;
        final long seed;
        final int phase;
        final Call call;
        final Workers.Queue queue = workers.newQueue();
        VideoFormat format;
        Look look;
        Future<Void> closed;

        HostedCall(String id, long seed) {
            this.id = id;
            this.seed = seed;
            this.call = new Call(id, transports.get(), new CallEvents(vertx.eventBus(), id),
                    CallHost.this::after, options, reason -> close(id, reason));
            this.phase = phases.take();
        }
    }

    private Runnable after(long ms, Runnable action) {
        long timer = vertx.setTimer(ms, fired -> action.run());
        return () -> vertx.cancelTimer(timer);
    }

    /** If it fails, everything of the call is released by then. */
    Future<CallOpened> open(OpenCall request) {
        HostedCall hosted;
        try {
            hosted = admit(request.callId());
        } catch (Refusal e) {
            return Future.failedFuture(e);
        }
        onChange.run();
        return hosted.queue.run(() -> answer(hosted, request)).recover(e -> close(hosted.id, e.getMessage())
                .transform(released -> Future.failedFuture(e)));
    }

    private synchronized HostedCall admit(String callId) {
        if (draining) {
            throw Refusal.busy("This agent is going down and takes no new calls.");
        }
        if (calls.size() >= options.capacity()) {
            throw Refusal.busy("This agent is busy with " + calls.size() + " calls.");
        }
        if (calls.containsKey(callId)) {
            throw Refusal.malformed("There is a call " + callId + " already.");
        }
        HostedCall hosted = new HostedCall(callId, opened++);
        calls.put(callId, hosted);
        return hosted;
    }

    private CallOpened answer(HostedCall hosted, OpenCall request)
            throws PortraitException, NegotiationException, InterruptedException {
        Sdp offer = parse(request.offer());
        hosted.format = faces.format(request.format());
        hosted.look = new Look(request.portrait(), Look.OWN_BACKGROUND).with(request.controls());
        CallStages stages = CallStages.of(engine.pack(), faces.make(hosted.look, hosted.format), hosted.format,
                engine.provenanceMarks().get(), hosted.seed);
        try {
            String answer = hosted.call
                    .open(stages, clock(hosted.phase), offer, request.controls(), vertx, options.voices(),
                            workers.newQueue())
                    .toString();
            LOG.info("Call {} answered, {} at {} frames a second, delay {} ms", hosted.id, hosted.format.size(),
                    hosted.format.framesPerSecond(), hosted.call.delayMs());
            return new CallOpened(answer, hosted.call.delayMs());
        } catch (IllegalArgumentException e) {
            throw Refusal.cannot(e.getMessage());
        }
    }

    private SystemCallClock clock(int phase) {
        PackSpec spec = engine.pack().spec();
        long periodNs = spec.hopFrames() * 1_000_000_000L / spec.framesPerSecond();
        return new SystemCallClock(periodNs, phases.offsetNs(phase, periodNs));
    }

    Future<Void> addCandidates(String callId, String fragment) {
        return find(callId).compose(hosted -> hosted.queue.run(() -> {
            hosted.call.addCandidates(parse(fragment));
            return null;
        }));
    }

    Future<IceRestarted> restartIce(String callId, String fragment) {
        return find(callId).compose(hosted -> hosted.queue
                .run(() -> new IceRestarted(hosted.call.restartIce(parse(fragment)).toString())));
    }

    Future<Void> setControls(String callId, Controls changes) {
        return find(callId).compose(hosted -> hosted.queue.run(() -> {
            setControls(hosted, changes);
            return null;
        }));
    }

    /** @throws Refusal 404 if there is no such call, or it is not open yet */
    CallVoice voice(String callId) {
        HostedCall hosted;
        synchronized (this) {
            hosted = calls.get(callId);
        }
        if (hosted == null || hosted.closed != null) {
            throw Refusal.unknownCall();
        }
        return hosted.call.voice();
    }

    /** All of it or nothing. */
    private void setControls(HostedCall hosted, Controls changes) throws PortraitException, InterruptedException {
        Look look = hosted.look.with(changes);
        FaceDecoder face = look.equals(hosted.look) ? null : faces.make(look, hosted.format);
        try {
            hosted.call.setControls(changes);
        } catch (IllegalArgumentException e) {
            if (face != null) {
                face.close();
            }
            throw Refusal.malformed(e.getMessage());
        }
        if (face != null) {
            hosted.call.show(face);
            hosted.look = look;
            LOG.info("Call {} shows {} before {}", hosted.id, look.portrait(), look.background());
        }
    }

    /** Ends a call, if there is one; done when everything of it is released. */
    Future<Void> close(String callId, String reason) {
        HostedCall hosted;
        synchronized (this) {
            hosted = calls.get(callId);
            if (hosted == null) {
                return Future.succeededFuture();
            }
            if (hosted.closed == null) {
                LOG.info("Call {} ends: {}", callId, reason);
                hosted.closed = hosted.queue.run(() -> {
                    hosted.call.close(reason);
                    return (Void) null;
                }).onComplete(done -> forget(callId));
            }
        }
        return hosted.closed;
    }

    private void forget(String callId) {
        synchronized (this) {
            phases.giveBack(calls.remove(callId).phase);
        }
        onChange.run();
    }

    /** Takes no new calls from now on. */
    void drain() {
        synchronized (this) {
            draining = true;
        }
        onChange.run();
    }

    Future<Void> closeAll(String reason) {
        List<String> ids;
        synchronized (this) {
            ids = List.copyOf(calls.keySet());
        }
        return Future.join(ids.stream().map(id -> close(id, reason)).toList()).mapEmpty();
    }

    synchronized int size() {
        return calls.size();
    }

    /** Calls taken since the start. */
    synchronized long opened() {
        return opened;
    }

    synchronized boolean isDraining() {
        return draining;
    }

    private synchronized Future<HostedCall> find(String callId) {
        HostedCall hosted = calls.get(callId);
        return hosted == null || hosted.closed != null
                ? Future.failedFuture(Refusal.unknownCall())
                : Future.succeededFuture(hosted);
    }

    private static Sdp parse(String text) {
        try {
            return Sdp.parse(text);
        } catch (IllegalArgumentException e) {
            throw Refusal.malformed(e.getMessage());
        }
    }
}
