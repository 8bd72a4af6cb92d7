package dev.visavis.agent.call;

/** Hears the caller of a portrait that has a voice of its own. */
public interface CallerListener {
    /**
     * Hears 10 ms; on the call's thread, so it must return at once.
     *
     * @param pcm 48 kHz mono, full scale +-1, without the portrait's echo; valid during the call only
     */
    void hear(float[] pcm);
}
