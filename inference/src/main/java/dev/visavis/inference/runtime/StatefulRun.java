package dev.visavis.inference.runtime;

import java.nio.FloatBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model that is run step by step and carries all its memory in one vector: input and output {@code state}. The state
 * begins as zeros; those of the newest steps are kept, so that the model can go back. Not thread-safe.
 *
 * <p>Numbers that are not finite never leave: where the model gives one it begins anew with a state of zeros, and says
 * so in the log.
 */
public final class StatefulRun implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StatefulRun.class);
    private static final String STATE = "state";

    private final String name;
    private final OnnxRun run;
    private final FloatBuffer stateIn;
    private final FloatBuffer stateOut;
    private final FloatBuffer output;
    /** State before step n in row n modulo the rows. */
    private final float[][] kept;
    private long step;
    private long oldest;

    /**
     * @param model stays its owner's to close; has {@code state} among its inputs and outputs, of one size
     * @param outputRole what {@link #output} gives
     * @param keptSteps how many steps back {@link #rewind} reaches
     */
    public StatefulRun(OnnxModel model, String outputRole, int keptSteps) {
        name = model.name();
        run = model.newRun();
        stateIn = run.floatInput(STATE);
        stateOut = run.floatOutput(STATE);
        output = run.floatOutput(outputRole);
        kept = new float[keptSteps + 1][stateIn.capacity()];
    }

    /** A new view of an input, at its start; a stage asks once and keeps it. */
    public FloatBuffer input(String role) {
        return run.floatInput(role);
    }

    /** What the last step gave, from position 0 to the limit. */
    public FloatBuffer output() {
        return output.clear();
    }

    /** Number of the next step, from 0. */
    public long step() {
        return step;
    }

    /**
     * Hot path: one step on the inputs as they stand.
     *
     * @throws IllegalStateException if the model fails, or gives no finite numbers even with a state of zeros
     */
    public void run() {
        stateIn.clear().get(row(step));
        run.run();
        if (!isFinite(output.clear()) || !isFinite(stateOut.clear())) {
            LOG.warn("{} gave numbers that are not finite at step {}; it begins anew with an empty memory", name, step);
            forget();
            run.run();
            if (!isFinite(output.clear()) || !isFinite(stateOut.clear())) {
                throw new IllegalStateException(name + " gives no finite numbers; is the pack damaged?");
            }
        }
        stateIn.clear().put(stateOut.clear());
        step++;
        oldest = Math.max(oldest, step - (kept.length - 1));
    }

    private void forget() {
        stateIn.clear();
        while (stateIn.hasRemaining()) {
            stateIn.put(0);
        }
    }

    private static boolean isFinite(FloatBuffer values) {
        for (int i = 0; i < values.capacity(); i++) {
            if (!Float.isFinite(values.get(i))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Goes back: the next step is {@code earlier}, with the memory as it was then.
     *
     * @throws IllegalArgumentException if that step was never reached or is not kept any more
     */
    public void rewind(long earlier) {
        if (earlier > step || earlier < oldest) {
            throw new IllegalArgumentException("cannot go back to frame " + earlier + ": the " + (kept.length - 1)
                    + " frames before the newest are kept, " + oldest + " to " + step);
        }
        if (earlier < step) {
            stateIn.clear().put(row(earlier));
            step = earlier;
        }
    }

    private float[] row(long ofStep) {
        return kept[(int) (ofStep % kept.length)];
    }

    @Override
    public void close() {
        run.close();
    }
}
