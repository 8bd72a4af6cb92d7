package dev.visavis.inference.face;

import dev.visavis.inference.motion.Blendshape;
import java.nio.ByteBuffer;

/**
 * What the explicit renderer knows of faces in general: MediaPipe's canonical mesh, the ARKit blendshapes as
 * displacement fields on it, and the inside of a mouth, the last two from ICT-FaceKit (Li et al. 2020, MIT).
 * Canonical space: cm, x to the image's right (the person's left), y up, z towards the camera. Made by
 * {@code inference/training/explicit/make_face_model.py}. Immutable and thread-safe.
 */
public final class FaceModel {
    public static final int VERTICES = 468;
    static final int TRIANGLES = 898;

    private final float[] vertices;
    private final int[] triangles;
    private final float[][] basis;
    private final Interior interior;
    private final int[] mirrored;

    /**
     * Teeth, gums and tongue. All arrays are live and must not be written.
     *
     * @param vertices n x 3, cm
     * @param normals n x 3, unit length
     * @param part of each vertex, one of the constants below
     * @param triangles m x 3 vertex indices
     * @param fields displacement at a coefficient of 1, by the blendshape's ordinal: n x 3, or null
     */
    public record Interior(float[] vertices, float[] normals, int[] part, int[] triangles, float[][] fields) {
        public static final int UPPER_TEETH = 0;
        public static final int LOWER_TEETH = 1;
        public static final int UPPER_GUM = 2;
        public static final int LOWER_GUM = 3;
        public static final int TONGUE = 4;
        public static final int PARTS = 5;
    }

    private FaceModel(float[] vertices, int[] triangles, float[][] basis, Interior interior) {
        this.vertices = vertices;
        this.triangles = triangles;
        this.basis = basis;
        this.interior = interior;
        this.mirrored = mirrored(vertices);
    }

    private static int[] mirrored(float[] v) {
        int[] mirrored = new int[VERTICES];
        for (int i = 0; i < VERTICES; i++) {
            double nearest = Double.MAX_VALUE;
            for (int j = 0; j < VERTICES; j++) {
                double away = Math.hypot(Math.hypot(v[3 * i] + v[3 * j], v[3 * i + 1] - v[3 * j + 1]),
                        v[3 * i + 2] - v[3 * j + 2]);
                if (away < nearest) {
                    nearest = away;
                    mirrored[i] = j;
                }
            }
        }
        return mirrored;
    }

    /**
     * Reads a model in the safetensors format.
     *
     * @throws IllegalArgumentException if it is not one; the message names the tensor that is wrong
     */
    public static FaceModel read(ByteBuffer safetensors) {
        SafeTensors file = new SafeTensors(safetensors);
        float[] vertices = file.floats("vertices", VERTICES, 3);
        int[] triangles = file.indices("triangles", VERTICES, TRIANGLES, 3);
        float[][] basis = new float[Blendshape.values().length][];
        for (Blendshape shape : Blendshape.values()) {
            if (!isTongue(shape)) {
                basis[shape.ordinal()] = file.floats("basis." + shape.arkitName(), VERTICES, 3);
            }
        }
        return new FaceModel(vertices, triangles, basis, readInterior(file));
    }

    private static Interior readInterior(SafeTensors file) {
        int n = file.rows("interior.vertices");
        int m = file.rows("interior.triangles");
        float[][] fields = new float[Blendshape.values().length][];
        Blendshape[] moving = {Blendshape.JAW_OPEN, Blendshape.JAW_LEFT, Blendshape.JAW_RIGHT, Blendshape.JAW_FORWARD,
            Blendshape.TONGUE_UP, Blendshape.TONGUE_OUT};
        for (Blendshape shape : moving) {
            fields[shape.ordinal()] = file.floats("interior." + shape.arkitName(), n, 3);
        }
        return new Interior(file.floats("interior.vertices", n, 3), file.floats("interior.normals", n, 3),
                file.indices("interior.part", Interior.PARTS, n), file.indices("interior.triangles", n, m, 3), fields);
    }

    private static boolean isTongue(Blendshape shape) {
        return shape == Blendshape.TONGUE_OUT || shape == Blendshape.TONGUE_UP;
    }

    /** 468 x 3, cm. */
    public float[] vertices() {
        return vertices;
    }

    /** Of each vertex, the one at the same place on the face's other side. */
    int[] mirrored() {
        return mirrored;
    }

    /** 898 x 3 vertex indices. */
    int[] triangles() {
        return triangles;
    }

    /** 468 x 3 displacements in cm at a coefficient of 1, or null where the shape does not move the skin. */
    public float[] field(Blendshape shape) {
        return basis[shape.ordinal()];
    }

    public Interior interior() {
        return interior;
    }

    /**
     * The triangle of the canonical face that holds a point seen from the front, the foremost if there are several.
     *
     * @param x in cm, to the person's left
     * @param y in cm, up
     * @param corners three vertices, written from {@code at} on
     * @param shares of the three in the point, likewise
     * @throws IllegalStateException if there is none
     */
    public void locate(float x, float y, int[] corners, float[] shares, int at) {
        float[] v = vertices;
        float best = -Float.MAX_VALUE;
        for (int t = 0; t < triangles.length; t += 3) {
            int a = 3 * triangles[t];
            int b = 3 * triangles[t + 1];
            int c = 3 * triangles[t + 2];
            float area = (v[b] - v[a]) * (v[c + 1] - v[a + 1]) - (v[b + 1] - v[a + 1]) * (v[c] - v[a]);
            float wb = ((x - v[a]) * (v[c + 1] - v[a + 1]) - (y - v[a + 1]) * (v[c] - v[a])) / area;
            float wc = ((v[b] - v[a]) * (y - v[a + 1]) - (v[b + 1] - v[a + 1]) * (x - v[a])) / area;
            float wa = 1 - wb - wc;
            float z = wa * v[a + 2] + wb * v[b + 2] + wc * v[c + 2];
            if (Math.min(wa, Math.min(wb, wc)) > -1e-4f && z > best) {
                best = z;
                System.arraycopy(triangles, t, corners, at, 3);
                shares[at] = wa;
                shares[at + 1] = wb;
                shares[at + 2] = wc;
            }
        }
        if (best == -Float.MAX_VALUE) {
            throw new IllegalStateException("the canonical face has no skin at " + x + ", " + y + " cm");
        }
    }
}
