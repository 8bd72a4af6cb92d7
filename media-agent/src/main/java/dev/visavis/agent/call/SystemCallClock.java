package dev.visavis.agent.call;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * The system's monotonic time, starting with the first tick that is awaited. After a stall of up to
 * {@link #MAX_LAG_NS} the overdue ticks come at once, one after the other; after a longer one (a suspended machine) the
 * call's time goes on from where it stopped, as if the stall had not been. Either beginning may wait for a phase of the
 * system's time, so that calls on one machine keep out of each other's way.
 */
public final class SystemCallClock implements CallClock {
    static final long MAX_LAG_NS = 1_000_000_000;

    private final LongSupplier nanoTime;
    private final LongConsumer parkNanos;
    private final long periodNs;
    private final long phaseNs;
    private long epochNs;
    private boolean started;

    /** Begins at once. */
    public SystemCallClock() {
        this(1, 0);
    }

    /**
     * Begins this far into a period of the system's time.
     *
     * @param periodNs a number of ticks
     */
    public SystemCallClock(long periodNs, long phaseNs) {
        this(System::nanoTime, LockSupport::parkNanos, periodNs, phaseNs);
    }

    SystemCallClock(LongSupplier nanoTime, LongConsumer parkNanos, long periodNs, long phaseNs) {
        this.nanoTime = nanoTime;
        this.parkNanos = parkNanos;
        this.periodNs = periodNs;
        this.phaseNs = phaseNs;
    }

    @Override
    public void awaitTick(long tick) throws InterruptedException {
        if (!started) {
            started = true;
            epochNs = inPhase(nanoTime.getAsLong() - tick * TICK_NS);
        }
        long lagNs;
        while ((lagNs = nowNs() - tick * TICK_NS) < 0 || lagNs > MAX_LAG_NS) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (lagNs < 0) {
                parkNanos.accept(-lagNs);
            } else {
                epochNs = inPhase(epochNs + lagNs);
            }
        }
    }

    private long inPhase(long ns) {
        return ns + Math.floorMod(phaseNs - ns, periodNs);
    }

    @Override
    public long nowNs() {
        return nanoTime.getAsLong() - epochNs;
    }
}
