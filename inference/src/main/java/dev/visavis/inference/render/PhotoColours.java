package dev.visavis.inference.render;

/** Colours read from the photo at landmarks. */
final class PhotoColours {
    private static final int[] CHEEKS = {50, 280, 205, 425};
    private static final int[] LIPS = {14, 17, 84, 314, 16, 85, 315, 0, 12};
    /** Cheeks, or whites of the eyes, of this brightness are in full light. */
    private static final float LIT = 165;
    /** How much redder than green counts against being a tooth, in levels of luma. */
    private static final float REDNESS = 1.5f;
    /** U and V of the whites of eyes in white light, and how much of what differs from it is the light's. */
    private static final float[] WHITE = {Yuv.GREY - 8, Yuv.GREY + 12};
    private static final float OF_LIGHT = 0.7f;
    private static final float MOST_TINT = 14;
    private final YuvImage image;
    private final Texture grid;
    private final float[] face;

    PhotoColours(YuvImage image, Texture grid, float[] face) {
        this.image = image;
        this.grid = grid;
        this.face = face;
    }

    /**
     * How much light falls on the face, 1 for a well-lit photo. Cheeks alone would call dark skin a dark room, and eyes
     * alone may lie in shadow.
     *
     * @param eyeWhite luma of the eyes' whites
     */
    float exposure(float eyeWhite) {
        float cheek = cheekBrightness() / LIT;
        return Smooth.clamp(Math.max(cheek, (cheek + eyeWhite / LIT) / 2), 0.5f, 1.06f);
    }

    /**
     * U and V that the light adds to something white.
     *
     * @param eyeWhite Y U V of the eyes' whites
     */
    static float[] tint(float[] eyeWhite) {
        float[] tint = new float[2];
        for (int c = 0; c < 2; c++) {
            tint[c] = Smooth.clamp(OF_LIGHT * (eyeWhite[1 + c] - WHITE[c]), -MOST_TINT, MOST_TINT);
        }
        return tint;
    }

    /** Median of the cheeks' mean of R, G and B. */
    private float cheekBrightness() {
        float[] values = new float[CHEEKS.length];
        for (int i = 0; i < values.length; i++) {
            float[] rgb = rgb(CHEEKS[i]);
            values[i] = (rgb[0] + rgb[1] + rgb[2]) / 3;
        }
        java.util.Arrays.sort(values);
        return (values[1] + values[2]) / 2;
    }

    /** Median R G B of the lips. */
    float[] lips() {
        float[][] channels = new float[3][LIPS.length];
        for (int i = 0; i < LIPS.length; i++) {
            float[] rgb = rgb(LIPS[i]);
            for (int c = 0; c < 3; c++) {
                channels[c][i] = rgb[c];
            }
        }
        float[] out = new float[3];
        for (int c = 0; c < 3; c++) {
            java.util.Arrays.sort(channels[c]);
            out[c] = channels[c][LIPS.length / 2];
        }
        return out;
    }

    /**
     * R G B of teeth that show between the lips: the brighter and less red of what lies there, at least {@code luma}.
     * The whitest of it are glints; teeth have the colour of more of it.
     */
    float[] teeth(float luma) {
        int n = FaceTopology.UPPER_SEAM.length;
        int steps = 8;
        float[][] seen = new float[n * steps][];
        for (int j = 0; j < n; j++) {
            int u = 3 * FaceTopology.UPPER_SEAM[j];
            int l = 3 * FaceTopology.LOWER_SEAM[j];
            for (int s = 0; s < steps; s++) {
                float t = (s + 0.5f) / steps;
                seen[j * steps + s] = rgbAt(Smooth.mix(face[u], face[l], t), Smooth.mix(face[u + 1], face[l + 1], t));
            }
        }
        java.util.Arrays.sort(seen,
                java.util.Comparator.comparingDouble(c -> Yuv.y(c[0], c[1], c[2]) - REDNESS * (c[0] - c[1])));
        float[] bright = seen[seen.length * 9 / 10];
        float[] teeth = new float[3];
        int from = seen.length * 7 / 10;
        int to = seen.length * 95 / 100;
        for (int i = from; i < to; i++) {
            for (int c = 0; c < 3; c++) {
                teeth[c] += seen[i][c] / (to - from);
            }
        }
        float brighter = Math.max(luma, Yuv.y(bright[0], bright[1], bright[2]))
                / Math.max(1, Yuv.y(teeth[0], teeth[1], teeth[2]));
        for (int c = 0; c < 3; c++) {
            teeth[c] *= brighter;
        }
        return teeth;
    }

    private float[] rgb(int vertex) {
        return rgbAt(face[3 * vertex], face[3 * vertex + 1]);
    }

    private float[] rgbAt(float frameX, float frameY) {
        float x = grid.texelX(frameX);
        float y = grid.texelY(frameY);
        int rgb = Yuv.rgb(Math.round(image.at(0, x, y)), Math.round(image.at(1, x, y)),
                Math.round(image.at(2, x, y)));
        return new float[] {rgb >> 16 & 0xFF, rgb >> 8 & 0xFF, rgb & 0xFF};
    }
}
