package dev.visavis.inference.audio;

import dev.visavis.inference.runtime.OnnxModel;
import dev.visavis.inference.runtime.StatefulRun;
import java.nio.FloatBuffer;

/**
 * Speech to features by a model that hears 40 ms a step and carries its memory in a state vector: inputs {@code pcm}
 * 1x640 and {@code state} 1xA, outputs {@code feature} 1xF and {@code state} ({@code inference/training/STREAMING.md}).
 *
 * <p>The model looks ahead: features of frame n come with step n + d, which ends as far past the frame's middle as the
 * look-ahead says. Where that is no whole number of steps behind a frame's end, zeros before the call's first sample
 * shift the steps. Samples outside +-1 are limited, and what is not a number is silence. {@link #KEPT_FRAMES} frames can
 * be gone back.
 */
public final class StreamingAudioEncoder implements AudioEncoder {
    /** How many frames back the encoder can be rewound, 2 s. */
    public static final int KEPT_FRAMES = 50;

    private static final int SAMPLES_PER_MS = SAMPLE_RATE_HZ / 1000;

    private final StatefulRun run;
    private final FloatBuffer pcmIn;
    /** Steps before the one that brings a frame's features. */
    private final int delaySteps;
    /** Zeros before the call's first sample, less than a step. */
    private final int lead;
    /** The first samples of a step, which a rewind to it keeps: row n modulo the rows. */
    private final float[][] leads;
    private long firstStep;

    /**
     * @param model stays its owner's to close
     * @param lookaheadMs from a frame's middle sample to the last sample that its features need, 20 ms for a model that
     *            hears the frame alone
     */
    public StreamingAudioEncoder(OnnxModel model, int lookaheadMs) {
        int behindMiddle = lookaheadMs * SAMPLES_PER_MS;
        delaySteps = Math.max(0, -Math.floorDiv(FRAME_SAMPLES / 2 - behindMiddle, FRAME_SAMPLES));
        lead = delaySteps * FRAME_SAMPLES + FRAME_SAMPLES / 2 - behindMiddle;
        int kept = KEPT_FRAMES + delaySteps;
        run = new StatefulRun(model, "feature", kept);
        pcmIn = run.input("pcm");
        leads = new float[kept + 1][lead];
        firstStep = delaySteps;
        pcmIn.put(leads[0]);
    }

    @Override
    public boolean encode(float[] pcm, float[] features) {
        int taken = hear(pcm, 0);
        if (pcmIn.hasRemaining()) {
            return false;
        }
        boolean ready = step(features);
        hear(pcm, taken);
        return ready;
    }

    /** Appends samples to the step as long as it has room; returns where it stopped. */
    private int hear(float[] pcm, int from) {
        int i = from;
        for (; i < TICK_SAMPLES && pcmIn.hasRemaining(); i++) {
            pcmIn.put(Float.isFinite(pcm[i]) ? Math.max(-1, Math.min(1, pcm[i])) : 0);
        }
        return i;
    }

    private boolean step(float[] features) {
        pcmIn.flip().get(leads[row(run.step())]);
        run.run();
        pcmIn.clear();
        if (run.step() <= firstStep) {
            return false;
        }
        FloatBuffer out = run.output();
        out.get(features, 0, out.capacity());
        return true;
    }

    @Override
    public void rewind(long frame) {
        if (frame == run.step() && pcmIn.position() < lead) {
            throw new IllegalArgumentException("cannot go back to frame " + frame + ": it is not reached yet");
        }
        boolean back = frame < run.step();
        run.rewind(frame);
        if (back) {
            pcmIn.clear().put(leads[row(frame)]);
        } else {
            pcmIn.position(lead);
        }
        firstStep = frame + delaySteps;
    }

    private int row(long step) {
        return (int) (step % leads.length);
    }

    @Override
    public void close() {
        run.close();
    }
}
