package dev.visavis.infra.relay;

import java.util.SplittableRandom;

/**
 * Decides the fate of each packet in one direction. The same seed, packets and times give the same fates; every packet
 * takes the same number of random numbers, so that one lost earlier changes nothing for those after it.
 */
final class ImpairedLink {
    /** The packet is lost. */
    static final long LOST = -1;

    private static final double NS_PER_MS = 1e6;

    /** Bytes of IPv4 and UDP headers, which the rate pays for, too. */
    private static final int HEADER_BYTES = 28;

    private final SplittableRandom random;
    private Impairment impairment = Impairment.NONE;
    private boolean inBurst;
    private long busyUntilNs = Long.MIN_VALUE;
    private long lastNs = Long.MIN_VALUE;

    ImpairedLink(long seed) {
        random = new SplittableRandom(seed);
    }

    void set(Impairment next) {
        impairment = next;
    }

    /**
     * A packet enters the link.
     *
     * @param nowNs not less than in the call before
     * @return when it leaves, or {@link #LOST}
     */
    long leaves(long nowNs, int payloadBytes) {
        boolean lost = isLost(random.nextDouble());
        double jitter = random.nextDouble(-1, 1) * impairment.jitterMs();
        boolean overtaken = random.nextDouble() < impairment.reorder();
        if (lost || impairment.outage()) {
            return LOST;
        }
        long sentNs = throughRate(nowNs, payloadBytes + HEADER_BYTES);
        if (sentNs == LOST) {
            return LOST;
        }
        long leavesNs = Math.max(lastNs, sentNs + (long) ((impairment.delayMs() + jitter) * NS_PER_MS));
        if (overtaken) {
            return leavesNs + (long) (Impairment.HELD_MS * NS_PER_MS);
        }
        lastNs = leavesNs;
        return leavesNs;
    }

    /** Gilbert's two states: in the bad one every packet is lost. */
    private boolean isLost(double chance) {
        double loss = impairment.loss();
        if (impairment.burst() <= 1) {
            return chance < loss;
        }
        double begins = loss / (impairment.burst() * (1 - loss));
        double ends = 1 / impairment.burst();
        inBurst = inBurst ? chance >= ends : chance < begins;
        return inBurst;
    }

    private long throughRate(long nowNs, int bytes) {
        if (impairment.rateBps() == 0) {
            return nowNs;
        }
        long startNs = Math.max(nowNs, busyUntilNs);
        if (startNs - nowNs > impairment.queueMs() * NS_PER_MS) {
            return LOST;
        }
        busyUntilNs = startNs + bytes * 8_000_000_000L / impairment.rateBps();
        return busyUntilNs;
    }
}
