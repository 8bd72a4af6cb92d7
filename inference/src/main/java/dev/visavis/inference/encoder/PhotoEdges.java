package dev.visavis.inference.encoder;

import dev.visavis.inference.image.Smooth;
import dev.visavis.inference.image.YuvImage;

/**
 * Continues a photo beyond its edges where a frame is larger: mirrored near the edge, so that no seam is seen, and
 * farther out the edge repeated, blurred along itself the more the farther out, so that it reads as background out of
 * focus and not as streaks.
 */
public final class PhotoEdges {
    /** Half width of the blur for each texel of distance. */
    private static final float SPREAD = 0.8f;

    /** Distance over which the mirror image gives way, as a share of the picture's smaller side. */
    private static final float MIRRORED = 0.15f;

    private PhotoEdges() {
    }

    /**
     * Fills everything outside of the photo.
     *
     * @param left first column of {@code image} that the photo fills; columns to {@code right} (exclusive) likewise
     * @param top first row that it fills; rows to {@code bottom} (exclusive) likewise
     */
    public static void extend(YuvImage image, int left, int top, int right, int bottom) {
        for (float[] plane : image.planes) {
            int w = image.width;
            for (int x = left - 1; x >= 0; x--) {
                line(plane, left + top * w, w, bottom - top, x - left, left - x);
            }
            for (int x = right; x < w; x++) {
                line(plane, right - 1 + top * w, w, bottom - top, x - right + 1, x - right + 1);
            }
            for (int y = top - 1; y >= 0; y--) {
                line(plane, top * w, 1, w, (y - top) * w, top - y);
            }
            for (int y = bottom; y < image.height; y++) {
                line(plane, (bottom - 1) * w, 1, w, (y - bottom + 1) * w, y - bottom + 1);
            }
            mirror(plane, image, left, top, right, bottom);
        }
    }

    private static void mirror(float[] plane, YuvImage image, int left, int top, int right, int bottom) {
        float reach = MIRRORED * Math.min(image.width, image.height);
        for (int y = 0; y < image.height; y++) {
            int insideY = reflected(y, top, bottom);
            for (int x = 0; x < image.width; x++) {
                int outX = Math.max(left - x, x - right + 1);
                int outY = Math.max(top - y, y - bottom + 1);
                if (outX > 0 || outY > 0) {
                    int insideX = reflected(x, left, right);
                    int i = y * image.width + x;
                    float away = Smooth.step(Math.max(outX, outY), 0, reach);
                    plane[i] = Smooth.mix(plane[insideY * image.width + insideX], plane[i], away);
                }
            }
        }
    }

    private static int reflected(int at, int from, int to) {
        int once = at < from ? 2 * from - 1 - at : at < to ? at : 2 * to - 1 - at;
        return Math.max(from, Math.min(to - 1, once));
    }

    /** Writes the edge line of {@code count} texels, box-blurred for its distance, at {@code shift} from itself. */
    private static void line(float[] plane, int start, int stride, int count, int shift, int distance) {
        int reach = Math.min(count - 1, Math.round(SPREAD * distance));
        float sum = 0;
        for (int k = -reach; k <= reach; k++) {
            sum += plane[start + inside(k, count) * stride];
        }
        for (int i = 0; i < count; i++) {
            plane[start + i * stride + shift] = sum / (2 * reach + 1);
            sum += plane[start + inside(i + reach + 1, count) * stride]
                    - plane[start + inside(i - reach, count) * stride];
        }
    }

    private static int inside(int i, int count) {
        return Math.max(0, Math.min(count - 1, i));
    }
}
