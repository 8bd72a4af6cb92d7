package dev.visavis.inference.image;

/**
 * Fills the unknown parts of a picture smoothly from what is around them: a pyramid of weighted means, taken down and
 * up again ("push-pull", Gortler et al., The Lumigraph, 1996).
 */
public final class Inpainting {
    private Inpainting() {
    }

    /** @param known 1 where the picture is to be kept, 0 where it is to be filled; between, mixed */
    public static void fill(YuvImage image, float[] known) {
        fill(image.planes, known, image.width, image.height);
    }

    private static void fill(float[][] planes, float[] known, int width, int height) {
        if (width <= 2 || height <= 2) {
            fillFlat(planes, known);
            return;
        }
        int w = (width + 1) / 2;
        int h = (height + 1) / 2;
        float[][] coarse = new float[planes.length][w * h];
        float[] weight = new float[w * h];
        shrink(planes, known, width, height, coarse, weight, w);
        fill(coarse, weight, w, h);
        for (int c = 0; c < planes.length; c++) {
            float[] grown = grow(coarse[c], w, h, width, height);
            for (int i = 0; i < known.length; i++) {
                planes[c][i] = Smooth.mix(grown[i], planes[c][i], known[i]);
            }
        }
    }

    private static void fillFlat(float[][] planes, float[] known) {
        for (float[] plane : planes) {
            float sum = 0;
            float weight = 1e-6f;
            for (int i = 0; i < known.length; i++) {
                sum += known[i] * plane[i];
                weight += known[i];
            }
            for (int i = 0; i < known.length; i++) {
                plane[i] = Smooth.mix(sum / weight, plane[i], known[i]);
            }
        }
    }

    /** 4 x 4 binomial means; a cell is wholly known when a quarter of what it sees is. */
    private static void shrink(float[][] planes, float[] known, int width, int height, float[][] coarse,
            float[] weight, int w) {
        float[] taps = {1, 3, 3, 1};
        float[] sums = new float[planes.length];
        for (int i = 0; i < weight.length; i++) {
            java.util.Arrays.fill(sums, 0);
            float total = 1e-6f;
            for (int k = 0; k < 16; k++) {
                int x = 2 * (i % w) - 1 + k % 4;
                int y = 2 * (i / w) - 1 + k / 4;
                if (x < 0 || y < 0 || x >= width || y >= height) {
                    continue;
                }
                float share = taps[k % 4] * taps[k / 4] / 64 * known[y * width + x];
                total += share;
                for (int c = 0; c < sums.length; c++) {
                    sums[c] += share * planes[c][y * width + x];
                }
            }
            for (int c = 0; c < sums.length; c++) {
                coarse[c][i] = sums[c] / total;
            }
            weight[i] = Math.min(1, 4 * total);
        }
    }

    private static float[] grow(float[] coarse, int w, int h, int width, int height) {
        float[] out = new float[width * height];
        for (int y = 0; y < height; y++) {
            int near = y / 2;
            int far = Math.max(0, Math.min(h - 1, (y & 1) == 0 ? near - 1 : near + 1));
            for (int x = 0; x < width; x++) {
                int a = x / 2;
                int b = Math.max(0, Math.min(w - 1, (x & 1) == 0 ? a - 1 : a + 1));
                out[y * width + x] = 0.75f * (0.75f * coarse[near * w + a] + 0.25f * coarse[near * w + b])
                        + 0.25f * (0.75f * coarse[far * w + a] + 0.25f * coarse[far * w + b]);
            }
        }
        return out;
    }
}
