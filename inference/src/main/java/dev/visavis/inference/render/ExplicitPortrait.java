package dev.visavis.inference.render;

import dev.visavis.inference.I420Frame;
import dev.visavis.inference.face.AxisGains;
import dev.visavis.inference.face.FaceModel;
import dev.visavis.inference.face.HeadMesh;
import dev.visavis.inference.face.HeadPose;
import dev.visavis.inference.face.PersonShapes;
import dev.visavis.inference.image.Texture;
import dev.visavis.inference.motion.ExplicitMotion;
import dev.visavis.inference.portrait.Portrait;

/**
 * A photo prepared for the explicit renderer at one frame size: texture, this person's mesh and blendshapes, eyes
 * taken apart, mouth filled. Made by {@code ExplicitPortraitEncoder}; immutable and safe to share between decoders.
 */
public final class ExplicitPortrait implements Portrait {
    private final String name;
    public final int width;
    public final int height;
    public final Texture texture;
    public final HeadMesh mesh;
    public final PersonShapes shapes;
    final SkinFolds folds;
    final SmileCreases creases;
    final MouthInterior mouth;
    final SourceMouth sourceMouth;
    public final EyePlate leftEye;
    public final EyePlate rightEye;
    public final float pixelsPerCm;
    /** By which the head is turned in the photo, degrees. */
    public final float yaw;
    /** By which it is tilted there, degrees. */
    public final float roll;
    /** What each of the mesh's triangles shows. */
    final TriangleCover[] covers;
    /** The photo's own background without the person, of the frame's size. */
    public final I420Frame background;
    final HeadLight light;
    private AxisGains gains;

    public ExplicitPortrait(String name, Texture texture, HeadMesh mesh, PersonShapes shapes, SkinFolds folds,
            SmileCreases creases, MouthInterior mouth, SourceMouth sourceMouth, EyePlate leftEye, EyePlate rightEye,
            float pixelsPerCm, float yaw, float roll, I420Frame background) {
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

    /** How hard its axes are driven. */
    public AxisGains gains() {
        return gains;
    }

    /** Sets how hard its axes are driven. Only before the portrait is handed out. */
    public void drive(AxisGains gains) {
        this.gains = gains;
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
            latent[ExplicitMotion.POSE_SIZE + i] = Math.min(1, gains.of(i).commanded(weights[i]));
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
