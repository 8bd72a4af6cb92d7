package dev.visavis.inference.render;

import dev.visavis.inference.motion.Blendshape;

/** Rest plus expression: where each vertex of the mesh is before the head turns. One per decoder. */
final class MeshDeformer {
    private static final Blendshape[] SHAPES = Blendshape.values();
    /** Height of an opening over its widest, as this power of a parabola; and how much of it a lip's outer rim follows. */
    private static final float TAPER = 0.72f;
    private static final float RIM_FOLLOWS = 0.4f;
    private final HeadMesh mesh;
    private final PersonShapes shapes;
    /** x y z of every vertex, written by {@link #deform}. */
    final float[] vertices = new float[3 * HeadMesh.COUNT];

    MeshDeformer(HeadMesh mesh, PersonShapes shapes) {
        this.mesh = mesh;
        this.shapes = shapes;
    }

    void deform(Motion motion) {
        int n = 3 * FaceModel.VERTICES;
        float[] seal = shapes.seal();
        float[] own = shapes.sourceResidual();
        float ownShare = shapes.source().share(motion);
        for (int i = 0; i < n; i++) {
            vertices[i] = mesh.rest[i] + seal[i] + ownShare * own[i];
        }
        for (int s = 0; s < SHAPES.length; s++) {
            float weight = motion.weights[s];
            if (weight > 0) {
                float[] field = shapes.field(SHAPES[s]);
                for (int i = 0; i < n; i++) {
                    vertices[i] += weight * field[i];
                }
            }
        }
        part(shapes.source().lipsApart() ? 1 - ownShare : 1);
        separate(FaceTopology.UPPER_SEAM, FaceTopology.LOWER_SEAM, 0.5f);
        separate(FaceTopology.LEFT_EYE.upper(), FaceTopology.LEFT_EYE.lower(), 0.85f);
        separate(FaceTopology.RIGHT_EYE.upper(), FaceTopology.RIGHT_EYE.lower(), 0.85f);
        rings();
    }

    /** @param most of the parting; less where the face wears the photo's own open mouth */
    private void part(float most) {
        float share = most * shapes.partingShare(LipAperture.widestGap(vertices));
        if (share > 0) {
            float[] parting = shapes.parting();
            for (int i = 0; i < parting.length; i++) {
                vertices[i] += share * parting[i];
            }
            taper(share);
        }
    }

    /** An opening runs out towards the corners, where the model's would be as blunt as a slot. */
    private void taper(float share) {
        int right = 3 * FaceTopology.SEAM_RIGHT;
        int left = 3 * FaceTopology.SEAM_LEFT;
        float x = (vertices[left] - vertices[right]) / 2;
        float y = (vertices[left + 1] - vertices[right + 1]) / 2;
        float squared = x * x + y * y + 1e-3f;
        float widest = LipAperture.widestGap(vertices);
        for (int j = 0; j < FaceTopology.UPPER_SEAM.length; j++) {
            int u = 3 * FaceTopology.UPPER_SEAM[j];
            int l = 3 * FaceTopology.LOWER_SEAM[j];
            float acrossX = (vertices[u] + vertices[l]) / 2 - vertices[right] - x;
            float acrossY = (vertices[u + 1] + vertices[l + 1]) / 2 - vertices[right + 1] - y;
            float across = (acrossX * x + acrossY * y) / squared;
            float most = widest * (float) Math.pow(Math.max(0, 1 - across * across), TAPER);
            float over = share * Math.max(0, vertices[l + 1] - vertices[u + 1] - most) / 2;
            for (int row = 0; row < FaceTopology.UPPER_LIP.length; row++) {
                float way = over * (RIM_FOLLOWS + (1 - RIM_FOLLOWS) * row / (FaceTopology.UPPER_LIP.length - 1));
                vertices[3 * FaceTopology.UPPER_LIP[row][j] + 1] += way;
                vertices[3 * FaceTopology.LOWER_LIP[row][j] + 1] -= way;
            }
        }
    }

    /** Lips and lids touch but do not cross. */
    private void separate(int[] upper, int[] lower, float upperShare) {
        for (int j = 0; j < upper.length; j++) {
            int u = 3 * upper[j] + 1;
            int l = 3 * lower[j] + 1;
            float over = vertices[u] - vertices[l];
            if (over > 0) {
                vertices[u] -= upperShare * over;
                vertices[l] += (1 - upperShare) * over;
            }
        }
    }

    private void rings() {
        for (int i = FaceModel.VERTICES; i < HeadMesh.COUNT; i++) {
            int from = 3 * mesh.follows[i - FaceModel.VERTICES];
            float share = mesh.followShare[i - FaceModel.VERTICES];
            for (int k = 0; k < 3; k++) {
                vertices[3 * i + k] = mesh.rest[3 * i + k] + share * (vertices[from + k] - mesh.rest[from + k]);
            }
        }
    }
}
