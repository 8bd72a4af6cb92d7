package dev.visavis.inference.encoder;

import dev.visavis.inference.face.AxisCurve;
import dev.visavis.inference.image.Smooth;

/**
 * Fits an {@link AxisCurve} to what was seen of an axis at some looks. What a landmark network sees is not in proportion
 * to what is drawn: lips part late and then all at once, a jaw seems to stand still while teeth fill the opening.
 */
final class CurveFit {
    /** Shares of the range at which a curve is judged: a sweep there and back, which dwells at the end. */
    private static final float[] SHARES = {0, 0.16f, 0.31f, 0.45f, 0.59f, 0.71f, 0.81f, 0.89f, 0.95f, 0.99f, 1};
    private static final float MEAN_SHARE = 0.62f;
    /** Gains that are tried for either piece. */
    private static final int GAINS = 25;
    /** From so many looks on a bend is more than their error. */
    private static final int LOOKS_FOR_BEND = 3;
    /** What a slope that is off weighs against what is off at each share, squares of either. */
    private static final float SLOPE_COUNTS = 5;
    /** Likewise the gains' difference: looks err, too. */
    private static final float BEND_COSTS = 0.04f;

    private final float span;
    private final float[] looks;
    private final float[] seen;

    /**
     * @param span largest weight that is commanded
     * @param looks how far the axis was driven for each look, from the least
     * @param seen there, over what is wanted at a weight of 1
     */
    CurveFit(float span, float[] looks, float[] seen) {
        this.span = span;
        this.looks = looks;
        this.seen = seen;
    }

    /** The curve, of gains between two, with which what is seen is nearest to what is commanded. */
    AxisCurve between(float leastGain, float mostGain) {
        boolean bends = looks.length >= LOOKS_FOR_BEND;
        AxisCurve best = null;
        float least = Float.MAX_VALUE;
        for (int e = 0; e < GAINS; e++) {
            for (int l = bends ? 0 : e; l < (bends ? GAINS : e + 1); l++) {
                AxisCurve curve = new AxisCurve(span / 2, Smooth.mix(leastGain, mostGain, e / (GAINS - 1f)),
                        Smooth.mix(leastGain, mostGain, l / (GAINS - 1f)));
                float off = off(curve);
                if (off < least) {
                    least = off;
                    best = curve;
                }
            }
        }
        return best;
    }

    private float off(AxisCurve curve) {
        float squares = 0;
        float across = 0;
        float widths = 0;
        for (float share : SHARES) {
            float error = at(curve.driven(span * share)) / span - share;
            float aside = share - MEAN_SHARE;
            squares += error * error;
            across += aside * error;
            widths += aside * aside;
        }
        float slope = across / widths;
        float bend = curve.early() - curve.late();
        return squares + SLOPE_COUNTS * slope * slope + BEND_COSTS * bend * bend;
    }

    /** What is seen of an axis that is driven by so much: in straight lines over the looks, in proportion beyond. */
    private float at(float by) {
        int i = 0;
        while (i < looks.length && by > looks[i]) {
            i++;
        }
        if (i == looks.length) {
            return seen[i - 1] * by / looks[i - 1];
        }
        float fromBy = i == 0 ? 0 : looks[i - 1];
        float fromSeen = i == 0 ? 0 : seen[i - 1];
        return fromSeen + (seen[i] - fromSeen) * (by - fromBy) / (looks[i] - fromBy);
    }
}
