package dev.visavis.inference.encoder;

import static dev.visavis.inference.motion.Blendshape.*;

import dev.visavis.inference.I420Frame;
import dev.visavis.inference.face.AxisCurve;
import dev.visavis.inference.face.AxisGains;
import dev.visavis.inference.face.FaceModel;
import dev.visavis.inference.face.HeadPose;
import dev.visavis.inference.face.Similarity;
import dev.visavis.inference.image.Smooth;
import dev.visavis.inference.motion.Blendshape;
import dev.visavis.inference.motion.ExplicitMotion;
import dev.visavis.inference.render.ExplicitFaceDecoder;
import dev.visavis.inference.render.ExplicitPortrait;
import java.util.ArrayList;
import java.util.List;

/**
 * Sets one portrait's {@link AxisGains}: drives an axis, lets a landmark network look, and compares what it sees with
 * what the model's blendshape does to the canonical face. Brows stay as they are: lifted farther, they would drag the
 * lids along, and glasses.
 */
final class GainSetter {
    private static final float LEAST = 0.75f;
    /** What parts lips, beyond the middle of its range: there a network sees all of the opening at once. */
    private static final float LEAST_PARTING = 0.5f;
    private static final float MOST = 1.5f;
    /** What draws the mouth's corners: in a photo that smiles they start far from where others' do. */
    private static final float MOST_CORNERS = 1.8f;
    private static final float MOST_STRETCH = 2.1f;
    /** Lips that are pressed into one hide how little a frown draws them down: less was never enough. */
    private static final float LEAST_FROWN = 1.2f;
    /** From corners that rest this far above the lips' middle, a frown that came down as far as others' would smile. */
    private static final float RAISED_CM = 0.4f;
    /** Pose axes are close already; the network errs by some percent itself. */
    private static final float MOST_POSE = 1.18f;
    /** A fit of a face's own points reads so much more pitch than was turned (judge/README.md). */
    private static final float PITCH_READS = 1.35f;
    /** What sweeps of faces in motion are seen to show less, or more, than the looks say. */
    private static final float IN_MOTION = 1.07f;
    static final float JAW_IN_MOTION = 1.02f;
    private static final float SMILE_IN_MOTION = 1.12f;
    private static final float LIPS_IN_MOTION = 0.9f;
    private static final float YAW_DEGREES = 12;
    private static final float PITCH_DEGREES = 8;
    /** Points that move less than this with any of the measured shapes, or with brows, carry the pose, in cm. */
    private static final float STILL_CM = 0.25f;

    /** What is read off a face, in cm. */
    private enum Feature {
        /** Lips apart. */
        GAP,
        /** Corners of the mouth over its middle. */
        CORNERS, WIDTH
    }

    /**
     * One axis.
     *
     * @param span largest weight that it is commanded with
     * @param looks how far it is driven for each look, from the least
     * @param aim what is wanted, over the model's own movement
     * @param least gain that is set
     * @param most likewise
     */
    private record Axis(Feature feature, float span, float[] looks, float aim, float least, float most,
            List<Blendshape> shapes) {
        Axis(Feature feature, float span, float[] looks, float aim, float least, float most, Blendshape... shapes) {
            this(feature, span, looks, aim, least, most, List.of(shapes));
        }
    }

    /**
     * One look at a drawn face.
     *
     * @param drawn where its vertices are, 468 x 3 in the frame, z towards the camera
     * @param seen where the reader sees it, likewise, of at least as many points
     */
    private record Look(float[] drawn, float[] seen) {
    }

