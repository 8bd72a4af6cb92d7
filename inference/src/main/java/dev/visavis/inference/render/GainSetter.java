package dev.visavis.inference.render;

import static dev.visavis.inference.motion.Blendshape.*;

import dev.visavis.inference.I420Frame;
import dev.visavis.inference.motion.Blendshape;
import dev.visavis.inference.motion.ExplicitMotion;
import java.util.List;

/**
 * Sets one portrait's {@link AxisGains}: drives an axis, lets a landmark network look, and compares what it sees with
 * what the model's blendshape does to the canonical face. One look an axis.
 */
final class GainSetter {
    private static final float LEAST = 0.75f;
    private static final float MOST = 1.5f;
    /** What draws the mouth's corners in, out and down: in a photo that smiles they start far from there. */
    private static final float MOST_CORNERS = 1.8f;
    /** From corners that rest this far above the lips' middle, a frown that came down as far as others' would smile. */
    private static final float RAISED_CM = 0.4f;
    /** Brows lifted farther drag the lids along, and glasses. */
    private static final float MOST_BROWS = 1;
    /** Pose axes are close already; the network errs by some percent itself. */
    private static final float MOST_POSE = 1.18f;
    /** A fit of a face's own points reads so much more pitch than was turned (judge/README.md). */
    private static final float PITCH_READS = 1.35f;
    private static final float YAW_DEGREES = 12;
    private static final float PITCH_DEGREES = 8;
    /** Points that move less than this with any of the measured shapes carry the pose, in cm. */
    private static final float STILL_CM = 0.25f;

    /** What is read off a face, in cm. */
    private enum Feature {
        /** Lips apart. */
        GAP,
        /** Corners of the mouth over its middle. */
        CORNERS, WIDTH, INNER_BROWS, BROWS
    }

    /** @param most gain that is set */
    private record Axis(Feature feature, float weight, float most, List<Blendshape> shapes) {
        Axis(Feature feature, float weight, float most, Blendshape... shapes) {
            this(feature, weight, most, List.of(shapes));
        }
    }

    private static final List<Axis> AXES = List.of(new Axis(Feature.GAP, 0.4f, MOST, JAW_OPEN),
            new Axis(Feature.GAP, 0.7f, MOST, MOUTH_UPPER_UP_LEFT, MOUTH_UPPER_UP_RIGHT),
            new Axis(Feature.GAP, 0.7f, MOST, MOUTH_LOWER_DOWN_LEFT, MOUTH_LOWER_DOWN_RIGHT),
            new Axis(Feature.CORNERS, 0.8f, MOST, MOUTH_SMILE_LEFT, MOUTH_SMILE_RIGHT),
            new Axis(Feature.CORNERS, 0.8f, MOST_CORNERS, MOUTH_FROWN_LEFT, MOUTH_FROWN_RIGHT),
            new Axis(Feature.WIDTH, 0.8f, MOST_CORNERS, MOUTH_PUCKER),
            new Axis(Feature.WIDTH, 0.8f, MOST_CORNERS, MOUTH_STRETCH_LEFT, MOUTH_STRETCH_RIGHT),
            new Axis(Feature.INNER_BROWS, 0.8f, MOST_BROWS, BROW_INNER_UP),
            new Axis(Feature.BROWS, 0.8f, MOST_BROWS, BROW_OUTER_UP_LEFT, BROW_OUTER_UP_RIGHT),
            new Axis(Feature.BROWS, 0.8f, MOST_BROWS, BROW_DOWN_LEFT, BROW_DOWN_RIGHT));

    private final FaceModel model;
    private final FaceReader reader;
    private final ExplicitFaceDecoder decoder;
    private final I420Frame frame;
    private final int[] still;
    private float[] rest;
    private float pixelsPerCm;

    /** @param portrait with no gains set */
    GainSetter(FaceModel model, ExplicitPortrait portrait, FaceReader reader) {
        this.model = model;
        this.reader = reader;
        this.decoder = new ExplicitFaceDecoder(portrait);
        this.frame = new I420Frame(portrait.width, portrait.height);
        this.still = still(model);
    }

