package dev.visavis.agent.call;

import dev.visavis.agent.transport.MediaTransport;
import dev.visavis.inference.audio.Resampler;
import java.util.Arrays;

/**
 * The peer's speech, fitted to the call's clock. Pieces arrive on a thread of the transport, a little slower or faster
 * than the call ticks; each tick reads exactly 10 ms, resampled by up to one percent so that about
 * {@link #TARGET_MS} wait in the ring.
 *
 * <p>Empty, it gives silence, and waits for {@link #TARGET_MS} before it goes on. Over {@link #LIMIT_MS} it drops its
 * oldest down to the target; a call that is itself behind may find that much more. Every such seam is faded.
 */
public final class InboundAudio {
    static final int TARGET_MS = 30;
    static final int LIMIT_MS = 200;
    private static final int PER_MS = MediaTransport.SAMPLE_RATE_HZ / 1_000;

    /** What may wait while a call catches up with its clock. */
    private static final int CAPACITY_MS = LIMIT_MS + (int) (SystemCallClock.MAX_LAG_NS / 1_000_000);

    private final SampleRing ring = new SampleRing(CAPACITY_MS * PER_MS);
    private final DriftControl drift = new DriftControl();
    private final Splice splice = new Splice();
    private final Resampler resampler = new Resampler(MediaTransport.SAMPLE_RATE_HZ, MediaTransport.SAMPLE_RATE_HZ,
            2 * MediaTransport.TICK_SAMPLES);
    private final float[] input = new float[2 * MediaTransport.TICK_SAMPLES];
    private final float[] fitted = new float[2 * MediaTransport.TICK_SAMPLES];

    /** Samples at the end of {@link #fitted} that belong to the next tick: the resampler may make one too many. */
    private int carried;
    private int made;
    private boolean waiting = true;

    /** A piece has arrived. Any thread, one at a time; copies and returns. */
    public void write(short[] pcm) {
        ring.write(pcm);
    }

    /**
     * Reads 10 ms.
     *
     * @param speech receives {@link MediaTransport#TICK_SAMPLES} samples, full scale +-1
     * @param lagNs how far this tick is behind its time
     */
    void read(float[] speech, long lagNs) {
        int lagSamples = (int) (Math.max(0, lagNs) * PER_MS / 1_000_000);
        trim(lagSamples);
        boolean flowing = resumes();
        if (flowing) {
            double aboveMs = (double) (ring.fill() - lagSamples) / PER_MS - TARGET_MS;
            resampler.setDrift(drift.update(aboveMs));
        }
        int need = resampler.inputFor(MediaTransport.TICK_SAMPLES - carried);
        int taken = flowing ? ring.read(input, need) : 0;
        splice.process(input, 0, taken);
        if (taken < need) {
            fallSilent(taken, need);
        }
        fit(need, speech);
    }

    private void fit(int count, float[] speech) {
        System.arraycopy(fitted, made - carried, speech, 0, carried);
        made = resampler.process(input, count, fitted);
        int missing = speech.length - carried;
        System.arraycopy(fitted, 0, speech, carried, missing);
        carried = made - missing;
    }

    private void trim(int lagSamples) {
        int fill = ring.fill() - lagSamples;
        if (fill > LIMIT_MS * PER_MS) {
            ring.drop(fill - TARGET_MS * PER_MS);
            splice.cut();
            drift.restart();
        }
    }

    private boolean resumes() {
        if (waiting && ring.fill() >= TARGET_MS * PER_MS) {
            waiting = false;
            splice.cut();
            drift.restart();
        }
        return !waiting;
    }

    private void fallSilent(int from, int to) {
        if (!waiting) {
            waiting = true;
            splice.cut();
        }
        Arrays.fill(input, from, to, 0);
        splice.process(input, from, to);
    }
}
