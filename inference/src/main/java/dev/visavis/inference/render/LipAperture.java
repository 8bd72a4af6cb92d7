package dev.visavis.inference.render;

/**
 * How far the lips of a portrait are apart in the mesh that {@link ExplicitFaceDecoder} draws: what a picture shows,
 * without the noise of finding it there again. Not thread-safe.
 */
public final class LipAperture {
    private static final int FOREHEAD = 10;
    private static final int CHIN = 152;

    private final ExplicitPortrait portrait;
    private final MeshDeformer deformer;
    private final Motion motion = new Motion();
    private final double faceHeight;

    public LipAperture(ExplicitPortrait portrait) {
        this.portrait = portrait;
        this.deformer = new MeshDeformer(portrait.mesh, portrait.shapes);
        float[] rest = portrait.mesh.rest;
        faceHeight = rest[3 * CHIN + 1] - rest[3 * FOREHEAD + 1];
    }

    /**
     * The widest gap between the inner lips, before the head turns.
     *
     * @param latent as for {@link ExplicitFaceDecoder#decode}
     * @return fraction of the face's height, from forehead to chin at rest; 0 if the lips touch
     */
    public double of(float[] latent) {
        motion.read(latent, portrait.gains);
        deformer.deform(motion);
        return widestGap(deformer.vertices) / faceHeight;
    }

    /**
     * @param vertices 468 x 3 and more, y down
     * @return their widest gap between the inner lips; 0 if the lips touch
     */
    static float widestGap(float[] vertices) {
        float widest = 0;
        for (int j = 0; j < FaceTopology.UPPER_SEAM.length; j++) {
            int upper = 3 * FaceTopology.UPPER_SEAM[j] + 1;
            int lower = 3 * FaceTopology.LOWER_SEAM[j] + 1;
            widest = Math.max(widest, vertices[lower] - vertices[upper]);
        }
        return widest;
    }
}
