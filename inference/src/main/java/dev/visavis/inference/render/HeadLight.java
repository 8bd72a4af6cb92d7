package dev.visavis.inference.render;

import dev.visavis.inference.face.FaceModel;
import dev.visavis.inference.face.FaceTopology;
import dev.visavis.inference.face.HeadMesh;
import dev.visavis.inference.face.HeadPose;
import dev.visavis.inference.image.LeastSquares;
import dev.visavis.inference.image.Smooth;
import dev.visavis.inference.image.Texture;
import dev.visavis.inference.image.Yuv;
import java.util.Arrays;

/**
 * The light that falls on a photo's head: first-order spherical harmonics (Basri and Jacobs, 2003: luma = a + b . n, in
 * the photo's own encoding), estimated once from bare skin and the mesh's normals. The light stays where it is when the
 * head turns, so each vertex gets brighter or darker than in the photo by a bounded factor; 1 in the photo's own pose.
 * Immutable.
 */
final class HeadLight {
    /** Part of the estimated change that is drawn: cast shadows and gloss do not follow it. */
    private static final float SHARE = 0.45f;
    private static final float DARKEST = 0.88f;
    private static final float BRIGHTEST = 1.12f;
    /** Length of b over a, at most. */
    private static final float MOST_DIRECTED = 0.6f;
    /** Pull of b towards no direction at all, a share of the number of vertices. */
    private static final double PRIOR = 0.02;
    private static final int ROUNDS = 4;
    /** Rounds of averaging the normals over the mesh. */
    private static final int SMOOTHINGS = 3;
    /** Rings of hair and neck over which the change dies away. */
    private static final int FADE_RINGS = 6;
    /** Brows, from their inner to their outer end. */
    private static final int[] BROWS = {46, 53, 52, 65, 55, 70, 63, 105, 66, 107, 276, 283, 282, 295, 285, 300, 293,
        334, 296, 336};
    private final float[] normals;
    private final float bx;
    private final float by;
    private final float bz;

    /** @param mesh at rest, whose skin the texture shows */
    HeadLight(HeadMesh mesh, Texture texture) {
        normals = normals(mesh);
        double[] abc = estimate(mesh, texture);
        double length = Math.sqrt(abc[1] * abc[1] + abc[2] * abc[2] + abc[3] * abc[3]) / Math.max(1, abc[0]);
        double least = Math.max(1, abc[0]) * Math.max(1, length / MOST_DIRECTED);
        bx = (float) (abc[1] / least);
        by = (float) (abc[2] / least);
        bz = (float) (abc[3] / least);
    }

    /** Writes every vertex's gain in this pose. */
    void gains(HeadPose pose, float[] out) {
        for (int i = 0; i < FaceModel.VERTICES; i++) {
            float x = normals[3 * i];
            float y = normals[3 * i + 1];
            float z = normals[3 * i + 2];
            float before = 1 + bx * x + by * y + bz * z;
            float after = 1 + bx * pose.turnedX(x, y, z) + by * pose.turnedY(x, y, z) + bz * pose.turnedZ(x, y, z);
            out[i] = Smooth.clamp(1 + SHARE * (after - before) / before, DARKEST, BRIGHTEST);
        }
        int n = FaceTopology.OVAL.length;
        for (int i = FaceModel.VERTICES; i < HeadMesh.COUNT; i++) {
            int ring = (i - FaceModel.VERTICES) / n;
            float fade = Math.max(0, 1 - (ring + 1f) / FADE_RINGS);
            out[i] = Smooth.mix(1, out[FaceTopology.OVAL[(i - FaceModel.VERTICES) % n]], fade);
        }
    }

    /** Direction of the light: image right, down, to the camera; its length is its share of the whole, 0..1. */
    float[] direction() {
        return new float[] {bx, by, bz};
    }

    private static float[] normals(HeadMesh mesh) {
        float[] rest = mesh.rest;
        int[] t = mesh.triangles;
        float[] out = new float[3 * FaceModel.VERTICES];
        for (int i = 0; i < t.length; i += 3) {
            if (isFace(t, i)) {
                addNormal(rest, t[i], t[i + 1], t[i + 2], out);
            }
        }
        normalize(out);
        for (int round = 0; round < SMOOTHINGS; round++) {
            float[] sum = out.clone();
            for (int i = 0; i < t.length; i += 3) {
                if (isFace(t, i)) {
                    for (int k = 0; k < 9; k++) {
                        sum[3 * t[i + k / 3] + k % 3] += out[3 * t[i + (k / 3 + 1) % 3] + k % 3];
                    }
                }
            }
            normalize(sum);
            out = sum;
        }
        return out;
    }

