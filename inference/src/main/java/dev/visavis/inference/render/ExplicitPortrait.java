package dev.visavis.inference.render;

import dev.visavis.inference.I420Frame;
import dev.visavis.inference.motion.ExplicitMotion;
import dev.visavis.inference.portrait.Portrait;

/**
 * A photo prepared for the explicit renderer at one frame size: texture, this person's mesh and blendshapes, eyes
 * taken apart, mouth filled. Made by {@link ExplicitPortraitEncoder}; immutable and safe to share between decoders.
 */
public final class ExplicitPortrait implements Portrait {
    private final String name;
    final int width;
    final int height;
    final Texture texture;
    final HeadMesh mesh;
    final PersonShapes shapes;
    final SkinFolds folds;
    final SmileCreases creases;
    final MouthInterior mouth;
    final SourceMouth sourceMouth;
    final EyePlate leftEye;
    final EyePlate rightEye;
    final float pixelsPerCm;
    /** By which the head is turned in the photo, degrees. */
    final float yaw;
    /** By which it is tilted there, degrees. */
    final float roll;
    /** What each of the mesh's triangles shows. */
    final TriangleCover[] covers;
    /** The photo's own background without the person, of the frame's size. */
    final I420Frame background;
    final HeadLight light;
    /** Set once, before the portrait is handed out. */
    AxisGains gains;

    ExplicitPortrait(String name, Texture texture, HeadMesh mesh, PersonShapes shapes, SkinFolds folds,
            SmileCreases creases, MouthInterior mouth, SourceMouth sourceMouth, EyePlate leftEye, EyePlate rightEye,
            float pixelsPerCm,
            float yaw, float roll, I420Frame background) {
        this.name = name;
        this.width = background.width();
        this.height = background.height();
        this.texture = texture;
        this.mesh = mesh;
        this.shapes = shapes;
        this.gains = AxisGains.reaching(shapes.source().weights);
        this.folds = folds;
        this.creases = creases;
        this.mouth = mouth;
        this.sourceMouth = sourceMouth;
        this.leftEye = leftEye;
        this.rightEye = rightEye;
        this.pixelsPerCm = pixelsPerCm;
        this.yaw = yaw;
        this.roll = roll;
        this.covers = TriangleCover.of(mesh, texture);
        this.background = background;
        this.light = new HeadLight(mesh, texture);
    }

    @Override
    public String name() {
        return name;
    }

    /**
     * The expression in the photo, and what of the head's tilt is not drawn at rest; a latent that drives it gives both
     * back.
     *
     * @return a latent in {@link ExplicitMotion}'s layout
     */
    public float[] sourceMotion() {
        float[] latent = new float[ExplicitMotion.SIZE];
        ExplicitMotion.rest(latent);
        latent[ExplicitMotion.ROLL] = -HeadPose.straightening(roll);
        float[] weights = shapes.source().weights;
        for (int i = 0; i < weights.length; i++) {
            latent[ExplicitMotion.POSE_SIZE + i] = Math.min(1, weights[i] / gains.of(i));
        }
        return latent;
    }

    /** Where the face lies in the frame at rest: 468 x 3, z towards the camera. */
    public float[] landmarks() {
        return java.util.Arrays.copyOf(mesh.rest, 3 * FaceModel.VERTICES);
    }

    /** Width of the frames this portrait is drawn at. */
    public int width() {
        return width;
    }

    /** Height of the frames this portrait is drawn at. */
    public int height() {
        return height;
    }
}
