package dev.visavis.inference.render;

import static dev.visavis.inference.face.FaceTopology.LOWER_SEAM;
import static dev.visavis.inference.face.FaceTopology.SEAM_LEFT;
import static dev.visavis.inference.face.FaceTopology.SEAM_RIGHT;
import static dev.visavis.inference.face.FaceTopology.UPPER_SEAM;

import dev.visavis.inference.face.FaceTopology;
import dev.visavis.inference.image.Filters;
import dev.visavis.inference.image.Outline;
import dev.visavis.inference.image.Smooth;
import dev.visavis.inference.image.Texture;
import dev.visavis.inference.image.Yuv;
import dev.visavis.inference.image.YuvImage;

/**
 * The part of a photo's mouth that is drawn only where the face wears the photo's own expression: what shows between open
 * lips, or the dark beside the corners of closed ones. On a grid of texels. Immutable.
 *
 * @param open whether the photo's lips are apart
 * @param x0 texel column of the picture's left
 * @param y0 texel row of the picture's top
 * @param photo the mouth as in the photo
 * @param inside plane 0: what of it lies between the lips or is such shadow, 0..1
 * @param centre x y z in frame space
 */
public record SourceMouth(boolean open, int x0, int y0, YuvImage photo, YuvImage inside, float[] centre) {
    /** What is seen lies so far behind the lips. */
    private static final float BEHIND_LIPS_CM = 0.5f;
    static final float PAD_CM = 0.7f;
    /** Edges of lips are blurred with what lies behind them, so far; at the corners it is shadow, farther. */
    private static final float EDGE_CM = 0.08f;
    private static final float CORNER_CM = 0.45f;
    private static final float SHADOW_CM = 0.24f;
    /** So far from there it is told from skin by how much darker it is, as shares of the skin's luma. */
    private static final float REACH_CM = 0.6f;
    private static final float DARKER = 0.12f;
    private static final float DARK = 0.3f;
    /** So far above and below an opening there may be some of it that landmarks missed; likewise. */
    private static final float REMAINS_CM = 0.35f;
    private static final float REMAINS_DARKER = 0.18f;
    /** Texels of skin beyond it that are averaged. */
    private static final int BEYOND = 6;

    /**
     * @param image the texture's picture
     * @param face 468 x 3 vertices as in the photo, seams on the lips' edges
     * @param open whether the photo's lips are apart
     */
    public static SourceMouth of(YuvImage image, Texture grid, float[] face, float pixelsPerCm, boolean open) {
        int n = UPPER_SEAM.length;
        float[] centre = new float[3];
        float low = Float.MAX_VALUE;
        float high = -Float.MAX_VALUE;
        for (int j = 0; j < n; j++) {
            low = Math.min(low, face[3 * UPPER_SEAM[j] + 1]);
            high = Math.max(high, face[3 * LOWER_SEAM[j] + 1]);
            for (int k = 0; k < 3; k++) {
                centre[k] += (face[3 * UPPER_SEAM[j] + k] + face[3 * LOWER_SEAM[j] + k]) / (2 * n);
            }
        }
        centre[2] -= BEHIND_LIPS_CM * pixelsPerCm;
        float pad = PAD_CM * pixelsPerCm;
        int x0 = (int) grid.texelX(face[3 * SEAM_RIGHT] - pad);
        int y0 = (int) grid.texelY(low - pad);
        int width = (int) grid.texelX(face[3 * SEAM_LEFT] + pad) - x0;
        int height = (int) grid.texelY(high + pad) - y0;
        YuvImage crop = image.crop(x0, y0, width, height);
        YuvImage inside = new YuvImage(width, height);
        float[] area = new float[width * height];
        if (open) {
            int edge = Math.round(EDGE_CM * pixelsPerCm * Texture.SCALE);
            area = area(grid, face, CORNER_CM * pixelsPerCm, x0, y0, width, height);
            area = Filters.dilate(area, width, height, edge);
            remains(area, crop, lips(image, grid, face), Math.round(REMAINS_CM * pixelsPerCm * Texture.SCALE));
        }
        float scale = pixelsPerCm * Texture.SCALE;
        for (int corner : new int[] {SEAM_RIGHT, SEAM_LEFT}) {
            float x = grid.texelX(face[3 * corner]) - x0;
            float y = grid.texelY(face[3 * corner + 1]) - y0;
            float outwards = corner == SEAM_LEFT ? scale : -scale;
            if (open) {
                disc(area, width, x + outwards * CORNER_CM / 3, y, SHADOW_CM * scale);
                shadow(area, crop, x, y, outwards, CORNER_CM / 3, Float.NEGATIVE_INFINITY);
            } else { // lips are as dark, so only what lies beside them
                shadow(area, crop, x, y, outwards, CORNER_CM, 0);
            }
        }
        System.arraycopy(Filters.gaussian(area, width, height, Texture.SCALE), 0, inside.planes[0], 0, area.length);
        return new SourceMouth(open, x0, y0, crop, inside, centre);
    }