    private static int[] still(FaceModel model) {
        return java.util.stream.IntStream.range(0, FaceModel.VERTICES).filter(i -> {
            double most = 0;
            for (Axis axis : AXES) {
                for (Blendshape shape : axis.shapes) {
                    float[] f = model.field(shape);
                    most = Math.max(most, Math.hypot(Math.hypot(f[3 * i], f[3 * i + 1]), f[3 * i + 2]));
                }
            }
            return most < STILL_CM;
        }).toArray();
    }

    AxisGains set() {
        rest = see(new float[0]);
        rest = see(new float[0]); // the first look only settles the reader on the face
        float[] canonical = model.vertices().clone();
        for (int i = 1; i < canonical.length; i += 3) {
            canonical[i] = -canonical[i];
        }
        pixelsPerCm = (float) Similarity.fit(canonical, rest, still).scale;
        float[] shapes = AxisGains.ones();
        for (Axis axis : AXES) {
            float gain = gain(axis, canonical);
            for (Blendshape shape : axis.shapes) {
                shapes[shape.ordinal()] = gain;
            }
        }
        // mouthClose closes what jawOpen opens.
        shapes[MOUTH_CLOSE.ordinal()] = shapes[JAW_OPEN.ordinal()];
        return new AxisGains(yaw(), pitch(), shapes);
    }

    private float gain(Axis axis, float[] canonical) {
        float[] driven = canonical.clone();
        float[] latent = new float[ExplicitMotion.SIZE];
        ExplicitMotion.rest(latent);
        for (Blendshape shape : axis.shapes) {
            latent[ExplicitMotion.index(shape)] = axis.weight;
            float[] field = model.field(shape);
            for (int i = 0; i < driven.length; i++) {
                driven[i] += axis.weight * (i % 3 == 1 ? -field[i] : field[i]);
            }
        }
        float wanted = read(axis.feature, driven) - read(axis.feature, canonical);
        float seen = (read(axis.feature, facing(see(latent))) - read(axis.feature, rest)) / pixelsPerCm;
        if (axis.feature == Feature.CORNERS && wanted < 0) {
            wanted -= Math.max(0, read(Feature.CORNERS, rest) / pixelsPerCm - RAISED_CM);
        }
        float sign = Math.signum(wanted);
        return Smooth.clamp(sign * wanted / Math.max(0.1f, sign * seen), LEAST, axis.most);
    }

    /** By the way that is open: a photo that is turned itself turns on by less on purpose ({@link HeadPose}). */
    private float yaw() {
        double plus = Similarity.fit(rest, see(pose(ExplicitMotion.YAW, YAW_DEGREES)), still).yaw();
        double minus = -Similarity.fit(rest, see(pose(ExplicitMotion.YAW, -YAW_DEGREES)), still).yaw();
        return poseGain(YAW_DEGREES, Math.max(plus, minus));
    }

    private float pitch() {
        double[] u = Similarity.fit(rest, see(pose(ExplicitMotion.PITCH, PITCH_DEGREES)), still).rotation;
        double[] d = Similarity.fit(rest, see(pose(ExplicitMotion.PITCH, -PITCH_DEGREES)), still).rotation;
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

    /** @param latent empty for the resting face */
    private float[] see(float[] latent) {
        float[] drive = latent;
        if (drive.length == 0) {
            drive = new float[ExplicitMotion.SIZE];
            ExplicitMotion.rest(drive);
        }
        decoder.decode(drive, frame);
        float[] points = reader.read(frame);
        for (int i = 2; i < points.length; i += 3) {
            points[i] = -points[i];
        }
        return points;
    }

    /** The points as if the head had not moved from where it rests. */
    private float[] facing(float[] points) {
        Similarity back = Similarity.fit(points, rest, still);
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
            case INNER_BROWS -> -(p[3 * 55 + 1] + p[3 * 285 + 1]) / 2;
            case BROWS -> -(p[3 * 105 + 1] + p[3 * 66 + 1] + p[3 * 63 + 1] + p[3 * 334 + 1] + p[3 * 296 + 1]
                    + p[3 * 293 + 1]) / 6;
        };
    }

    private static float distance(float[] p, int a, int b) {
        float x = p[3 * a] - p[3 * b];
        float y = p[3 * a + 1] - p[3 * b + 1];
        float z = p[3 * a + 2] - p[3 * b + 2];
        return (float) Math.sqrt(x * x + y * y + z * z);
    }
}
