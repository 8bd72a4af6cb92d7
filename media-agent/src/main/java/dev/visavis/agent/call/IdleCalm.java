package dev.visavis.agent.call;

import dev.visavis.inference.motion.MotionControls;

/**
 * A portrait that has not spoken for a while holds its head calmer, within some degrees, however long it waits. Comes
 * and goes gradually, so that neither is seen as a move.
 */
final class IdleCalm {
    /** Share of the head's movement that is left. */
    static final float IDLE_SHARE = 0.08f;

    /** Pauses in speech are shorter. */
    private static final int SILENT_TICKS = 200;
    private static final float CALMING_PER_TICK = 0.01f;
    private static final float WAKING_PER_TICK = 0.02f;
    private static final float STEP = 0.02f;

    /** -50 dBFS. */
    private static final float SPEECH = 1e-5f;

    private int silentTicks;
    private float share = 1;
    private float appliedShare = 1;
    private MotionControls from;
    private MotionControls applied;

    /**
     * @param speech what the portrait says in this tick
     * @param controls as the caller has set them
     * @return what the motion is made with
     */
    MotionControls apply(float[] speech, MotionControls controls) {
        silentTicks = power(speech) > SPEECH ? 0 : silentTicks + 1;
        share = silentTicks > SILENT_TICKS
                ? Math.max(IDLE_SHARE, share - CALMING_PER_TICK)
                : Math.min(1, share + WAKING_PER_TICK);
        boolean settled = share == 1 || share == IDLE_SHARE;
        if (controls != from || Math.abs(share - appliedShare) >= STEP || settled && share != appliedShare) {
            from = controls;
            appliedShare = share;
            applied = share == 1 ? controls : controls.withHeadMotion(share * controls.headMotion());
        }
        return applied;
    }

    private static float power(float[] speech) {
        float sum = 0;
        for (float s : speech) {
            sum += s * s;
        }
        return sum / speech.length;
    }
}
