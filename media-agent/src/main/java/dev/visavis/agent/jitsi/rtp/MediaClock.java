package dev.visavis.agent.jitsi.rtp;

/**
 * The call's media time on the wall clock of sender reports: picture and sound share it, which is what makes their
 * timestamps comparable for the peer (RFC 3550, section 6.4.1). The origin is the least delay with which media was ever
 * handed over; a lasting shift (the call's clock went on after a stall) moves it.
 */
public final class MediaClock {
    private static final long NTP_SECONDS_OF_1970 = 2_208_988_800L;
    private static final long SHIFT_NS = 200_000_000;
    private static final int SHIFTED_TIMES = 50;

    private final long wallAtZeroMs;
    private boolean started;
    private long originNs;
    private int late;

    /**
     * @param nowNs monotonic time
     * @param wallMs the same moment in milliseconds since 1970
     */
    public MediaClock(long nowNs, long wallMs) {
        this.wallAtZeroMs = wallMs - nowNs / 1_000_000;
    }

    /** Media of this time is handed over now. */
    public synchronized void onMedia(long mediaNs, long nowNs) {
        long candidateNs = nowNs - mediaNs;
        late = started && candidateNs > originNs + SHIFT_NS ? late + 1 : 0;
        if (!started || candidateNs < originNs || late > SHIFTED_TIMES) {
            started = true;
            originNs = candidateNs;
            late = 0;
        }
    }

    /** Media time at a moment. */
    public synchronized long mediaNs(long nowNs) {
        return nowNs - originNs;
    }

    /** True once media has been handed over. */
    public synchronized boolean isStarted() {
        return started;
    }

    /** The wall clock as NTP says it: 32 bits of seconds, 32 of their fraction (RFC 5905). */
    public long ntp(long nowNs) {
        long ms = wallAtZeroMs + nowNs / 1_000_000;
        long seconds = Math.floorDiv(ms, 1_000L) + NTP_SECONDS_OF_1970;
        long fractionNs = Math.floorMod(ms, 1_000L) * 1_000_000 + nowNs % 1_000_000;
        return seconds << 32 | (fractionNs << 32) / 1_000_000_000L;
    }
}
