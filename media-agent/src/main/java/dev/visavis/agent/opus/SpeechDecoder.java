package dev.visavis.agent.opus;

/** Decodes speech packets to 48 kHz mono, one after the other. */
public interface SpeechDecoder extends AutoCloseable {
    /** Samples of the longest packet (120 ms; RFC 6716). */
    int MAX_SAMPLES = 5_760;

    /** @return samples written to {@code pcm}; 0 if the packet makes no sense */
    int decode(byte[] packet, int offset, int length, short[] pcm);

    /**
     * What the packet before this one said, from the redundancy in this one; concealment if there is none.
     *
     * @param samples of the packet that is missing
     */
    int recover(byte[] packet, int offset, int length, int samples, short[] pcm);

    /** Goes on as it sounded, fading out. */
    int conceal(int samples, short[] pcm);

    @Override
    void close();
}
