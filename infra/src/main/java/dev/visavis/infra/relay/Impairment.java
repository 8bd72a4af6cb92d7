package dev.visavis.infra.relay;

/**
 * What a link does to the packets that pass it in one direction.
 *
 * @param loss share of packets lost, 0..1
 * @param burst mean number of packets lost in a row (Gilbert's model); 1 or less: each is lost for itself
 * @param delayMs that every packet takes
 * @param jitterMs up to this much more or less; packets keep their order
 * @param reorder share of packets that are held for {@link #HELD_MS} more, so that later ones overtake them
 * @param rateBps bits a second that fit through, 0 for any number
 * @param queueMs packets wait up to this long for the rate, then the newest is dropped
 * @param outage nothing passes
 */
public record Impairment(double loss, double burst, double delayMs, double jitterMs, double reorder, long rateBps,
        double queueMs, boolean outage) {
    /** How long a packet is held that others overtake. */
    public static final double HELD_MS = 20;

    private static final double DEFAULT_QUEUE_MS = 300;

    /** Everything passes at once. */
    public static final Impairment NONE = new Impairment(0, 1, 0, 0, 0, 0, DEFAULT_QUEUE_MS, false);

    public Impairment {
        if (loss < 0 || loss >= 1 || reorder < 0 || reorder > 1) {
            throw new IllegalArgumentException("shares are within 0..1, got loss " + loss + " reorder " + reorder);
        }
        if (delayMs < 0 || jitterMs < 0 || jitterMs > delayMs || rateBps < 0 || queueMs < 0) {
            throw new IllegalArgumentException(
                    "delay, rate and queue are not negative, and jitter is within the delay");
        }
    }

    public Impairment withLoss(double share) {
        return withBursts(share, 1);
    }

    public Impairment withBursts(double share, double meanPackets) {
        return new Impairment(share, meanPackets, delayMs, jitterMs, reorder, rateBps, queueMs, outage);
    }

    public Impairment withDelay(double ms, double jitter) {
        return new Impairment(loss, burst, ms, jitter, reorder, rateBps, queueMs, outage);
    }

    public Impairment withReordering(double share) {
        return new Impairment(loss, burst, delayMs, jitterMs, share, rateBps, queueMs, outage);
    }

    public Impairment withRate(long bitsPerSecond) {
        return new Impairment(loss, burst, delayMs, jitterMs, reorder, bitsPerSecond, queueMs, outage);
    }

    public Impairment withOutage(boolean nothingPasses) {
        return new Impairment(loss, burst, delayMs, jitterMs, reorder, rateBps, queueMs, nothingPasses);
    }
}
