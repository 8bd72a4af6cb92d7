package dev.visavis.inference.face;

/**
 * How hard one blendshape of one person is driven for what is commanded: by one gain up to a bend, by another for what
 * goes beyond it. Faces are seen to move late, then all at once; two pieces are what a handful of looks can tell.
 *
 * @param bend coefficient as commanded
 * @param early gain up to there, positive
 * @param late gain of the rest, positive
 */
public record AxisCurve(float bend, float early, float late) {
    /** One gain for all that is commanded. */
    public static AxisCurve straight(float gain) {
        return new AxisCurve(1, gain, gain);
    }

    /** How far the blendshape is driven for a coefficient. */
    public float driven(float commanded) {
        return early * Math.min(commanded, bend) + late * Math.max(0, commanded - bend);
    }

    /** What must be commanded to drive so much. */
    public float commanded(float driven) {
        float atBend = early * bend;
        return driven < atBend ? driven / early : bend + (driven - atBend) / late;
    }

    /** The same up to the bend, and beyond it steep enough for a coefficient of 1 to drive so much. */
    public AxisCurve reaching(float driven) {
        return driven(1) >= driven
                ? this
                : bend < 1
                        ? new AxisCurve(bend, early, (driven - early * bend) / (1 - bend))
                        : straight(driven);
    }
}
