package dev.visavis.inference.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.visavis.inference.I420Frame;
import dev.visavis.inference.face.Similarity;
import dev.visavis.inference.motion.Blendshape;
import dev.visavis.inference.motion.ExplicitMotion;
import dev.visavis.inference.photo.FaceTracker;
import dev.visavis.inference.photo.PhotoAnalyzer;
import dev.visavis.inference.portrait.PortraitException;
import dev.visavis.inference.portrait.Presenters;
import dev.visavis.inference.render.ContactSheet;
import dev.visavis.inference.render.ExplicitPortrait;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The table of {@code training/explicit/judge_table.py} in small: an axis is driven alone, the landmark network looks at
 * the frames, and what it sees must follow what was commanded.
 */
class CommandedAgainstMeasuredTest {
    private static final int[] STILL = {33, 133, 362, 263, 168, 6, 197, 195, 5, 4, 127, 356, 234, 454, 10, 151};
    /** Upper and lower, as the judge has them. */
    private static final int[][] LIPS = {{13, 14}, {82, 87}, {312, 317}};
    private static final float FACE_CM = 17.67f;
    private static PhotoAnalyzer photos;

    @BeforeAll
    static void load() {
        photos = PhotoAnalyzer.load();
    }

    @AfterAll
    static void close() {
        photos.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"w2", "m3"})
    void whatIsCommandedIsSeen(String id) throws PortraitException {
        ExplicitPortraitEncoder encoder = Faces.encoder(Faces.SIZE, Faces.SIZE);
        ExplicitPortrait portrait = encoder.encode(Presenters.open(id).orElseThrow());
        try (Sweep sweep = new Sweep(portrait)) {
            encoder.setGains(portrait, sweep::read);
            sweep.rest();
            double[] yaw = sweep.drive(new int[] {ExplicitMotion.YAW}, 12, true, p -> sweep.angles(p)[0]);
            double[] pitch = sweep.drive(new int[] {ExplicitMotion.PITCH}, 8, true, p -> sweep.angles(p)[1] / 1.35);
            double[] roll = sweep.drive(new int[] {ExplicitMotion.ROLL}, 10, true, p -> sweep.angles(p)[2]);
            double[] jaw = sweep.drive(both("JAW_OPEN"), 0.5, false, sweep::gap);
            double[] smile = sweep.drive(both("MOUTH_SMILE"), 1, false, p -> -sweep.height(p, 61) - sweep.height(p, 291)
                    + sweep.height(p, 0) + sweep.height(p, 17));
            bounds("yaw", yaw, 0.85, 1.15);
            bounds("pitch", pitch, 0.8, 1.2);
            bounds("roll", roll, 0.9, 1.1);
            // against what the blendshapes do to the canonical face
            bounds("jaw", scaled(jaw, opens()), 0.75, 1.25);
            bounds("smile", scaled(smile, lifts()), 0.6, 1.3);
        }
    }

    private static void bounds(String axis, double[] slopeAndR, double low, double high) {
        assertThat(slopeAndR[1]).as("r of " + axis).isGreaterThan(0.95);
        assertThat(slopeAndR[0]).as("slope of " + axis).isBetween(low, high);
    }

    private static double[] scaled(double[] slopeAndR, double by) {
        return new double[] {slopeAndR[0] / by, slopeAndR[1]};
    }

    private static double opens() {
        float[] f = Faces.MODEL.field(Blendshape.JAW_OPEN);
        double sum = 0;
        for (int[] pair : LIPS) {
            sum += distance(f, pair[0], pair[1]);
        }
        return sum / LIPS.length;
    }

    private static double distance(float[] p, int a, int b) {
        return Math.hypot(Math.hypot(p[3 * a] - p[3 * b], p[3 * a + 1] - p[3 * b + 1]), p[3 * a + 2] - p[3 * b + 2]);
    }

    private static double lifts() {
        double sum = 0;
        for (Blendshape shape : new Blendshape[] {Blendshape.MOUTH_SMILE_LEFT, Blendshape.MOUTH_SMILE_RIGHT}) {
            float[] f = Faces.MODEL.field(shape);
            sum += f[3 * 61 + 1] + f[3 * 291 + 1] - f[1] - f[3 * 17 + 1];
        }
        return sum;
    }

    private static int[] both(String name) {
        return java.util.stream.Stream.of(Blendshape.values()).filter(s -> s.name().startsWith(name))
                .mapToInt(ExplicitMotion::index).toArray();
    }

    /** Drives one portrait and looks. */
    private static final class Sweep implements AutoCloseable {
        private final FaceTracker tracker;
        private final ExplicitPortrait portrait;
        private float[] rest;
        private double scale;

        Sweep(ExplicitPortrait portrait) {
            this.portrait = portrait;
            tracker = photos.newTracker(portrait.landmarks());
        }

        float[] read(I420Frame frame, float[] near) {
            return tracker.look(ContactSheet.picture(frame), near);
        }

        private float[] see(float[] latent) {
            float[] points = tracker.look(ContactSheet.picture(Faces.draw(portrait, latent)));
            for (int i = 2; i < points.length; i += 3) {
                points[i] = -points[i];
            }
            return points;
        }

        void rest() {
            rest = see(Faces.rest());
            scale = Math.hypot(rest[3 * 152] - rest[3 * 10], rest[3 * 152 + 1] - rest[3 * 10 + 1]) / FACE_CM;
        }

        /** @return slope of what is seen over what is commanded, and their correlation */
        double[] drive(int[] axes, double most, boolean bothWays, ToDoubleFunction<float[]> seen) {
            int steps = 5;
            double[] x = new double[steps];
            double[] y = new double[steps];
            for (int i = 0; i < steps; i++) {
                x[i] = bothWays ? most * (i - 2) / 2 : most * i / (steps - 1);
                float[] latent = Faces.rest();
                for (int axis : axes) {
                    latent[axis] = (float) x[i];
                }
                y[i] = seen.applyAsDouble(see(latent));
            }
            return slopeAndR(x, y);
        }

        /** Yaw, pitch and roll since the resting face, in degrees. */
        double[] angles(float[] points) {
            double[] r = Similarity.fit(rest, points, STILL).rotation;
            return new double[] {Math.toDegrees(Math.atan2(-r[6], r[8])), Math.toDegrees(Math.asin(r[7])),
                Math.toDegrees(Math.atan2(-r[1], r[4]))};
        }

        /** Height of a point below the eyes, in cm, as if the head had not moved. */
        double height(float[] points, int point) {
            float[] out = new float[3];
            Similarity.fit(points, rest, STILL).point(points, 3 * point, out, 0);
            return out[1] / scale;
        }

        /** How far the lips are apart, in cm. */
        double gap(float[] points) {
            double sum = 0;
            for (int[] pair : LIPS) {
                sum += distance(points, pair[0], pair[1]);
            }
            return sum / LIPS.length / scale;
        }

        private static double[] slopeAndR(double[] x, double[] y) {
            double mx = java.util.Arrays.stream(x).average().orElseThrow();
            double my = java.util.Arrays.stream(y).average().orElseThrow();
            double xx = 0;
            double xy = 0;
            double yy = 0;
            for (int i = 0; i < x.length; i++) {
                xx += (x[i] - mx) * (x[i] - mx);
                xy += (x[i] - mx) * (y[i] - my);
                yy += (y[i] - my) * (y[i] - my);
            }
            return new double[] {xy / xx, xy / Math.sqrt(xx * yy)};
        }

        @Override
        public void close() {
            tracker.close();
        }
    }
}
