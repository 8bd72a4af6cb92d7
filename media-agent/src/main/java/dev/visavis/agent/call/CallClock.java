package dev.visavis.agent.call;

/** A call's own clock: monotonic, in ticks of 10 ms from 0. Used by the call's thread alone. */
public interface CallClock {
    /** Length of a tick. */
    int TICK_MS = 10;

    /** Length of a tick. */
    long TICK_NS = TICK_MS * 1_000_000L;

    /**
     * Waits until a tick is due; returns at once if it is overdue.
     *
     * @param tick not less than in the call before
     */
    void awaitTick(long tick) throws InterruptedException;

    /** Call time now: tick t is due at t * {@link #TICK_NS}. */
    long nowNs();
}