    private static final List<Axis> AXES = List.of(
            new Axis(Feature.GAP, 0.5f, new float[] {0.15f, 0.25f, 0.35f, 0.45f, 0.55f, 0.65f}, JAW_IN_MOTION,
                    LEAST_PARTING, MOST, JAW_OPEN),
            new Axis(Feature.GAP, 1, new float[] {0.5f, 0.8f, 1.1f}, LIPS_IN_MOTION, LEAST_PARTING, MOST,
                    MOUTH_UPPER_UP_LEFT, MOUTH_UPPER_UP_RIGHT),
            new Axis(Feature.GAP, 1, new float[] {0.5f, 0.8f, 1.1f}, LIPS_IN_MOTION, LEAST_PARTING, MOST,
                    MOUTH_LOWER_DOWN_LEFT, MOUTH_LOWER_DOWN_RIGHT),
            new Axis(Feature.CORNERS, 1, new float[] {0.6f, 1.2f}, SMILE_IN_MOTION, LEAST, MOST_CORNERS,
                    MOUTH_SMILE_LEFT, MOUTH_SMILE_RIGHT),
            new Axis(Feature.CORNERS, 1, new float[] {0.6f, 1.2f}, IN_MOTION, LEAST_FROWN, MOST_CORNERS,
                    MOUTH_FROWN_LEFT, MOUTH_FROWN_RIGHT),
            new Axis(Feature.WIDTH, 1, new float[] {0.5f, 0.9f, 1.4f}, IN_MOTION, LEAST, MOST_CORNERS, MOUTH_PUCKER),
            new Axis(Feature.WIDTH, 1, new float[] {0.7f, 1.4f}, IN_MOTION, LEAST, MOST_STRETCH, MOUTH_STRETCH_LEFT,
                    MOUTH_STRETCH_RIGHT));

    private static final List<Blendshape> BROWS = List.of(BROW_INNER_UP, BROW_OUTER_UP_LEFT, BROW_OUTER_UP_RIGHT,
            BROW_DOWN_LEFT, BROW_DOWN_RIGHT);

    private final FaceModel model;
    private final FaceReader reader;
    private final ExplicitFaceDecoder decoder;
    private final I420Frame frame;
    private final int[] still;
    private final float ownYaw;
    private final float[] worn;
    /** The face in the photo. */
    private final float[] photo;
    /** Canonical, y down. */
    private final float[] canonical;
    /** The resting face, in the frame and on the canonical head. */
    private Look atRest;
    private float[] restOnHead;

    /** @param portrait with no gains set; it is given the widest */
    GainSetter(FaceModel model, ExplicitPortrait portrait, FaceReader reader) {
        this.model = model;
        this.reader = reader;
        portrait.drive(widest());
        this.decoder = new ExplicitFaceDecoder(portrait);
        this.frame = new I420Frame(portrait.width, portrait.height);
        this.still = still(model);
        this.ownYaw = portrait.yaw;
        this.photo = portrait.landmarks();
        this.worn = portrait.shapes.source().weights;
        this.canonical = model.vertices().clone();
        for (int i = 1; i < canonical.length; i += 3) {
            canonical[i] = -canonical[i];
        }
    }

    private static AxisGains widest() {
        AxisCurve[] shapes = AxisGains.straight(1);
        for (Axis axis : AXES) {
            for (Blendshape shape : axis.shapes) {
                shapes[shape.ordinal()] = AxisCurve.straight(axis.most);
            }
        }
        return new AxisGains(1, 1, shapes);
    }

    private static int[] still(FaceModel model) {
        List<Blendshape> shapes = new ArrayList<>(BROWS);
        AXES.forEach(axis -> shapes.addAll(axis.shapes));
        return java.util.stream.IntStream.range(0, FaceModel.VERTICES).filter(i -> {
            double most = 0;
            for (Blendshape shape : shapes) {
                float[] f = model.field(shape);
                most = Math.max(most, Math.hypot(Math.hypot(f[3 * i], f[3 * i + 1]), f[3 * i + 2]));
            }
            return most < STILL_CM;
        }).toArray();
    }

    AxisGains set() {
        float[] resting = new float[ExplicitMotion.SIZE];
        ExplicitMotion.rest(resting);
        // Where the reader looks follows what it saw last, and by that its answer wanders by millimetres.
        atRest = see(resting, see(resting, new Look(photo, photo)));
        restOnHead = onto(canonical, atRest.seen);
        AxisCurve[] shapes = AxisGains.straight(1);
        for (Axis axis : AXES) {
            AxisCurve curve = curve(axis);
            for (Blendshape shape : axis.shapes) {
                shapes[shape.ordinal()] = curve.reaching(worn[shape.ordinal()]);
            }
        }
        // mouthClose closes what jawOpen opens.
        shapes[MOUTH_CLOSE.ordinal()] = shapes[JAW_OPEN.ordinal()];
        return new AxisGains(yaw(), pitch(), shapes);
    }

