package dev.visavis.agent.call;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * The system's monotonic time, starting with the first tick that is awaited. After a stall of up to
 * {@link #MAX_LAG_NS} the overdue ticks come at once, one after the other; after a longer one (a suspended machine) the
 * call's time goes on from where it stopped, as if the stall had not been.
 */
public final class SystemCallClock implements CallClock {
    static final long MAX_LAG_NS = 1_000_000_000;

    private final LongSupplier nanoTime;
    private final LongConsumer parkNanos;
    private long epochNs;
    private boolean started;

    public SystemCallClock() {
        this(System::nanoTime, LockSupport::parkNanos);
    }

    SystemCallClock(LongSupplier nanoTime, LongConsumer parkNanos) {
        this.nanoTime = nanoTime;
        this.parkNanos = parkNanos;
    }

    @Override
    public void awaitTick(long tick) throws InterruptedException {
        if (!started) {
            started = true;
            epochNs = nanoTime.getAsLong() - tick * TICK_NS;
        }
        long lagNs;
        while ((lagNs = nowNs() - tick * TICK_NS) < 0) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            parkNanos.accept(-lagNs);
        }
        if (lagNs > MAX_LAG_NS) {
            epochNs += lagNs;
        }
    }

    @Override
    public long nowNs() {
        return nanoTime.getAsLong() - epochNs;
    }
}
