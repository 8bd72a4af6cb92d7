package dev.visavis.agent.call;

/** Call time that passes only when a test says so, or when a tick is awaited. */
public final class FakeClock implements CallClock {
    private long nowNs;

    @Override
    public void awaitTick(long tick) {
        nowNs = Math.max(nowNs, tick * TICK_NS);
    }

    @Override
    public long nowNs() {
        return nowNs;
    }

    /** Time passes, as in a slow stage. */
    public void advanceMs(long ms) {
        nowNs += ms * 1_000_000;
    }
}
