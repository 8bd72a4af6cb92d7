package dev.visavis.inference.audio;

/**
 * Stage: 16 kHz mono speech in, 25 feature frames a second out.
 *
 * <p>Feature frame k describes the 40 ms span of samples [640 k, 640 (k + 1)). It may be delivered later than
 * the end of its span, by the encoder's own look-ahead, but the order is kept and none is left out. One
 * instance serves one call and is not thread-safe.
 */
public interface AudioEncoder extends AutoCloseable {
    /** Samples a second of the speech that goes in. */
    int SAMPLE_RATE_HZ = 16_000;

    /** Samples in one tick (10 ms). */
    int TICK_SAMPLES = SAMPLE_RATE_HZ / 100;

    /** Samples in the span of one feature frame (40 ms). */
    int FRAME_SAMPLES = SAMPLE_RATE_HZ / 25;

    /**
     * Hot path: takes 10 ms of speech.
     *
     * @param pcm {@link #TICK_SAMPLES} samples, full scale +-1; NaN and infinities count as silence
     * @param features receives the next feature frame when there is one, {@code PackSpec.featureSize()} floats
     * @return true if a feature frame was written
     */
    boolean encode(float[] pcm, float[] features);

    /**
     * Goes back (barge-in): the samples from the first of frame {@code frame} on count as never heard. The next sample
     * given is that one, and the next features that come out are of {@code frame}.
     *
     * @param frame index of the frame whose speech is replaced, at most the one being heard
     * @throws IllegalArgumentException if that frame lies in the future or further back than the encoder keeps
     */
    void rewind(long frame);

    @Override
    void close();
}
