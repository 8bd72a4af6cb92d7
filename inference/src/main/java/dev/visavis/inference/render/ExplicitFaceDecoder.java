package dev.visavis.inference.render;

import dev.visavis.inference.I420Frame;
import dev.visavis.inference.face.FaceModel;
import dev.visavis.inference.face.FaceTopology;
import dev.visavis.inference.face.HeadMesh;
import dev.visavis.inference.face.HeadPose;
import dev.visavis.inference.face.LipTaper;
import dev.visavis.inference.face.MeshDeformer;
import dev.visavis.inference.face.Motion;
import dev.visavis.inference.face.SkullMap;
import dev.visavis.inference.motion.ExplicitMotion;

/**
 * The explicit pack's face decoder: a mesh with depth, moved by blendshapes and a head pose, drawn with the photo's own
 * pixels; eyes, lids and the inside of the mouth laid over it. Scalar Java on one thread, a few milliseconds a frame
 * of 512 x 512, no allocation. The latent is {@link ExplicitMotion}'s; numbers out of range are cut, NaN is rest.
 */
public final class ExplicitFaceDecoder implements FaceDecoder {
    private final ExplicitPortrait portrait;
    private final I420Frame background;
    private final Motion motion = new Motion();
    private final MeshDeformer deformer;
    private final HeadPose pose;
    private final LipTaper taper = new LipTaper();
    private final CreaseLayer creases;
    private final MeshWarper warper;
    private final float[] moved = new float[3 * HeadMesh.COUNT];
    private final float[] gains = new float[HeadMesh.COUNT];
    private final Layer layer;
    private final FoldCompositor folds;
    private final SkullMap leftMap;
    private final SkullMap rightMap;
    private final EyeCompositor leftEye;
    private final EyeCompositor rightEye;
    private final LidCompositor leftLid;
    private final LidCompositor rightLid;
    private final SeamCompositor seam;
    private final MouthCompositor mouth;

    /** Before the photo's own background. */
    public ExplicitFaceDecoder(ExplicitPortrait portrait) {
        this(portrait, Background.OWN);
    }

    /** Blurring or scaling a background takes some tens of milliseconds, here and not later. */
    public ExplicitFaceDecoder(ExplicitPortrait portrait, Background background) {
        this.portrait = portrait;
        this.background = Backdrop.behind(portrait, background);
        HeadMesh mesh = portrait.mesh;
        layer = new Layer(portrait.width, portrait.height);
        float unit = portrait.pixelsPerCm / 18;
        deformer = new MeshDeformer(mesh, portrait.shapes);
        float[] nose = java.util.Arrays.copyOfRange(mesh.rest, 3 * FaceTopology.NOSE_TIP,
                3 * FaceTopology.NOSE_TIP + 2);
        pose = new HeadPose(mesh.pivot, portrait.pixelsPerCm, 2 * mesh.halfWidth, nose, portrait.height,
                portrait.texture.bottom(), portrait.yaw, portrait.roll);
        creases = new CreaseLayer(portrait.texture, portrait.creases);
        warper = new MeshWarper(portrait.texture, creases.luma, creases.chroma, mesh.triangles, portrait.covers,
                mesh.rest);
        folds = new FoldCompositor(portrait.folds, portrait.shapes.source(), portrait.width, portrait.height);
        leftMap = portrait.leftEye.newMap();
        rightMap = portrait.rightEye.newMap();
        leftEye = new EyeCompositor(portrait.leftEye, portrait.texture, layer, leftMap, portrait.width);
        rightEye = new EyeCompositor(portrait.rightEye, portrait.texture, layer, rightMap, portrait.width);
        leftLid = new LidCompositor(portrait.leftEye, portrait.texture, layer, leftMap, mesh.rest, unit,
                portrait.width);
        rightLid = new LidCompositor(portrait.rightEye, portrait.texture, layer, rightMap, mesh.rest, unit,
                portrait.width);
        seam = new SeamCompositor(mesh.rest, portrait.mouth.seam, layer, portrait.pixelsPerCm, portrait.width);
        mouth = new MouthCompositor(portrait.mouth, portrait.sourceMouth, mesh.rest, portrait.texture, layer,
                portrait.pixelsPerCm, portrait.width, portrait.height);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the latent is too short or the frame is not of the portrait's size
     */
    @Override
    public void decode(float[] latent, I420Frame frame) {
        motion.read(latent, portrait.gains());
        frame.copyFrom(background);
        deformer.deform(motion);
        pose.set(motion);
        pose.project(deformer.vertices, portrait.mesh.rigid, HeadMesh.COUNT, moved);
        taper.apply(moved, deformer.parted());
        portrait.light.gains(pose, gains);
        creases.update(motion);
        warper.draw(moved, gains, frame);
        folds.draw(motion, moved, frame);
        leftMap.update(pose);
        rightMap.update(pose);
        layer.light = gains[portrait.leftEye.eye().lower()[3]];
        leftEye.draw(motion, moved, frame);
        leftLid.draw(pose, moved, frame);
        layer.light = gains[portrait.rightEye.eye().lower()[3]];
        rightEye.draw(motion, moved, frame);
        rightLid.draw(pose, moved, frame);
        layer.light = gains[FaceTopology.LOWER_LIP[0][4]];
        seam.draw(moved, frame);
        mouth.draw(motion, portrait.shapes.source().share(motion), pose, moved, frame);
    }

    /** Where the face of the last frame lies in it: 468 x 3, z towards the camera. */
    public float[] landmarks() {
        return java.util.Arrays.copyOf(moved, 3 * FaceModel.VERTICES);
    }

    @Override
    public void close() {
        // Nothing but memory is held.
    }
}
