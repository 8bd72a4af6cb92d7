package dev.visavis.inference.image;

/**
 * He, Sun and Tang, "Guided Image Filtering" (TPAMI 2013), with a colour guide: the answer is in every neighbourhood a
 * linear function of the picture's colours, so that a coarse mask takes on the picture's edges.
 */
public final class GuidedFilter {
    private final YuvImage guide;
    private final int radius;
    private final float[][] mean = new float[3][];
    /** Inverse of each neighbourhood's covariance: yy yu yv uu uv vv. */
    private final float[][] inverse = new float[6][];

    /**
     * @param radius of the neighbourhoods in pixels
     * @param noise colour differences below this, in levels of 255, are no edges
     */
    public GuidedFilter(YuvImage guide, int radius, float noise) {
        this.guide = guide;
        this.radius = radius;
        for (int c = 0; c < 3; c++) {
            mean[c] = box(guide.planes[c]);
        }
        float[][] cov = new float[6][];
        for (int a = 0, k = 0; a < 3; a++) {
            for (int b = a; b < 3; b++, k++) {
                cov[k] = covariance(guide.planes[a], mean[a], guide.planes[b], mean[b]);
            }
        }
        invert(cov, noise * noise);
    }

    private float[] box(float[] plane) {
        return Filters.box(plane, guide.width, guide.height, radius);
    }

    private float[] covariance(float[] p, float[] meanP, float[] q, float[] meanQ) {
        float[] product = new float[p.length];
        for (int i = 0; i < p.length; i++) {
            product[i] = p[i] * q[i];
        }
        float[] out = box(product);
        for (int i = 0; i < p.length; i++) {
            out[i] -= meanP[i] * meanQ[i];
        }
        return out;
    }

    private void invert(float[][] cov, float ridge) {
        for (int k = 0; k < 6; k++) {
            inverse[k] = new float[guide.planes[0].length];
        }
        for (int i = 0; i < guide.planes[0].length; i++) {
            double a = cov[0][i] + ridge;
            double b = cov[1][i];
            double c = cov[2][i];
            double d = cov[3][i] + ridge;
            double e = cov[4][i];
            double f = cov[5][i] + ridge;
            double[] minors = {d * f - e * e, c * e - b * f, b * e - c * d, a * f - c * c, b * c - a * e,
                a * d - b * b};
            double determinant = a * minors[0] + b * minors[1] + c * minors[2];
            for (int k = 0; k < 6; k++) {
                inverse[k][i] = (float) (minors[k] / determinant);
            }
        }
    }

    /** The mask with the guide's edges, 0..1; a new plane. */
    public float[] filter(float[] mask) {
        float[] meanMask = box(mask);
        float[][] slope = new float[3][];
        for (int c = 0; c < 3; c++) {
            slope[c] = covariance(guide.planes[c], mean[c], mask, meanMask);
        }
        float[] offset = meanMask;
        for (int i = 0; i < mask.length; i++) {
            float y = slope[0][i];
            float u = slope[1][i];
            float v = slope[2][i];
            slope[0][i] = inverse[0][i] * y + inverse[1][i] * u + inverse[2][i] * v;
            slope[1][i] = inverse[1][i] * y + inverse[3][i] * u + inverse[4][i] * v;
            slope[2][i] = inverse[2][i] * y + inverse[4][i] * u + inverse[5][i] * v;
            for (int c = 0; c < 3; c++) {
                offset[i] -= slope[c][i] * mean[c][i];
            }
        }
        float[] out = box(offset);
        for (int c = 0; c < 3; c++) {
            float[] a = box(slope[c]);
            for (int i = 0; i < out.length; i++) {
                out[i] += a[i] * guide.planes[c][i];
            }
        }
        for (int i = 0; i < out.length; i++) {
            out[i] = Smooth.clamp(out[i], 0, 1);
        }
        return out;
    }
}
