package dev.visavis.agent.call;

/**
 * What a call does when machine or path cannot carry all of its pictures for longer than a moment: fewer pictures in an
 * even pattern, and as a last step smaller ones, rather than stutter. The voice is never touched.
 *
 * <p>A second counts as overloaded if {@link #LOST} or more of its pictures were lost to lateness, a busy encoder or a
 * narrow path; what a dead path is spared is not lost. Two in a row: one step down. A step up is tried after
 * {@link #CALM_SECONDS} without loss, soon, because most overload is brief (another call is being opened); one that
 * fails within {@link #TRIAL_SECONDS} doubles the wait for the next, up to {@link #MAX_CALM_SECONDS}, so that a call
 * does not swing.
 * Used by the call's thread alone.
 */
final class OverloadPolicy {
    /** Pictures kept, of how many, at each step. */
    private static final int[][] KEEP = {{1, 1}, {4, 5}, {3, 5}, {1, 2}, {1, 2}};

    /** From this step on pictures have half their sides. */
    private static final int HALVED = 4;

    static final double LOST = 0.12;
    static final int CALM_SECONDS = 3;
    static final int MAX_CALM_SECONDS = 80;
    static final int TRIAL_SECONDS = 5;
    private static final int OVERLOADED_SECONDS = 2;

    private int step;
    private int overloaded;
    private int calm;
    private int wait = CALM_SECONDS;
    private int sinceTrial = Integer.MAX_VALUE;

    /** Whether a picture is one of those that are drawn. */
    boolean draws(long picture) {
        int kept = KEEP[step][0];
        int of = KEEP[step][1];
        return (picture + 1) * kept / of > picture * kept / of;
    }

    /** True if pictures are to have half their width and height. */
    boolean halves() {
        return step >= HALVED;
    }

    /** How many of the pictures are drawn, 0..1. */
    double share() {
        return (double) KEEP[step][0] / KEEP[step][1];
    }

    /**
     * A second has passed.
     *
     * @param sent pictures that left
     * @param lost pictures that should have and did not; those of {@link #draws} do not count
     */
    void second(long sent, long lost) {
        sinceTrial = sinceTrial == Integer.MAX_VALUE ? sinceTrial : sinceTrial + 1;
        if (lost > 0 && lost >= LOST * (sent + lost)) {
            calm = 0;
            if (++overloaded == OVERLOADED_SECONDS) {
                overloaded = 0;
                stepDown();
            }
        } else {
            overloaded = 0;
            if (++calm >= wait && step > 0) {
                calm = 0;
                step--;
                sinceTrial = 0;
            }
        }
    }

    private void stepDown() {
        if (step == KEEP.length - 1) {
            return;
        }
        step++;
        wait = sinceTrial <= TRIAL_SECONDS ? Math.min(MAX_CALM_SECONDS, 2 * wait) : CALM_SECONDS;
        sinceTrial = Integer.MAX_VALUE;
    }
}