    private AxisCurve curve(Axis axis) {
        float[] driven = canonical.clone();
        for (Blendshape shape : axis.shapes) {
            float[] field = model.field(shape);
            for (int i = 0; i < driven.length; i++) {
                driven[i] += i % 3 == 1 ? -field[i] : field[i];
            }
        }
        float wanted = read(axis.feature, driven) - read(axis.feature, canonical);
        if (axis.feature == Feature.CORNERS && wanted < 0) {
            wanted -= Math.max(0, read(Feature.CORNERS, restOnHead) - RAISED_CM);
        }
        float[] seen = new float[axis.looks.length];
        Look look = atRest;
        for (int i = 0; i < seen.length; i++) {
            look = see(driven(axis, axis.looks[i]), look);
            float cm = read(axis.feature, onto(restOnHead, look.seen)) - read(axis.feature, restOnHead);
            seen[i] = cm / (axis.aim * wanted);
        }
        return new CurveFit(axis.span, axis.looks, seen).between(axis.least, axis.most);
    }

    private static float[] driven(Axis axis, float by) {
        float[] latent = new float[ExplicitMotion.SIZE];
        ExplicitMotion.rest(latent);
        for (Blendshape shape : axis.shapes) {
            latent[ExplicitMotion.index(shape)] = by / axis.most;
        }
        return latent;
    }

    /** By turning back from where the photo is turned: turned on it shows less ({@link HeadPose}). */
    private float yaw() {
        float back = ownYaw > 0 ? -YAW_DEGREES : YAW_DEGREES;
        double seen = Similarity.fit(atRest.seen, see(pose(ExplicitMotion.YAW, back), atRest).seen, still).yaw();
        return poseGain(Math.abs(HeadPose.easedYaw(back, ownYaw)), Math.signum(back) * seen);
    }

    private float pitch() {
        double[] u = Similarity.fit(atRest.seen, see(pose(ExplicitMotion.PITCH, PITCH_DEGREES), atRest).seen,
                still).rotation;
        double[] d = Similarity.fit(atRest.seen, see(pose(ExplicitMotion.PITCH, -PITCH_DEGREES), atRest).seen,
                still).rotation;
        return poseGain(PITCH_DEGREES, Math.toDegrees(Math.asin(u[7]) - Math.asin(d[7])) / 2 / PITCH_READS);
    }

    private static float poseGain(float wanted, double seen) {
        return Smooth.clamp(wanted / (float) Math.max(1, seen), 1 / MOST_POSE, MOST_POSE);
    }

    private static float[] pose(int axis, float degrees) {
        float[] latent = new float[ExplicitMotion.SIZE];
        ExplicitMotion.rest(latent);
        latent[axis] = degrees;
        return latent;
    }

    /** One look at a face that was seen before, at where it has moved since. */
    private Look see(float[] latent, Look before) {
        decoder.decode(latent, frame);
        float[] drawn = decoder.landmarks();
        float[] near = before.seen.clone();
        for (int i = 0; i < drawn.length; i++) {
            near[i] += drawn[i] - before.drawn[i];
        }
        float[] points = reader.read(frame, near);
        for (int i = 2; i < points.length; i += 3) {
            points[i] = -points[i];
        }
        return new Look(drawn, points);
    }

    /** The points where they are if the head lies over another. */
    private float[] onto(float[] head, float[] points) {
        Similarity back = Similarity.fit(points, head, still);
        float[] out = new float[points.length];
        for (int i = 0; i < points.length; i += 3) {
            back.point(points, i, out, i);
        }
        return out;
    }

    private static float read(Feature feature, float[] p) {
        return switch (feature) {
            case GAP -> (distance(p, 13, 14) + distance(p, 82, 87) + distance(p, 312, 317)) / 3;
            case CORNERS -> (p[3 * 17 + 1] + p[3 * 0 + 1] - p[3 * 61 + 1] - p[3 * 291 + 1]) / 2;
            case WIDTH -> distance(p, 61, 291);
        };
    }

    private static float distance(float[] p, int a, int b) {
        float x = p[3 * a] - p[3 * b];
        float y = p[3 * a + 1] - p[3 * b + 1];
        float z = p[3 * a + 2] - p[3 * b + 2];
        return (float) Math.sqrt(x * x + y * y + z * z);
    }
}
