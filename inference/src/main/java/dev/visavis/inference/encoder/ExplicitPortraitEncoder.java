package dev.visavis.inference.encoder;

import dev.visavis.inference.face.FaceDepth;
import dev.visavis.inference.face.FaceModel;
import dev.visavis.inference.face.FaceTopology;
import dev.visavis.inference.face.HeadMesh;
import dev.visavis.inference.face.PersonShapes;
import dev.visavis.inference.face.Relief;
import dev.visavis.inference.face.Similarity;
import dev.visavis.inference.image.Texture;
import dev.visavis.inference.image.YuvImage;
import dev.visavis.inference.motion.Blendshape;
import dev.visavis.inference.portrait.PortraitException;
import dev.visavis.inference.portrait.PortraitSource;
import dev.visavis.inference.render.ExplicitPortrait;
import dev.visavis.inference.render.EyePlate;
import dev.visavis.inference.render.MouthInterior;
import dev.visavis.inference.render.SkinFolds;
import dev.visavis.inference.render.SmileCreases;
import dev.visavis.inference.render.SourceMouth;
import java.awt.image.BufferedImage;

/**
 * Stage: a photo with its face landmarks in, an {@link ExplicitPortrait} out. Takes some hundred milliseconds.
 * Immutable and thread-safe.
 */
public final class ExplicitPortraitEncoder {
    /** Faces less wide than this in the photo would only blur. */
    private static final float SMALLEST_FACE = 60;
    /** Landmarks that fit the canonical face worse than this, in cm, are not a face seen from the front. */
    private static final float WORST_FIT_CM = 1.6f;
    /**
     * Where the head turns about: in the neck behind the mouth, canonical space with y down. A head that turned about its
     * spine, farther back, would draw out the neck that the photo shows.
     */
    private static final float[] NECK = {0, 2.5f, -1.5f};

    private final FaceModel model;
    private final MatteMaker mattes;
    private final int width;
    private final int height;
    private final float[] canonical;
    private final int[] still;

    /**
     * @param width of the frames to be drawn, even
     * @param height of the frames to be drawn, even
     */
    public ExplicitPortraitEncoder(FaceModel model, PersonSegmenter segmenter, int width, int height) {
        if (width < 64 || height < 64 || (width & 1) != 0 || (height & 1) != 0) {
            throw new IllegalArgumentException("frame sides must be even and 64 or more, got " + width + "x" + height);
        }
        this.model = model;
        this.mattes = new MatteMaker(segmenter);
        this.width = width;
        this.height = height;
        this.canonical = model.vertices().clone();
        for (int i = 1; i < canonical.length; i += 3) {
            canonical[i] = -canonical[i];
        }
        this.still = expressionless(model);
    }

    /** Vertices that a jaw and a smile hardly move: they carry the head's pose. */
    private static int[] expressionless(FaceModel model) {
        float[] jaw = model.field(Blendshape.JAW_OPEN);
        float[] left = model.field(Blendshape.MOUTH_SMILE_LEFT);
        float[] right = model.field(Blendshape.MOUTH_SMILE_RIGHT);
        return java.util.stream.IntStream.range(0, FaceModel.VERTICES).filter(i -> {
            double opens = 0;
            double smiles = 0;
            for (int k = 3 * i; k < 3 * i + 3; k++) {
                opens += jaw[k] * jaw[k];
                smiles += (left[k] + right[k]) * (left[k] + right[k]);
            }
            return opens < 0.15 * 0.15 && smiles < 0.2 * 0.2;
        }).toArray();
    }

    /**
     * Prepares a photo.
     *
     * @throws PortraitException if it has no landmarks, or they are not those of a face that can be used
     */
    public ExplicitPortrait encode(PortraitSource source) throws PortraitException {
        float[] landmarks = source.landmarks();
        check(source, landmarks);
        BufferedImage photo = source.image();
        FrameCrop crop = FrameCrop.around(landmarks, photo.getWidth(), photo.getHeight(), width, height);
        float[] points = crop.toFrame(landmarks);
        float[] face = java.util.Arrays.copyOf(points, 3 * FaceModel.VERTICES);
        checkFit(source.name(), Similarity.fit(canonical, face, still), face);
        return prepare(source.name(), new PhotoLayers(photo, crop, face, width, height, mattes), points);
    }

    /**
     * Sets how hard each axis must be driven for this person to show what is commanded. Some two dozen looks.
     *
     * @param portrait just made, not yet in use
     */
    public void setGains(ExplicitPortrait portrait, FaceReader reader) {
        portrait.drive(new GainSetter(model, portrait, reader).set());
    }