    private static boolean isFace(int[] triangles, int i) {
        return Math.max(triangles[i], Math.max(triangles[i + 1], triangles[i + 2])) < FaceModel.VERTICES;
    }

    /** The triangle's area times its normal, to the camera. */
    private static void addNormal(float[] p, int a, int b, int c, float[] out) {
        float ux = p[3 * b] - p[3 * a];
        float uy = p[3 * b + 1] - p[3 * a + 1];
        float uz = p[3 * b + 2] - p[3 * a + 2];
        float vx = p[3 * c] - p[3 * a];
        float vy = p[3 * c + 1] - p[3 * a + 1];
        float vz = p[3 * c + 2] - p[3 * a + 2];
        float nz = ux * vy - uy * vx;
        float sign = Math.signum(nz);
        for (int v : new int[] {a, b, c}) {
            out[3 * v] += sign * (uy * vz - uz * vy);
            out[3 * v + 1] += sign * (uz * vx - ux * vz);
            out[3 * v + 2] += sign * nz;
        }
    }

    private static void normalize(float[] v) {
        for (int i = 0; i < v.length; i += 3) {
            float length = (float) Math.sqrt(v[i] * v[i] + v[i + 1] * v[i + 1] + v[i + 2] * v[i + 2]);
            for (int k = 0; k < 3; k++) {
                v[i + k] /= Math.max(length, 1e-6f);
            }
        }
    }

    /** a and b of luma = a + b . n by least squares, reweighted: shadows, gloss and moles count little. */
    private double[] estimate(HeadMesh mesh, Texture texture) {
        boolean[] skin = skin();
        float[] luma = new float[FaceModel.VERTICES];
        for (int i = 0; i < luma.length; i++) {
            luma[i] = texture.meanLuma(mesh.rest[3 * i], mesh.rest[3 * i + 1], mesh.halfWidth / 20) - Yuv.BLACK;
        }
        double[] abc = {0, 0, 0, 0};
        float spread = Float.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            double[][] rows = new double[4][5];
            for (int i = 0; i < luma.length; i++) {
                if (skin[i]) {
                    double[] n = {1, normals[3 * i], normals[3 * i + 1], normals[3 * i + 2]};
                    float weight = Smooth.bell((luma[i] - dot(abc, n)) / (2 * spread));
                    for (int r = 0; r < 4; r++) {
                        for (int c = 0; c < 4; c++) {
                            rows[r][c] += weight * n[r] * n[c];
                        }
                        rows[r][4] += weight * n[r] * luma[i];
                    }
                }
            }
            for (int r = 1; r < 4; r++) {
                rows[r][r] += PRIOR * rows[0][0];
            }
            abc = LeastSquares.solve(rows);
            spread = spread(luma, skin, abc);
        }
        return abc;
    }

    private static float dot(double[] abc, double[] n) {
        return (float) (abc[0] * n[0] + abc[1] * n[1] + abc[2] * n[2] + abc[3] * n[3]);
    }

    /** Median deviation from the estimate. */
    private float spread(float[] luma, boolean[] skin, double[] abc) {
        float[] off = new float[luma.length];
        int count = 0;
        for (int i = 0; i < luma.length; i++) {
            if (skin[i]) {
                double[] n = {1, normals[3 * i], normals[3 * i + 1], normals[3 * i + 2]};
                off[count++] = Math.abs(luma[i] - dot(abc, n));
            }
        }
        Arrays.sort(off, 0, count);
        return Math.max(1, off[count / 2]);
    }

    private static boolean[] skin() {
        boolean[] skin = new boolean[FaceModel.VERTICES];
        for (int i = 0; i < skin.length; i++) {
            skin[i] = !FaceTopology.inRows(FaceTopology.UPPER_LIP, i) && !FaceTopology.inRows(FaceTopology.LOWER_LIP, i)
                    && FaceTopology.indexIn(BROWS, i) < 0 && FaceTopology.indexIn(FaceTopology.OVAL, i) < 0
                    && !isEye(FaceTopology.LEFT_EYE, i) && !isEye(FaceTopology.RIGHT_EYE, i);
        }
        return skin;
    }

    private static boolean isEye(FaceTopology.Eye eye, int i) {
        return FaceTopology.indexIn(eye.upper(), i) >= 0 || FaceTopology.indexIn(eye.lower(), i) >= 0
                || i == eye.cornerA() || i == eye.cornerB();
    }
}
