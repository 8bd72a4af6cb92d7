package dev.visavis.inference.render;

/**
 * Continues a photo beyond its edges where a frame is larger: the edge repeated, blurred along itself the more
 * the farther out, so that it reads as background out of focus and not as streaks.
 */
final class PhotoEdges {
    /** Half width of the blur for each texel of distance. */
    private static final float SPREAD = 0.8f;

    private PhotoEdges() {
    }

    /**
     * Fills everything outside of the photo.
     *
     * @param left first column of {@code image} that the photo fills; columns to {@code right} (exclusive) likewise
     * @param top first row that it fills; rows to {@code bottom} (exclusive) likewise
     */
    static void extend(YuvImage image, int left, int top, int right, int bottom) {
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
        }
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
