package dev.visavis.inference.encoder;

import dev.visavis.inference.face.FaceTopology;
import dev.visavis.inference.image.Smooth;
import dev.visavis.inference.image.Texture;
import dev.visavis.inference.image.Yuv;
import dev.visavis.inference.image.YuvImage;
import dev.visavis.inference.render.Vermilion;

/** Colours read from the photo at landmarks. */
final class PhotoColours {
    private static final int[] CHEEKS = {50, 280, 205, 425};
    /** Skin around the mouth, of whose samples the brighter half counts. */
    private static final int[] SKIN = {50, 280, 205, 425, 36, 266, 101, 330, 187, 411, 207, 427};
    private static final int[] LIPS = {14, 17, 84, 314, 16, 85, 315, 0, 12};
    /** Cheeks, or whites of the eyes, of this brightness are in full light. */
    private static final float LIT = 165;
    /** How much redder than green counts against being a tooth, in levels of luma. */
    private static final float REDNESS = 1.5f;
    /** Luma above black of teeth in full light. */
    private static final float TEETH = 189;
    /**
     * What shows of teeth in thirty portraits with a smile, by least squares over the skin's luma and colour differences:
     * teeth lie in the skin's light, and the lips' skin is seen in them.
     */
    private static final float TEETH_LUMA = 95;
    private static final float OF_SKIN_LUMA = 0.5f;
    private static final float OF_SKIN_U = 0.6f;
    private static final float OF_SKIN_V = 0.45f;
    /** Share of the photo's teeth in those that are drawn, how far their colour may lie from that, and how dark they are. */
    private static final float OWN_TEETH = 0.7f;
    private static final float OWN_COLOUR = 4;
    private static final float DIMMEST_TEETH = 144;

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
     * Luma above black and the two colour differences of teeth in full light.
     *
     * @param exposure of the face
     * @param shown whether the photo shows any
     */
    float[] teeth(float exposure, boolean shown) {
        float[] skin = skin();
        float most = TEETH_LUMA + OF_SKIN_LUMA * skin[0];
        float[] teeth = {Math.min(TEETH * exposure, most), OF_SKIN_U * skin[1], OF_SKIN_V * skin[2]};
        if (shown) {
            float[] rgb = shownTeeth();
            float luma = Math.min(Math.max(Yuv.y(rgb[0], rgb[1], rgb[2]) - Yuv.BLACK, DIMMEST_TEETH * exposure), most);
            float u = Yuv.u(rgb[0], rgb[1], rgb[2]) - Yuv.GREY - teeth[1];
            float v = Yuv.v(rgb[0], rgb[1], rgb[2]) - Yuv.GREY - teeth[2];
            teeth[0] = Smooth.mix(teeth[0], luma, OWN_TEETH);
            teeth[1] += OWN_TEETH * Smooth.clamp(u, -OWN_COLOUR, OWN_COLOUR);
            teeth[2] += OWN_TEETH * Smooth.clamp(v, -OWN_COLOUR, OWN_COLOUR);
        }
        return teeth;
    }

    /** Likewise of lit skin. */
    private float[] skin() {
        float[][] seen = new float[SKIN.length][];
        for (int i = 0; i < seen.length; i++) {
            float x = grid.texelX(face[3 * SKIN[i]]);
            float y = grid.texelY(face[3 * SKIN[i] + 1]);
            seen[i] = new float[] {image.at(0, x, y) - Yuv.BLACK, image.at(1, x, y) - Yuv.GREY,
                image.at(2, x, y) - Yuv.GREY};
        }
        java.util.Arrays.sort(seen, java.util.Comparator.comparingDouble(c -> c[0]));
        float[] skin = new float[3];
        int from = seen.length / 2;
        for (int i = from; i < seen.length; i++) {
            for (int c = 0; c < 3; c++) {
                skin[c] += seen[i][c] / (seen.length - from);
            }
        }
        return skin;
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

    /** By the median of the lips. */
    Vermilion lips() {
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
        return Vermilion.of(out, skin());
    }

    /**
     * R G B of teeth that show between the lips: the brighter and less red of what lies there. The whitest of it are
     * glints; teeth have the colour of more of it.
     */
    private float[] shownTeeth() {
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
        float brighter = Yuv.y(bright[0], bright[1], bright[2]) / Math.max(1, Yuv.y(teeth[0], teeth[1], teeth[2]));
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
