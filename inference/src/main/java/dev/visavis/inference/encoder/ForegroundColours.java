package dev.visavis.inference.encoder;

import dev.visavis.inference.image.Inpainting;
import dev.visavis.inference.image.Smooth;
import dev.visavis.inference.image.YuvImage;

/**
 * The colours of a person where the photo shows a mixture of person and background, as at hair: from picture = alpha *
 * foreground + (1 - alpha) * background, with a smoothness that counts most where alpha changes (after Germer et al.,
 * "Fast Multi-Level Foreground Estimation", ICPR 2020). Without it a rim of the old background moves along with the
 * head.
 */
final class ForegroundColours {
    private static final float SMOOTH = 2e-3f;
    private static final float EDGE = 0.5f;
    private static final int ROUNDS = 8;
    /** Farthest, in levels, from the nearest colour that is the person's beyond doubt: coverage is never exact. */
    private static final float STRAYS = 30;
    /** Coverage from which the photo's colour is the person's own. */
    private static final float OPAQUE = 0.97f;

    private ForegroundColours() {
    }

    /**
     * @param background the clean background under the same pixels
     * @return the person's colours at every pixel; away from the person they are those nearest
     */
    static YuvImage solve(YuvImage image, YuvImage background, float[] alpha) {
        YuvImage out = image.crop(0, 0, image.width, image.height);
        float[] known = new float[alpha.length];
        for (int i = 0; i < known.length; i++) {
            known[i] = Smooth.step(alpha[i], 0.9f, OPAQUE);
        }
        Inpainting.fill(out, known);
        for (int c = 0; c < 3; c++) {
            float[] nearest = out.planes[c].clone();
            for (int round = 0; round < ROUNDS; round++) {
                relax(out.planes[c], image.planes[c], background.planes[c], alpha, image.width, image.height);
            }
            for (int i = 0; i < nearest.length; i++) {
                out.planes[c][i] = Smooth.clamp(out.planes[c][i], nearest[i] - STRAYS, nearest[i] + STRAYS);
            }
        }
        return out;
    }

    /** One round of Gauss-Seidel over the pixels that are neither the person's alone nor the background's. */
    private static void relax(float[] f, float[] image, float[] background, float[] alpha, int width, int height) {
        for (int y = 1; y < height - 1; y++) {
            for (int i = y * width + 1; i < (y + 1) * width - 1; i++) {
                float a = alpha[i];
                if (a <= 0 || a >= OPAQUE) {
                    continue;
                }
                float left = SMOOTH + EDGE * Math.abs(a - alpha[i - 1]);
                float right = SMOOTH + EDGE * Math.abs(a - alpha[i + 1]);
                float up = SMOOTH + EDGE * Math.abs(a - alpha[i - width]);
                float down = SMOOTH + EDGE * Math.abs(a - alpha[i + width]);
                float sum = a * (image[i] - (1 - a) * background[i]) + left * f[i - 1] + right * f[i + 1]
                        + up * f[i - width] + down * f[i + width];
                f[i] = Smooth.clamp(sum / (a * a + left + right + up + down), 0, 255);
            }
        }
    }
}
