package dev.visavis.agent.rtc;

import dev.visavis.agent.sdp.AcceptableOffer;
import dev.visavis.agent.sdp.IceFragments;
import dev.visavis.agent.transport.ListenerCalls;
import dev.visavis.agent.transport.Negotiation;
import dev.visavis.agent.transport.NegotiationException.Reason;
import dev.visavis.agent.transport.NegotiationException;
import dev.visavis.agent.transport.TransportOptions;
import dev.visavis.agent.transport.TransportStats;
import dev.visavis.agent.transport.WebRtcTransport;
import dev.visavis.inference.I420Frame;
import dev.visavis.signaling.protocol.Sdp;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * One call over webrtc-java. It keeps the library's rules of order (package documentation): everything that negotiates
 * or closes runs off the library's threads and one at a time; pushes happen on one thread, once connected, and never
 * after closing has begun.
 */
final class WebRtcJavaTransport implements WebRtcTransport {
    private final Function<Connection.Events, Connection> connections;
    private final TransportOptions options;
    private final ListenerCalls calls = new ListenerCalls();
    private final Negotiation negotiation;
    private final NativeEvents events;
    private final Pushes pushes;
    private final PathWatch path = new PathWatch();
    private final VoiceRate voice = new VoiceRate();
    private final LongSupplier nanoTime;

    private final AtomicBoolean statsWanted = new AtomicBoolean();
    private volatile Connection connection;
    private Sdp remoteOffer;

    /** Of the last picture; the sending thread's. */
    private int pixels;

    /**
     * @param connections makes the native side, which tells what happens to the given events
     * @param control runs short blocking work
     */
    WebRtcJavaTransport(Function<Connection.Events, Connection> connections, TransportOptions options,
            Executor control, LongSupplier nanoTime) {
        this.connections = connections;
        this.options = options;
        this.negotiation = new Negotiation(control, calls);
        this.nanoTime = nanoTime;
        this.pushes = new Pushes(nanoTime);
        this.events = new NativeEvents(calls, pushes::framesSent);
    }

    @Override
    public void setListener(Listener listener) {
        calls.setListener(listener);
    }

    @Override
    public State state() {
        return calls.state();
    }

    @Override
    public CompletionStage<Sdp> answer(Sdp offer) {
        return negotiation.submit(() -> {
            if (remoteOffer != null) {
                throw new NegotiationException(Reason.INTERNAL, "An offer was answered already.");
            }
            Sdp acceptable = AcceptableOffer.of(offer);
            connection = connections.apply(events);
            Sdp answer = connection.answer(acceptable);
            remoteOffer = acceptable;
            pushes.open(connection);
            return IceFragments.told(answer, options);
        });
    }

    @Override
    public CompletionStage<Void> addCandidates(Sdp fragment) {
        return negotiation.submit(() -> {
            for (IceFragments.Candidate candidate : IceFragments.candidates(fragment, answeredOffer())) {
                connection.addCandidate(candidate);
            }
            return null;
        });
    }

    @Override
    public CompletionStage<Sdp> restartIce(Sdp fragment) {
        return negotiation.submit(() -> {
            Sdp restarted = IceFragments.restartedOffer(answeredOffer(), fragment);
            Sdp answer = connection.answer(restarted);
            remoteOffer = restarted;
            return IceFragments.fragmentOf(IceFragments.told(answer, options));
        });
    }

    private Sdp answeredOffer() throws NegotiationException {
        if (remoteOffer == null) {
            throw new NegotiationException(Reason.INTERNAL, "No offer was answered yet.");
        }
        return remoteOffer;
    }

    @Override
    public void sendFrame(I420Frame frame, long timestampNs) {
        if (calls.hasConnected() && frame.width() * frame.height() != pixels) {
            pixels = frame.width() * frame.height();
            int maxBps = options.maxBitrateBps(frame.width(), frame.height());
            negotiation.submitUnlessClosing(() -> connection.limitBitrate(options.minBitrateBps(), maxBps));
        }
        pushes.frame(frame, calls.hasConnected() && !path.isDead());
    }

    @Override
    public void sendPcm(short[] pcm, long timestampNs) {
        pushes.pcm(pcm, calls.hasConnected());
        if (calls.hasConnected() && !negotiation.isClosing() && path.reads()) {
            watchPath();
        }
    }

    /**
     * Over a dead path no picture is sent: it would be lost, and its packets, asked for again when the path is back,
     * would stand in the way of the key frame that goes on (1.5 s instead of .4 s).
     */
    private void watchPath() {
        if (path.heard(events.bytesReceived(), nanoTime.getAsLong())) {
            boolean alive = !path.isDead();
            negotiation.submitUnlessClosing(() -> connection.setVideoActive(alive));
        }
        if (voice.follow(events.estimateBps())) {
            int bps = voice.bps();
            negotiation.submitUnlessClosing(() -> connection.setVoiceBitrate(bps));
        }
        if (statsWanted.compareAndSet(false, true)) {
            negotiation.submitUnlessClosing(() -> {
                statsWanted.set(false);
                connection.requestStats();
            });
        }
    }

    /** The figures of the network are at most half a second old. */
    @Override
    public TransportStats stats() {
        long unencoded = events.framesUnencoded();
        return new TransportStats(pushes.framesSent() - unencoded, pushes.framesDropped() + unencoded,
                pushes.pcmSent(), calls.pcmReceived(), events.bytesSent(), events.roundTripMs());
    }

    @Override
    public void close() {
        negotiation.close(this::interrupt, () -> {
            if (connection != null) {
                CloseSteps.run(connection);
            }
        });
    }

    private void interrupt() {
        pushes.close();
        if (connection != null) {
            connection.stopGathering();
        }
    }
}
