package dev.visavis.inference.face;

import static dev.visavis.inference.face.FaceTopology.OVAL;

import dev.visavis.inference.image.Smooth;

/**
 * The mesh that a person is drawn with: the 468 face vertices, then rings around the face's outline that carry hair,
 * wholly with the head, and neck and shoulders, less and less. Immutable.
 */
public final class HeadMesh {
    /** Sizes of the rings relative to the outline. */
    private static final float[] RINGS = {1.06f, 1.14f, 1.24f, 1.36f, 1.5f, 1.68f, 1.9f, 2.2f, 2.6f, 3.2f, 4.2f, 6f};
    /** How much of the head's pose shoulders take. */
    private static final float SHOULDERS = 0.05f;
    /** Rings over which an expression at the outline dies away. */
    private static final float EXPRESSION_REACH = 0.5f;
    public static final int COUNT = FaceModel.VERTICES + 12 * OVAL.length;

    /** Rest positions x y z in frame space, as in the photo. */
    public final float[] rest = new float[3 * COUNT];
    /** How much of the head's pose each vertex takes, 0..1. */
    public final float[] rigid = new float[COUNT];
    /** For each ring vertex, the outline vertex whose expression it follows, and how much. */
    final int[] follows = new int[COUNT - FaceModel.VERTICES];
    final float[] followShare = new float[COUNT - FaceModel.VERTICES];
    /** Vertex indices, three a triangle, from the back to the front. */
    public final int[] triangles;
    /** Centre of the head's turning, in frame space. */
    public final float[] pivot;
    /** Half the outline's width in frame pixels. */
    public final float halfWidth;

    public HeadMesh(FaceModel model, float[] face, Relief relief, float[] pivot) {
        this.pivot = pivot;
        System.arraycopy(face, 0, rest, 0, 3 * FaceModel.VERTICES);
        java.util.Arrays.fill(rigid, 0, FaceModel.VERTICES, 1);
        float[] low = {Float.MAX_VALUE, Float.MAX_VALUE};
        float[] high = {-Float.MAX_VALUE, -Float.MAX_VALUE};
        float[] centre = new float[3];
        for (int o : OVAL) {
            for (int k = 0; k < 3; k++) {
                centre[k] += rest[3 * o + k] / OVAL.length;
            }
            for (int k = 0; k < 2; k++) {
                low[k] = Math.min(low[k], rest[3 * o + k]);
                high[k] = Math.max(high[k], rest[3 * o + k]);
            }
        }
        halfWidth = (high[0] - low[0]) / 2;
        float halfHeight = (high[1] - low[1]) / 2;
        for (int r = 0; r < RINGS.length; r++) {
            for (int j = 0; j < OVAL.length; j++) {
                ringVertex(r, j, centre, halfHeight, relief);
            }
        }
        triangles = backToFront(withRings(model.triangles()));
    }

    private void ringVertex(int ring, int j, float[] centre, float halfHeight, Relief relief) {
        int i = FaceModel.VERTICES + ring * OVAL.length + j;
        int o = 3 * OVAL[j];
        float size = RINGS[ring];
        float x = centre[0] + (rest[o] - centre[0]) * size;
        float y = centre[1] + (rest[o + 1] - centre[1]) * size;
        float behind = Math.min(pivot[2] + 0.15f * halfWidth, rest[o + 2]);
        rest[3 * i] = x;
        rest[3 * i + 1] = y;
        rest[3 * i + 2] = relief.beside(x, y, Smooth.mix(rest[o + 2], behind, Smooth.step(size, 1, 1.4f)));
        rigid[i] = rigidity((x - centre[0]) / halfWidth, (y - centre[1]) / halfHeight);
        follows[i - FaceModel.VERTICES] = OVAL[j];
        float share = Math.max(0, 1 - (size - 1) / EXPRESSION_REACH);
        followShare[i - FaceModel.VERTICES] = share * share;
    }

    /** Hair is part of the head, however far out; the neck lets go soon below the chin, the shoulders hardly follow. */
    private static float rigidity(float dx, float dy) {
        float body = 1 - Smooth.step((float) Math.hypot(dx / 0.92f, dy), 1.05f, 1.7f);
        return Smooth.mix(1, Smooth.mix(SHOULDERS, 1, body), Smooth.step(dy, 0.1f, 0.9f));
    }

    /** The face's triangles, then two for each cell of the rings. */
    private static int[] withRings(int[] face) {
        int[] all = java.util.Arrays.copyOf(face, face.length + RINGS.length * OVAL.length * 6);
        int at = face.length;
        for (int r = 0; r < RINGS.length; r++) {
            for (int j = 0; j < OVAL.length; j++) {
                int k = (j + 1) % OVAL.length;
                int a = ring(r - 1, j);
                int b = ring(r - 1, k);
                int c = ring(r, j);
                int d = ring(r, k);
                for (int v : new int[] {a, c, d, a, d, b}) {
                    all[at++] = v;
                }
            }
        }
        return all;
    }

    private static int ring(int r, int j) {
        return r < 0 ? OVAL[j] : FaceModel.VERTICES + r * OVAL.length + j;
    }

    private int[] backToFront(int[] all) {
        Integer[] order = new Integer[all.length / 3];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        java.util.Arrays.sort(order, java.util.Comparator.comparingDouble(t -> rest[3 * all[3 * t] + 2]
                + rest[3 * all[3 * t + 1] + 2] + rest[3 * all[3 * t + 2] + 2]));
        int[] out = new int[all.length];
        for (int i = 0; i < order.length; i++) {
            System.arraycopy(all, 3 * order[i], out, 3 * i, 3);
        }
        return out;
    }
}
