package dev.visavis.inference.render;

import dev.visavis.inference.face.LipGap;
import dev.visavis.inference.face.MeshDeformer;
import dev.visavis.inference.face.Motion;

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
        motion.read(latent, portrait.gains());
        deformer.deform(motion);
        return LipGap.widest(deformer.vertices) / faceHeight;
    }
}
