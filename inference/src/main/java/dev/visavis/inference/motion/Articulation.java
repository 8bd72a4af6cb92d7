package dev.visavis.inference.motion;

import static dev.visavis.inference.motion.Blendshape.*;

import dev.visavis.inference.audio.BandFeatures;

/**
 * Lips, jaw and tongue: the network's articulatory targets, smoothed (quick to open, slower to relax), as blendshapes.
 * A bilabial seals the lips whatever else the face does; a labiodental tucks the lower lip. Without speech the mouth
 * comes to rest and is then perfectly still.
 */
final class Articulation {
    private static final double RISE = 1;
    private static final double FALL = 0.85;
    private static final double RELAX = 0.3;
    private static final double STILL = 1e-3;
    private static final double JAW_LIMIT = 0.35;
    private static final double FUNNEL_LIMIT = 0.5;
    private static final double PUCKER_LIMIT = 0.65;
    /** A fitted mean square error shrinks towards the mean in speech; this much is given back. */
    private static final double CONTRAST = 0.6;
    private static final double MEAN_ROUNDING = 0.11;
    private static final double MEAN_SPREADING = 0.13;
    private static final Blendshape[] OPENED_BY_LIPS = {MOUTH_UPPER_UP_LEFT, MOUTH_UPPER_UP_RIGHT,
        MOUTH_LOWER_DOWN_LEFT, MOUTH_LOWER_DOWN_RIGHT, TONGUE_UP};

    private final ArticulationNetwork network = ArticulationNetwork.fitted();
    private final float[] hidden = new float[network.hiddenUnits()];
    private final float[] targets = new float[ArticulationNetwork.OUTPUTS];
    private final double[] smooth;
    private final double[] activity;

    Articulation(MotionMemory memory) {
        smooth = memory.array(ArticulationNetwork.OUTPUTS);
        activity = memory.array(1);
    }

    /** Adds the speech of one frame to the face. {@code window} is the network's. */
    void apply(float[][] window, float expressiveness, float[] latent) {
        network.evaluate(window, hidden, targets);
        double speech = gate(window);
        for (int i = 0; i < smooth.length; i++) {
            double target = targets[i] * speech;
            smooth[i] += (target > smooth[i] ? RISE : FALL) * (target - smooth[i]);
            if (target == 0 && smooth[i] < STILL) {
                smooth[i] = 0;
            }
        }
        shapeLips(window[1][BandFeatures.LOUDNESS_DB], expressiveness, latent);
    }

    /** 1 in speech, 0 in silence; opens one frame ahead of the sound and relaxes over a fifth of a second. */
    private double gate(float[][] window) {
        double sound = Math.max(window[1][BandFeatures.SPEECH], 0.6 * window[2][BandFeatures.SPEECH]);
        double heard = sound * step(targets[ArticulationNetwork.SPEECH], 0.1, 0.4);
        double share = heard > activity[0] ? 1 : RELAX;
        activity[0] += share * (heard - activity[0]);
        if (heard == 0 && activity[0] < 0.02) {
            activity[0] = 0;
        }
        return activity[0];
    }

    private void shapeLips(float loudnessDb, float expressiveness, float[] latent) {
        double effort = expressiveness * Math.max(0.8, Math.min(1.2, 1 + 0.02 * loudnessDb));
        double seal = Math.min(1, expressiveness) * step(smooth[ArticulationNetwork.PRESS], 0.28, 0.55);
        double tuck = Math.min(1, expressiveness) * step(smooth[ArticulationNetwork.LABIODENTAL], 0.25, 0.6)
                * (1 - seal);
        double jaw = effort * smooth[ArticulationNetwork.JAW];
        double round = effort * contrast(smooth[ArticulationNetwork.PUCKER], MEAN_ROUNDING);
        double stretch = effort * contrast(smooth[ArticulationNetwork.STRETCH], MEAN_SPREADING);
        double open = Math.min(1, jaw / 0.3) * (1 - Math.min(1, round));

        add(latent, JAW_OPEN, 0.6 * jaw);
        double funnel = effort * contrast(smooth[ArticulationNetwork.FUNNEL], MEAN_ROUNDING);
        add(latent, MOUTH_FUNNEL, Math.min(FUNNEL_LIMIT, 0.8 * funnel));
        add(latent, MOUTH_PUCKER, Math.min(PUCKER_LIMIT, 0.9 * round));
        double upperLip = effort * smooth[ArticulationNetwork.UPPER_LIP];
        addBoth(latent, MOUTH_UPPER_UP_LEFT, MOUTH_UPPER_UP_RIGHT, upperLip);
        addBoth(latent, MOUTH_LOWER_DOWN_LEFT, MOUTH_LOWER_DOWN_RIGHT, 0.18 * open + 0.35 * stretch);
        addBoth(latent, MOUTH_STRETCH_LEFT, MOUTH_STRETCH_RIGHT, 0.45 * stretch);
        addBoth(latent, MOUTH_SMILE_LEFT, MOUTH_SMILE_RIGHT, 0.15 * stretch);
        add(latent, TONGUE_UP, effort * smooth[ArticulationNetwork.TONGUE]);
        tuckLowerLip(latent, tuck);
        sealLips(latent, seal);
        // The renderer's teeth and cheeks hold up to here; speech rarely goes beyond.
        latent[ExplicitMotion.index(JAW_OPEN)] = (float) Math.min(JAW_LIMIT, latent[ExplicitMotion.index(JAW_OPEN)]);
    }

    private static void tuckLowerLip(float[] latent, double tuck) {
        scale(latent, JAW_OPEN, 1 - 0.6 * tuck);
        scale(latent, MOUTH_LOWER_DOWN_LEFT, 1 - tuck);
        scale(latent, MOUTH_LOWER_DOWN_RIGHT, 1 - tuck);
        addBoth(latent, MOUTH_UPPER_UP_LEFT, MOUTH_UPPER_UP_RIGHT, 0.15 * tuck);
        add(latent, MOUTH_ROLL_LOWER, 0.5 * tuck);
    }

    private static void sealLips(float[] latent, double seal) {
        for (Blendshape shape : OPENED_BY_LIPS) {
            scale(latent, shape, 1 - seal);
        }
        scale(latent, JAW_OPEN, 1 - 0.8 * seal);
        add(latent, MOUTH_CLOSE, seal * latent[ExplicitMotion.index(JAW_OPEN)]);
        addBoth(latent, MOUTH_PRESS_LEFT, MOUTH_PRESS_RIGHT, 0.35 * seal);
        add(latent, MOUTH_ROLL_UPPER, 0.15 * seal);
        add(latent, MOUTH_ROLL_LOWER, 0.2 * seal);
    }

    private static double contrast(double x, double mean) {
        return Math.max(0, x + CONTRAST * (x - mean));
    }

    private static double step(double x, double from, double to) {
        double t = Math.max(0, Math.min(1, (x - from) / (to - from)));
        return t * t * (3 - 2 * t);
    }

    private static void add(float[] latent, Blendshape shape, double value) {
        latent[ExplicitMotion.index(shape)] += (float) value;
    }

    private static void addBoth(float[] latent, Blendshape left, Blendshape right, double value) {
        add(latent, left, value);
        add(latent, right, value);
    }

    private static void scale(float[] latent, Blendshape shape, double factor) {
        latent[ExplicitMotion.index(shape)] *= (float) factor;
    }
}
