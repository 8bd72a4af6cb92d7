package dev.visavis.agent.jitsi.rtp;

/**
 * How much to send, from what the peer reports: losses (RFC 3550), the delay of packets (by transport-wide feedback, or
 * the peer's own estimate, REMB), and the round trip. Begins low and grows by half a second until the first sign of
 * congestion, then by 8 % a second (draft-ietf-rmcat-gcc, section 6), faster only back to what arrived before.
 * Thread-safe.
 */
public final class BitrateController {
    /** What a call begins with; a slow link carries it, and it is a good picture already. */
    static final long START_BPS = 300_000;

    private static final double FAST_GROWTH = 1.5;
    private static final double SLOW_GROWTH = 1.08;
    private static final double SMALLEST_STEP = 0.1;
    private static final double LOSS_TO_GROW = 0.02;
    private static final double LOSS_TO_SHRINK = 0.10;

    /** Two round trips this much above the least of the last ones say that a queue has built up; one may be jitter. */
    private static final double QUEUE_MS = 120;

    /** The longer the queue, the more is taken back at once: it must be empty before it overflows. */
    private static final double SHRINK_PER_QUEUED_MS = 0.001;
    private static final double LARGEST_STEP = 0.4;
    private static final int REPORTS = 10;

    /** Of what arrives while a queue grows, this much is sent on. */
    private static final double BACK_OFF = 0.85;

    /** Losses without a queue are no congestion, or hardly: below this they are lived with. */
    private static final long LOSSY_BPS = 400_000;

    /** Chromium's estimate is of its last second; when nothing was sent in a part of that, it is too low. */
    private static final double LEAST_CARRIED = 0.6;

    /** A target of which less than this was sent says nothing about the path: it does not grow. */
    private static final double USED = 0.7;
    private static final long STEP_NS = 900_000_000L;

    private final long minBps;
    private long maxBps;
    private long targetBps;
    private boolean congestedOnce;

    /** What arrived when a queue began to grow: the path carries it, or more if it only became longer. */
    private long carriedBps;
    private boolean began;
    private long grownNs;
    private long shrunkNs;
    private long queuedNs;
    private double roundTripMs = -1;
    private final double[] roundTripsMs = new double[REPORTS];
    private int reports;

    public BitrateController(long minBps, long maxBps) {
        this.minBps = minBps;
        this.maxBps = maxBps;
        this.targetBps = Math.max(minBps, Math.min(maxBps, START_BPS));
    }

    /** A round trip was measured. */
    public synchronized void onRoundTrip(double tripMs, long nowNs) {
        begin(nowNs);
        roundTripMs = tripMs;
        roundTripsMs[reports++ % REPORTS] = tripMs;
        if (queuedMs() > QUEUE_MS) {
            shrink(less(queueStep()), nowNs);
        }
    }

    /**
     * So much did not arrive.
     *
     * @param lost share of packets, 0..1
     * @param sentBps what was sent lately: no more is asked of the path before it is used
     */
    public synchronized void onLosses(double lost, long sentBps, long nowNs) {
        begin(nowNs);
        if (queuedMs() > QUEUE_MS) {
            shrink(less(Math.max(lost, queueStep())), nowNs);
        } else if (lost > LOSS_TO_SHRINK) {
            shrink(Math.max(less(lost), Math.min(LOSSY_BPS, targetBps)), nowNs);
        } else if (lost < LOSS_TO_GROW && sentBps > USED * targetBps
                && roundTripMs - leastTripMs() < QUEUE_MS
                && nowNs - grownNs > STEP_NS && nowNs - shrunkNs > STEP_NS && nowNs - queuedNs > STEP_NS) {
            grownNs = nowNs;
            targetBps = clamp((long) (targetBps * (isNearCongestion() ? SLOW_GROWTH : FAST_GROWTH)));
        }
    }

    private boolean isNearCongestion() {
        return congestedOnce && targetBps * FAST_GROWTH > BACK_OFF * carriedBps;
    }

    private double queueStep() {
        return Math.min(LARGEST_STEP, SHRINK_PER_QUEUED_MS * queuedMs());
    }

    /**
     * The peer's estimate. It follows what is sent, so only one below that says anything.
     *
     * @param sentBps what was sent lately
     */
    public synchronized void onMaximumBitrate(long bps, long sentBps, long nowNs) {
        begin(nowNs);
        if (bps < sentBps * 0.9 && bps < targetBps) {
            shrink(Math.max(bps, (long) (LEAST_CARRIED * sentBps)), nowNs);
        }
    }

    /**
     * What the delay of packets says. While a queue goes away there is no growth.
     *
     * @param arrivedBps what arrived lately
     */
    public synchronized void onDelay(PathUsage usage, long arrivedBps, long nowNs) {
        begin(nowNs);
        if (usage == PathUsage.OVER && nowNs - queuedNs > STEP_NS) {
            carriedBps = arrivedBps;
        }
        if (usage != PathUsage.NORMAL) {
            queuedNs = nowNs;
        }
        if (usage == PathUsage.OVER) {
            shrink(Math.min(targetBps, (long) (BACK_OFF * arrivedBps)), nowNs);
        }
    }

    private void begin(long nowNs) {
        if (!began) {
            began = true;
            grownNs = nowNs;
            shrunkNs = nowNs - STEP_NS;
            queuedNs = shrunkNs;
        }
    }

    private long less(double step) {
        return (long) (targetBps * (1 - Math.max(SMALLEST_STEP, step)));
    }

    /** What each of the last two round trips took longer than the shortest of the last ones. */
    private double queuedMs() {
        double before = reports < 2 ? 0 : roundTripsMs[(reports - 2) % REPORTS];
        return Math.min(roundTripMs, before) - leastTripMs();
    }

    private double leastTripMs() {
        double least = roundTripMs;
        for (int i = 0; i < Math.min(reports, REPORTS); i++) {
            least = Math.min(least, roundTripsMs[i]);
        }
        return least;
    }

    private void shrink(long toBps, long nowNs) {
        congestedOnce = true;
        if (nowNs - shrunkNs > Math.max(300, roundTripMs) * 1_000_000) {
            shrunkNs = nowNs;
            targetBps = clamp(toBps);
        }
    }

    /** From now on never more than this, whatever the path carries. */
    public synchronized void setMaximum(long bps) {
        maxBps = Math.max(minBps, bps);
        targetBps = clamp(targetBps);
    }

    private long clamp(long bps) {
        return Math.max(minBps, Math.min(maxBps, bps));
    }

    /** What the picture may take now. */
    public synchronized long targetBps() {
        return targetBps;
    }

    public synchronized double roundTripMs() {
        return roundTripMs;
    }
}
