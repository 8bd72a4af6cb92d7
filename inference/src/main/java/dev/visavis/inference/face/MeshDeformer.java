package dev.visavis.inference.face;

import dev.visavis.inference.motion.Blendshape;

/** Rest plus expression: where each vertex of the mesh is before the head turns. One per decoder. */
public final class MeshDeformer {
    private static final Blendshape[] SHAPES = Blendshape.values();

    private final HeadMesh mesh;
    private final PersonShapes shapes;
    /** x y z of every vertex, written by {@link #deform}. */
    public final float[] vertices = new float[3 * HeadMesh.COUNT];
    private float parted;

    public MeshDeformer(HeadMesh mesh, PersonShapes shapes) {
        this.mesh = mesh;
        this.shapes = shapes;
    }

    /** How much of what an opening mouth becomes is in the vertices, 0..1. */
    public float parted() {
        return parted;
    }

    public void deform(Motion motion) {
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
        parted = most * shapes.partingShare(LipGap.widest(vertices));
        if (parted > 0) {
            float[] parting = shapes.parting();
            for (int i = 0; i < parting.length; i++) {
                vertices[i] += parted * parting[i];
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
