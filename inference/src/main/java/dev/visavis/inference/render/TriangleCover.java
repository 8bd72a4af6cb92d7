package dev.visavis.inference.render;

import dev.visavis.inference.face.HeadMesh;
import dev.visavis.inference.image.Texture;

/** What a triangle of the head's mesh shows of the texture. */
public enum TriangleCover {
    /** Background alone. */
    NONE,
    /** Person and background. */
    SOME,
    /** The person alone. */
    ALL;

    /** Texels around a triangle that its pixels may touch. */
    private static final float RIM = 1.5f;

    /** For every triangle of the mesh, in order. */
    static TriangleCover[] of(HeadMesh mesh, Texture texture) {
        TriangleCover[] covers = new TriangleCover[mesh.triangles.length / 3];
        float[] x = new float[3];
        float[] y = new float[3];
        for (int t = 0; t < covers.length; t++) {
            for (int k = 0; k < 3; k++) {
                int vertex = mesh.triangles[3 * t + k];
                x[k] = texture.texelX(mesh.rest[3 * vertex]) / Texture.SCALE - 0.5f;
                y[k] = texture.texelY(mesh.rest[3 * vertex + 1]) / Texture.SCALE - 0.5f;
            }
            covers[t] = of(texture, x, y);
        }
        return covers;
    }

    private static TriangleCover of(Texture texture, float[] x, float[] y) {
        int x0 = cut(Math.min(x[0], Math.min(x[1], x[2])) - RIM, texture.chromaWidth);
        int x1 = cut(Math.max(x[0], Math.max(x[1], x[2])) + RIM + 1, texture.chromaWidth);
        int y0 = cut(Math.min(y[0], Math.min(y[1], y[2])) - RIM, texture.chromaHeight);
        int y1 = cut(Math.max(y[0], Math.max(y[1], y[2])) + RIM + 1, texture.chromaHeight);
        // Of each side: how far within it, or its rim, the first place of a row lies, and by how much the next less.
        float[] first = new float[3];
        float[] next = new float[3];
        boolean none = true;
        boolean all = true;
        for (int row = y0; row <= y1 && (none || all); row++) {
            sides(x, y, x0, row, first, next);
            for (int column = x0; column <= x1; column++) {
                float right = column - x0;
                if (first[0] >= right * next[0] && first[1] >= right * next[1] && first[2] >= right * next[2]) {
                    int cover = texture.cover[row * texture.chromaWidth + column] & 0xFF;
                    none &= cover == 0;
                    all &= cover == 255;
                }
            }
        }
        return none ? NONE : all ? ALL : SOME;
    }

    private static int cut(float at, int size) {
        return Math.max(0, Math.min(size - 1, (int) Math.floor(at)));
    }

    private static void sides(float[] x, float[] y, float px, float py, float[] first, float[] next) {
        float area = (x[1] - x[0]) * (y[2] - y[0]) - (y[1] - y[0]) * (x[2] - x[0]);
        float sign = area < 0 ? -1 : 1;
        for (int i = 0; i < 3; i++) {
            int j = (i + 1) % 3;
            float dx = x[j] - x[i];
            float dy = y[j] - y[i];
            first[i] = sign * (dx * (py - y[i]) - dy * (px - x[i])) + RIM * (float) Math.sqrt(dx * dx + dy * dy);
            next[i] = sign * dy;
        }
    }
}
