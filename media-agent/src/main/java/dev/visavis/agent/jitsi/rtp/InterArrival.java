package dev.visavis.agent.jitsi.rtp;

/**
 * How much longer one group of packets took than the one before (draft-ietf-rmcat-gcc-02, section 5.2): packets that
 * left in one burst are a group, and so are those that came in one because the path had held them. One thread.
 */
final class InterArrival {
    private static final double BURST_MS = 5;
    private static final double LONGEST_BURST_MS = 100;

    /** A step of the peer's clock, or a pause so long that the queue of before is gone. */
    private static final double BREAK_MS = 3_000;

    private static final class Group {
        double firstSentMs = Double.NaN;
        double sentMs;
        double firstArrivalMs;
        double arrivalMs;

        void begin(double sent, double arrival) {
            firstSentMs = sent;
            sentMs = sent;
            firstArrivalMs = arrival;
            arrivalMs = arrival;
        }

        boolean isEmpty() {
            return Double.isNaN(firstSentMs);
        }

        boolean holds(double sent, double arrival) {
            if (sent - firstSentMs <= BURST_MS) {
                return true;
            }
            double gapMs = arrival - arrivalMs;
            return gapMs <= BURST_MS && gapMs < sent - sentMs && arrival - firstArrivalMs < LONGEST_BURST_MS;
        }
    }

    private Group before = new Group();
    private Group group = new Group();
    private double sentDeltaMs;
    private double arrivalDeltaMs;

    /**
     * A packet arrived. Those that were overtaken are left out.
     *
     * @return true if a group is complete: the deltas are new
     */
    boolean onPacket(double sentMs, double arrivalMs) {
        if (group.isEmpty() || Math.abs(arrivalMs - group.arrivalMs) > BREAK_MS) {
            before = new Group();
            group.begin(sentMs, arrivalMs);
            return false;
        }
        if (sentMs < group.firstSentMs) {
            return false;
        }
        if (group.holds(sentMs, arrivalMs)) {
            group.sentMs = Math.max(group.sentMs, sentMs);
            group.arrivalMs = Math.max(group.arrivalMs, arrivalMs);
            return false;
        }
        boolean complete = !before.isEmpty();
        if (complete) {
            sentDeltaMs = group.sentMs - before.sentMs;
            arrivalDeltaMs = group.arrivalMs - before.arrivalMs;
        }
        Group free = before;
        before = group;
        group = free;
        group.begin(sentMs, arrivalMs);
        return complete;
    }

    /** Between the last packets of the two groups as they left. */
    double sentDeltaMs() {
        return sentDeltaMs;
    }

    /** The same as they arrived. */
    double arrivalDeltaMs() {
        return arrivalDeltaMs;
    }

    /** When the last packet of the newer group arrived. */
    double arrivalMs() {
        return before.arrivalMs;
    }
}
