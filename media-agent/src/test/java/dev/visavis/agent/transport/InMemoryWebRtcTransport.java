package dev.visavis.agent.transport;

import dev.visavis.inference.I420Frame;
import dev.visavis.signaling.protocol.Sdp;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** An {@link InMemoryTransport} that answers every offer with the offer itself; the test plays the peer. */
public final class InMemoryWebRtcTransport implements WebRtcTransport {
    private final InMemoryTransport media = new InMemoryTransport(System::nanoTime);
    private volatile NegotiationException refusal;
    private volatile int candidates;

    /** What was sent, and the peer's side. */
    public InMemoryTransport media() {
        return media;
    }

    /** Every negotiation is refused from now on. */
    public void refuse(NegotiationException with) {
        refusal = with;
    }

    /** Fragments that were added. */
    public int candidates() {
        return candidates;
    }

    private <T> CompletionStage<T> result(T value) {
        return refusal == null ? CompletableFuture.completedFuture(value) : CompletableFuture.failedFuture(refusal);
    }

    @Override
    public CompletionStage<Sdp> answer(Sdp offer) {
        return result(offer);
    }

    @Override
    public CompletionStage<Void> addCandidates(Sdp fragment) {
        candidates++;
        return result(null);
    }

    @Override
    public CompletionStage<Sdp> restartIce(Sdp fragment) {
        return result(fragment);
    }

    @Override
    public void setListener(Listener listener) {
        media.setListener(listener);
    }

    @Override
    public State state() {
        return media.state();
    }

    @Override
    public void sendFrame(I420Frame frame, long timestampNs) {
        media.sendFrame(frame, timestampNs);
    }

    @Override
    public void sendPcm(short[] pcm, long timestampNs) {
        media.sendPcm(pcm, timestampNs);
    }

    @Override
    public TransportStats stats() {
        return media.stats();
    }

    @Override
    public void close() {
        media.close();
    }
}
