package dev.visavis.agent.worker;

import dev.visavis.agent.call.CallClock;
import dev.visavis.agent.call.CallLoop;
import dev.visavis.agent.call.CallPipeline;
import dev.visavis.agent.call.CallStages;
import dev.visavis.agent.call.FixedDelay;
import dev.visavis.agent.transport.MediaTransport;
import dev.visavis.agent.transport.NegotiationException;
import dev.visavis.agent.transport.WebRtcTransport;
import dev.visavis.inference.motion.MotionControls;
import dev.visavis.inference.render.FaceDecoder;
import dev.visavis.signaling.protocol.CallEvent.State;
import dev.visavis.signaling.protocol.Controls;
import dev.visavis.signaling.protocol.Sdp;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call: a transport, a pipeline, and the thread that runs it. Every method blocks, and {@link CallHost} calls them
 * one at a time; only the listener's methods come from elsewhere.
 */
final class Call implements MediaTransport.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Call.class);

    private final String id;
    private final WebRtcTransport transport;
    private final CallEvents events;
    private final int computeAllowanceMs;
    private final Consumer<String> giveUp;
    private final PeerWatch watch;
    private FixedDelay delay;
    private CallPipeline pipeline;
    private volatile CallVoice voice;
    private CallLoop loop;
    private MotionControls controls = MotionControls.NEUTRAL;

    /**
     * @param transport closed with the call
     * @param giveUp told why the call must end, by a thread that may not block
     */
    Call(String id, WebRtcTransport transport, CallEvents events, PeerWatch.Timers timers,
            AgentOptions options, Consumer<String> giveUp) {
        this.id = id;
        this.transport = transport;
        this.events = events;
        this.computeAllowanceMs = options.computeAllowanceMs();
        this.giveUp = giveUp;
        this.watch = new PeerWatch(timers, options, giveUp);
    }

    /**
     * Begins to talk and answers the peer: the pipeline runs from the start, so that the first picture is past its delay
     * by the time the peer has connected.
     *
     * @param stages closed with the call, also if this fails
     * @param clock of the call's own
     * @param texts where texts are made speech
     */
    Sdp open(CallStages stages, CallClock clock, Sdp offer, Controls startingControls, Vertx vertx,
            VoiceOptions voices, Workers.Queue texts)
            throws NegotiationException, InterruptedException {
        delay = FixedDelay.of(stages.spec(), stages.format(), computeAllowanceMs);
        pipeline = new CallPipeline(stages, transport, clock, delay, stats -> events.stats(stats, delay));
        voice = new CallVoice(vertx, pipeline, voices, texts, events);
        setControls(startingControls);
        transport.setListener(this);
        events.become(State.CONNECTING, "");
        loop = CallLoop.start("call-" + id, pipeline, clock, this::onStageFailure);
        Sdp answer = await(transport.answer(offer));
        watch.start();
        return answer;
    }

    void addCandidates(Sdp fragment) throws NegotiationException, InterruptedException {
        await(transport.addCandidates(fragment));
    }

    Sdp restartIce(Sdp fragment) throws NegotiationException, InterruptedException {
        return await(transport.restartIce(fragment));
    }

    /** @throws IllegalArgumentException if a value is outside its range; nothing is changed then */
    void setControls(Controls changes) {
        controls = ControlValues.change(controls, changes);
        pipeline.setControls(controls);
    }

    /** @throws Refusal 404 if the call is not open yet */
    CallVoice voice() {
        if (voice == null) {
            throw Refusal.unknownCall();
        }
        return voice;
    }

    /** @param face draws the call's format; closed with the call */
    void show(FaceDecoder face) {
        pipeline.show(face);
    }

    /** From speech in to speech and picture out; known once the call is open. */
    int delayMs() {
        return delay.ms();
    }

    private static <T> T await(CompletionStage<T> stage) throws NegotiationException, InterruptedException {
        try {
            return stage.toCompletableFuture().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof NegotiationException refused) {
                throw refused;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void onPcm(short[] pcm, long timestampNs) {
        pipeline.inboundAudio().write(pcm);
    }

    @Override
    public void onStateChange(MediaTransport.State state) {
        if (state == MediaTransport.State.CONNECTED) {
            events.become(State.LIVE, "");
        } else if (state == MediaTransport.State.DISCONNECTED) {
            events.become(State.INTERRUPTED, "The peer is not heard.");
        }
        watch.on(state);
    }

    private void onStageFailure(Throwable e) {
        LOG.error("Call {} ends: a stage of its engine failed", id, e);
        giveUp.accept("The face could not be made: " + e.getMessage());
    }

    /** Releases everything; returns when it is done. May be called whatever {@link #open} came to. */
    void close(String reason) {
        watch.end();
        if (voice != null) {
            voice.close();
        }
        if (loop != null) {
            loop.close();
        } else if (pipeline != null) {
            pipeline.close();
        }
        transport.close();
        events.become(State.CLOSED, reason);
    }
}
