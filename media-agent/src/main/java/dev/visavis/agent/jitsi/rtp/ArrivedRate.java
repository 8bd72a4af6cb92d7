package dev.visavis.agent.jitsi.rtp;

/** What arrived in the last half second, by the peer's clock. One thread. */
final class ArrivedRate {
    private static final double WINDOW_MS = 500;
    private static final int MOST = 1_024;

    private final double[] timesMs = new double[MOST];
    private final int[] bytes = new int[MOST];
    private int start;
    private int size;
    private long sum;

    void onPacket(double arrivalMs, int length) {
        while (size > 0 && (size == MOST || Math.abs(arrivalMs - timesMs[start]) > WINDOW_MS)) {
            sum -= bytes[start];
            start = (start + 1) % MOST;
            size--;
        }
        int at = (start + size++) % MOST;
        timesMs[at] = arrivalMs;
        bytes[at] = length;
        sum += length;
    }

    /** Bits a second. */
    long bps() {
        return (long) (sum * 8_000 / WINDOW_MS);
    }
}
