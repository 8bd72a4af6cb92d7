package dev.visavis.agent.transport;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/** Drives media in real time from the test's own thread until something is true. */
public final class Pump {
    private static final long TICK_NS = 10_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private Pump() {
    }

    /**
     * @param what in words, for the failure
     * @param onTick called every 10 ms with the number of the tick
     * @throws AssertionError if it does not come true within 40 s
     */
    public static void until(String what, BooleanSupplier isTrue, LongConsumer onTick) {
        long startNs = System.nanoTime();
        for (long tick = 0; !isTrue.getAsBoolean(); tick++) {
            if (System.nanoTime() - startNs > PATIENCE.toNanos()) {
                throw new AssertionError("not within " + PATIENCE.toSeconds() + " s: " + what);
            }
            onTick.accept(tick);
            long waitNs = startNs + (tick + 1) * TICK_NS - System.nanoTime();
            if (waitNs > 0) {
                LockSupport.parkNanos(waitNs);
            }
        }
    }

    /** Waits without sending anything. */
    public static void until(String what, BooleanSupplier isTrue) {
        until(what, isTrue, tick -> {
        });
    }
}