    /** Median luma of the lips. */
    private static float lips(YuvImage image, Texture grid, float[] face) {
        float[] luma = new float[2 * UPPER_SEAM.length];
        for (int j = 0; j < UPPER_SEAM.length; j++) {
            int upper = 3 * FaceTopology.UPPER_LIP[1][j];
            int lower = 3 * FaceTopology.LOWER_LIP[1][j];
            luma[2 * j] = image.at(0, grid.texelX(face[upper]), grid.texelY(face[upper + 1]));
            luma[2 * j + 1] = image.at(0, grid.texelX(face[lower]), grid.texelY(face[lower + 1]));
        }
        java.util.Arrays.sort(luma);
        return luma[UPPER_SEAM.length];
    }

    /**
     * What landmarks left outside of an opening, up to {@code reach} texels from it, though it is darker than the lips and
     * the skin beyond.
     */
    private static void remains(float[] area, YuvImage photo, float lips, int reach) {
        float[] opening = area.clone();
        for (int x = 0; x < photo.width; x++) {
            int top = 0;
            int bottom = photo.height - 1;
            while (top < photo.height && opening[top * photo.width + x] < 0.5f) {
                top++;
            }
            while (bottom > top && opening[bottom * photo.width + x] < 0.5f) {
                bottom--;
            }
            if (top < photo.height) {
                remains(area, photo, x, top, -reach, lips);
                remains(area, photo, x, bottom, reach, lips);
            }
        }
    }

    private static void remains(float[] area, YuvImage photo, int x, int edge, int reach, float lips) {
        float beyond = 0;
        for (int k = 0; k < BEYOND; k++) {
            beyond += photo.at(0, x + 0.5f, edge + reach * (1 + 0.1f * k)) / BEYOND;
        }
        float light = Math.max(1, Math.min(lips, beyond) - Yuv.BLACK);
        for (int k = 1; k < Math.abs(reach); k++) {
            int y = edge + (reach > 0 ? k : -k);
            if (y >= 0 && y < photo.height) {
                int i = y * photo.width + x;
                float darker = 1 - (photo.planes[0][i] - Yuv.BLACK) / light;
                area[i] = Math.max(area[i], Smooth.step(darker, REMAINS_DARKER, DARK));
            }
        }
    }

    /**
     * What is darker than the skin around.
     *
     * @param x texel column of the mouth's corner
     * @param y its row
     * @param outwards texels per cm, negative to the left
     * @param centre where the shadow lies, cm outwards
     * @param from cm outwards from which on it counts
     */
    private static void shadow(float[] plane, YuvImage photo, float x, float y, float outwards, float centre,
            float from) {
        float middle = x + outwards * centre;
        float reach = REACH_CM * Math.abs(outwards);
        float skin = 0;
        int n = 0;
        for (int degrees = 0; degrees < 360; degrees += 5) {
            double angle = Math.toRadians(degrees);
            skin += photo.at(0, middle + reach * (float) Math.cos(angle), y + reach * (float) Math.sin(angle));
            n++;
        }
        skin = skin / n - Yuv.BLACK;
        for (int i = 0; i < plane.length; i++) {
            float column = i % photo.width + 0.5f;
            float away = (float) Math.hypot(column - middle, i / photo.width + 0.5f - y);
            if (away < reach && (column - x) / outwards > from) {
                float darker = 1 - (photo.planes[0][i] - Yuv.BLACK) / Math.max(1, skin);
                plane[i] = Math.max(plane[i],
                        Smooth.step(darker, DARKER, DARK) * (1 - Smooth.step(away / reach, 0.75f, 1)));
            }
        }
    }

    private static void disc(float[] plane, int width, float x, float y, float radius) {
        for (int i = 0; i < plane.length; i++) {
            double away = Math.hypot(i % width + 0.5f - x, i / width + 0.5f - y);
            plane[i] = Math.max(plane[i], Smooth.clamp(radius - (float) away, 0, 1));
        }
    }

    /** Whether there is nothing of the kind. */
    public boolean isEmpty() {
        for (float share : inside.planes[0]) {
            if (share > 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * The same place with the lips' skin drawn over it: a mesh that closes a mouth, or opens it from closed, would
     * show slivers of the photo's teeth and of the dark beside them.
     */
    public YuvImage skinned() {
        boolean[] hole = new boolean[inside.planes[0].length];
        boolean[] skin = new boolean[hole.length];
        for (int i = 0; i < hole.length; i++) {
            hole[i] = inside.planes[0][i] > 0.5f;
            skin[i] = !hole[i];
        }
        YuvImage out = photo.crop(0, 0, photo.width, photo.height);
        Filters.fillMembrane(out, hole, skin);
        YuvImage whole = photo.crop(0, 0, photo.width, photo.height);
        whole.blend(out, inside.planes[0]);
        return whole;
    }

    private static float[] area(Texture grid, float[] face, float widen, int x0, int y0, int width, int height) {
        int n = UPPER_SEAM.length;
        Outline outline = new Outline(2 * n + 2, n + 1);
        for (int i = 0; i < 2 * n + 2; i++) {
            int id = 3 * (i == 0
                    ? SEAM_RIGHT
                    : i <= n ? UPPER_SEAM[i - 1] : i == n + 1 ? SEAM_LEFT : LOWER_SEAM[2 * n + 1 - i]);
            float right = i == 0 ? -widen : i == n + 1 ? widen : 0;
            outline.set(i, grid.texelX(face[id] + right) - x0, grid.texelY(face[id + 1]) - y0);
        }
        return outline.coverage(width, height);
    }
}
