package dev.visavis.agent.call;

/**
 * A bounded queue of samples between the transport's thread, which writes, and the call's, which reads. Full, it drops
 * its oldest. The lock is held for a copy of some hundred samples.
 */
final class SampleRing {
    private final short[] samples;
    private int start;
    private int fill;

    SampleRing(int capacity) {
        samples = new short[capacity];
    }

    synchronized void write(short[] pcm) {
        drop(fill + pcm.length - samples.length);
        int end = (start + fill) % samples.length;
        int first = Math.min(pcm.length, samples.length - end);
        System.arraycopy(pcm, 0, samples, end, first);
        System.arraycopy(pcm, first, samples, 0, pcm.length - first);
        fill += pcm.length;
    }

    /** Takes the oldest samples, scaled to +-1; fewer than asked for if there are fewer. */
    synchronized int read(float[] out, int count) {
        int taken = Math.min(count, fill);
        for (int i = 0; i < taken; i++) {
            out[i] = samples[start] / 32_768f;
            start = start + 1 == samples.length ? 0 : start + 1;
        }
        fill -= taken;
        return taken;
    }

    /** Forgets the oldest samples; none if {@code count} is not positive. */
    synchronized void drop(int count) {
        int dropped = Math.max(0, Math.min(count, fill));
        start = (start + dropped) % samples.length;
        fill -= dropped;
    }

    synchronized int fill() {
        return fill;
    }
}
