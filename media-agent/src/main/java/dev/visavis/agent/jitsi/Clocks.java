package dev.visavis.agent.jitsi;

import java.util.function.LongSupplier;

/**
 * Time, from outside.
 *
 * @param nanoTime monotonic
 * @param currentTimeMillis since 1970
 */
record Clocks(LongSupplier nanoTime, LongSupplier currentTimeMillis) {
    long nowNs() {
        return nanoTime.getAsLong();
    }

    long wallMs() {
        return currentTimeMillis.getAsLong();
    }
}
