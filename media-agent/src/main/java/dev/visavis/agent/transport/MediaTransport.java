package dev.visavis.agent.transport;

import dev.visavis.inference.I420Frame;

/**
 * The media of one call, both ways; codecs, RTP and encryption live behind it. Every contract here is tested by
 * {@code MediaTransportContract}, which each implementation passes.
 *
 * <p>Media timestamps are nanoseconds on the call's own clock, starting at 0 with the call, the same for picture and
 * sound: a frame and a sample with equal timestamps belong together. A transport that cannot carry them sends what it
 * is given at once, so the caller sends everything when it is due. Sending before {@link State#CONNECTED} or after
 * {@link #close()} is allowed and does nothing. Sending is done from one thread; listeners are called from threads of
 * the transport, which may serve all calls, and must return at once.
 */
public interface MediaTransport extends AutoCloseable {
    /** Samples a second of the PCM, both ways, mono. */
    int SAMPLE_RATE_HZ = 48_000;

    /** Samples in one piece of PCM, both ways (10 ms). */
    int TICK_SAMPLES = SAMPLE_RATE_HZ / 100;

    /** Frames must be further apart than this, by the wall clock and by their timestamps. */
    long MIN_FRAME_GAP_NS = 1_000_000;

    /** Where a transport is in its life; only ever moves forward, except DISCONNECTED to CONNECTED and back. */
    enum State {
        NEW, CONNECTING, CONNECTED,
        /** Nothing heard from the peer for a while; may come back. */
        DISCONNECTED,
        /** Consent lost (RFC 7675), ICE or DTLS failed, or the peer closed; the transport can only be closed. */
        FAILED,
        /** Everything is released. The last change a listener hears of, and the last call it gets. */
        CLOSED
    }

    /** What a transport tells. */
    interface Listener {
        /**
         * Decoded speech of the peer, in order.
         *
         * @param pcm {@link #TICK_SAMPLES} samples, 48 kHz mono; the array is only valid during the call
         * @param timestampNs media time of the first sample as the peer sent it, counted from the first sample; a
         *            transport that does not know it counts what it has delivered
         */
        void onPcm(short[] pcm, long timestampNs);

        void onStateChange(State state);

        /** The peer lost a picture (PLI, FIR; RFC 4585, RFC 5104). The transport's own encoder has answered already. */
        default void onKeyFrameRequest() {
        }

        /** What the path can carry now, in bits a second, all media together. */
        default void onBitrateEstimate(long bitsPerSecond) {
        }
    }

    /**
     * Sets the one listener; before any media flows.
     *
     * @throws IllegalStateException if there is one already
     */
    void setListener(Listener listener);

    State state();

    /**
     * Sends a picture. The frame may be reused as soon as the call returns. A picture that follows another by
     * {@link #MIN_FRAME_GAP_NS} or less is dropped and counted.
     *
     * @param timestampNs media time
     * @throws IllegalStateException if another thread has sent before
     */
    void sendFrame(I420Frame frame, long timestampNs);

    /**
     * Sends 10 ms of sound. The array may be reused as soon as the call returns.
     *
     * @param pcm {@link #TICK_SAMPLES} samples, 48 kHz mono
     * @param timestampNs media time of the first sample
     * @throws IllegalArgumentException if it is not 10 ms
     * @throws IllegalStateException if another thread has sent before
     */
    void sendPcm(short[] pcm, long timestampNs);

    /** What was sent and received so far. */
    TransportStats stats();

    /**
     * Stops sending and releases everything; may be called more than once and from any thread. It returns when
     * everything is released, except on a thread that is calling the listener: there it returns at once, and
     * {@link State#CLOSED} tells the end.
     */
    @Override
    void close();
}
