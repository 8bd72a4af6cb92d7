package dev.visavis.agent.rtc;

/**
 * How many bits a second the voice takes: plenty where the path carries them beside the picture. Below 72 kbps libopus
 * codes speech by linear prediction, which in a call takes twice the work of what it does from there on (29 against 16
 * ms of a core per second of speech), here and in the peer's encoder alike. Where packets are lost libopus goes back to
 * linear prediction by itself, for its redundancy.
 * Used by the sending thread alone.
 */
final class VoiceRate {
    /** Bits a second from which on libopus needs no linear prediction; measured with libopus 1.3.1, complexity 9. */
    static final int PLENTY_BPS = 72_000;

    /** What libwebrtc takes by itself. */
    static final int LITTLE_BPS = 32_000;

    /**
     * Of the path, in bits a second: from here on there is plenty for the voice. A path of 500 kbit/s, which a picture
     * of 512x512 fills, is none of those.
     */
    static final long WIDE_PATH_BPS = 600_000;

    /** Below this the picture needs them more. */
    static final long NARROW_PATH_BPS = 450_000;

    private int bps = LITTLE_BPS;

    /**
     * The path carries so much.
     *
     * @param estimateBps -1 if it is not known
     * @return true if {@link #bps} has changed
     */
    boolean follow(long estimateBps) {
        int before = bps;
        if (estimateBps >= WIDE_PATH_BPS) {
            bps = PLENTY_BPS;
        } else if (estimateBps >= 0 && estimateBps < NARROW_PATH_BPS) {
            bps = LITTLE_BPS;
        }
        return bps != before;
    }

    int bps() {
        return bps;
    }
}