    private ExplicitPortrait prepare(String name, PhotoLayers layers, float[] points) {
        YuvImage image = layers.image;
        Texture texture = layers.texture;
        float[] face = java.util.Arrays.copyOf(points, 3 * FaceModel.VERTICES);
        moveLids(points, face);
        Similarity pose = Similarity.fitSeen(canonical, face, still);
        float scale = (float) pose.scale;
        boolean teeth = new LipSnap(image, texture, face, scale).snap();
        float[] pivot = new float[3];
        pose.point(NECK, 0, pivot, 0);
        boolean glasses = new Glasses(image, texture, face, scale).worn();
        FaceDepth.give(pose, canonical, face, glasses);
        Relief relief = new Relief(model, face, scale);
        HeadMesh mesh = new HeadMesh(model, face, relief, pivot);
        PersonShapes shapes = new PersonShapes(model, pose, face, relief, glasses);
        EyePlateMaker leftMaker = new EyePlateMaker(image, texture, points, face, scale, FaceTopology.LEFT_EYE);
        EyePlateMaker rightMaker = new EyePlateMaker(image, texture, points, face, scale, FaceTopology.RIGHT_EYE);
        EyePlate left = leftMaker.make(rightMaker);
        EyePlate right = rightMaker.make(leftMaker);
        PhotoColours colours = new PhotoColours(image, texture, face);
        float exposure = colours.exposure((left.white()[0] + right.white()[0]) / 2);
        MouthInterior mouth = new MouthInterior(model, pose, shapes.parted(), exposure, colours.lips(),
                colours.teeth(exposure, teeth));
        SourceMouth sourceMouth = SourceMouth.of(image, texture, face, scale, shapes.source().lipsApart());
        if (!sourceMouth.isEmpty()) {
            texture.lay(sourceMouth.x0(), sourceMouth.y0(), sourceMouth.skinned());
        }
        SkinFolds folds = new SkinFolds(model, image, texture, face, scale);
        SmileCreases creases = new SmileCreases(model, texture, face, scale, shapes.source().weights);
        return new ExplicitPortrait(name, texture, mesh, shapes, folds, creases, mouth, sourceMouth, left, right, scale,
                (float) pose.yaw(), (float) pose.roll(), layers.background.toFrame());
    }

    private static void check(PortraitSource source, float[] landmarks) throws PortraitException {
        if (landmarks == null) {
            throw new PortraitException("no face landmarks came with " + source.name()
                    + "; choose a demo presenter, or have the photo analysed first");
        }
        float low = Float.MAX_VALUE;
        float high = -Float.MAX_VALUE;
        for (int i = 0; i < landmarks.length; i++) {
            if (!Float.isFinite(landmarks[i])) {
                throw new PortraitException("the face landmarks of " + source.name() + " are not numbers");
            }
            if (i % 3 == 0 && i < 3 * FaceModel.VERTICES) {
                low = Math.min(low, landmarks[i]);
                high = Math.max(high, landmarks[i]);
            }
        }
        if (high < 0 || low > source.image().getWidth()) {
            throw new PortraitException("the face of " + source.name() + " lies outside the photo");
        }
        if (high - low < SMALLEST_FACE) {
            throw new PortraitException("the face in " + source.name() + " is only " + Math.round(high - low)
                    + " pixels wide; use a photo in which it is at least " + Math.round(SMALLEST_FACE));
        }
    }

    private void checkFit(String name, Similarity pose, float[] face) throws PortraitException {
        double sum = 0;
        float[] p = new float[3];
        for (int id : still) {
            pose.point(canonical, 3 * id, p, 0);
            sum += Math.pow(p[0] - face[3 * id], 2) + Math.pow(p[1] - face[3 * id + 1], 2);
        }
        double misfit = Math.sqrt(sum / still.length) / pose.scale;
        boolean facing = pose.rotation[8] > 0.5 && pose.rotation[4] > 0.5;
        if (!(pose.scale > 0) || !(misfit < WORST_FIT_CM) || !facing) {
            throw new PortraitException("the landmarks of " + name
                    + " are not those of an upright face seen from the front; use a photo that looks at the camera");
        }
    }

    /** Landmarks run inside the lid margins. */
    private static void moveLids(float[] points, float[] face) {
        for (FaceTopology.Eye eye : new FaceTopology.Eye[] {FaceTopology.LEFT_EYE, FaceTopology.RIGHT_EYE}) {
            float iris = EyePlateMaker.irisRadius(points, eye);
            for (int u : eye.upper()) {
                face[3 * u + 1] -= 0.09f * iris;
            }
            for (int l : eye.lower()) {
                face[3 * l + 1] += 0.02f * iris;
            }
        }
    }
}
