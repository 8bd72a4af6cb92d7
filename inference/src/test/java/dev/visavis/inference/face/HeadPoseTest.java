package dev.visavis.inference.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.visavis.inference.encoder.Faces;
import dev.visavis.inference.motion.ExplicitMotion;
import dev.visavis.inference.render.ExplicitPortrait;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadPoseTest {
    private static final int FOREHEAD = 10;
    private static final int CHIN = 152;
    private static final int OUTER_RIGHT = 33;
    private static final int OUTER_LEFT = 263;
    private final ExplicitPortrait portrait = Faces.portrait("m3");
    private final float[] rest = Faces.vertices(portrait, Faces.rest());

    private float[] posed(int index, float value) {
        return Faces.vertices(portrait, Faces.posed(index, value));
    }

    /** Nose tip against the middle of the eyes' outer corners: what a turn moves, whatever the neck does. */
    private static float noseX(float[] v) {
        return v[3 * FaceTopology.NOSE_TIP] - (v[3 * OUTER_RIGHT] + v[3 * OUTER_LEFT]) / 2;
    }

    private static float noseY(float[] v) {
        return v[3 * FaceTopology.NOSE_TIP + 1] - (v[3 * OUTER_RIGHT + 1] + v[3 * OUTER_LEFT + 1]) / 2;
    }

    @Test
    void yawTurnsTheNoseToImageRight() {
        assertThat(noseX(posed(ExplicitMotion.YAW, 10))).isGreaterThan(noseX(rest) + 5);
        assertThat(noseX(posed(ExplicitMotion.YAW, -10))).isLessThan(noseX(rest) - 5);
    }

    /** A photo that is turned to image right by 15 degrees shows little of its other side's far end. */
    @Test
    void aTurnedPhotoTurnsOnByLessAndBackByMore() {
        assertThat(turn(15, 20)).isBetween(8f, 0.8f * turn(0, 20));
        assertThat(turn(-15, -20)).isBetween(0.8f * turn(0, -20), -8f);
        assertThat(turn(15, -12)).isBetween(1.2f * turn(0, -12), 1.05f * turn(0, -12));
        assertThat(turn(15, -20)).as("where its outline would swell").isGreaterThan(1.1f * turn(0, -20));
        assertThat(turn(15, 3)).as("small movements are whole").isEqualTo(turn(0, 3));
        assertThat(turn(4, 20)).as("a photo that hardly is turned").isEqualTo(turn(0, 20));
    }

    /** A head that is tilted in the photo sits straighter at rest, by no more than looks drawn. */
    @ParameterizedTest
    @CsvSource({"0, 0", "0.8, 0", "5, -3.2", "-5, 3.2", "20, -6", "-20, 6"})
    void aTiltedHeadSitsStraighter(float tilt, float straightened) {
        assertThat(HeadPose.straightening(tilt)).isCloseTo(straightened, within(0.01f));
        Motion motion = new Motion();
        motion.read(Faces.posed(ExplicitMotion.ROLL, 3), AxisGains.NONE);
        HeadPose pose = new HeadPose(new float[3], 1, 1, new float[2], 1, 1, 0, tilt);
        pose.set(motion);
        assertThat(Math.toDegrees(Math.asin(pose.turnedY(1, 0, 0)))).isCloseTo(3 + straightened, within(0.01));
    }

    /** Degrees by which a head of a photo's own yaw is turned for a commanded one. */
    private static float turn(float ownYaw, float commanded) {
        Motion motion = new Motion();
        motion.read(Faces.posed(ExplicitMotion.YAW, commanded), AxisGains.NONE);
        HeadPose pose = new HeadPose(new float[3], 1, 1, new float[2], 1, 1, ownYaw, 0);
        pose.set(motion);
        return (float) Math.toDegrees(Math.asin(pose.turnedX(0, 0, 1)));
    }

    /** Beside the neck, where the body takes half of the pose. */
    @Test
    void shouldersLeanWithARollingHeadButStayDown() {
        Motion motion = new Motion();
        motion.read(Faces.posed(ExplicitMotion.ROLL, 12), AxisGains.NONE);
        HeadPose pose = new HeadPose(new float[3], 10, 1, new float[2], 1, 1, 0, 0);
        pose.set(motion);
        float[] shoulder = {80, 60, 0};
        float[] whole = new float[3];
        float[] half = new float[3];
        pose.projectOne(shoulder, 0, 1, whole, 0);
        pose.projectOne(shoulder, 0, 0.5f, half, 0);
        assertThat(whole[1] - shoulder[1]).isGreaterThan(10);
        assertThat(half[0] - shoulder[0]).isCloseTo((whole[0] - shoulder[0]) / 2, within(0.1f));
        assertThat(half[1] - shoulder[1]).isCloseTo((whole[1] - shoulder[1]) / 4, within(0.1f));
    }

    @Test
    void pitchLiftsTheNose() {
        assertThat(noseY(posed(ExplicitMotion.PITCH, 10))).isLessThan(noseY(rest) - 5);
        assertThat(noseY(posed(ExplicitMotion.PITCH, -10))).isGreaterThan(noseY(rest) + 3);
    }

    @Test
    void rollIsClockwise() {
        float[] rolled = posed(ExplicitMotion.ROLL, 10);
        double angle = Math.toDegrees(Math.atan2(rolled[3 * OUTER_LEFT + 1] - rolled[3 * OUTER_RIGHT + 1],
                rolled[3 * OUTER_LEFT] - rolled[3 * OUTER_RIGHT]));
        double before = Math.toDegrees(Math.atan2(rest[3 * OUTER_LEFT + 1] - rest[3 * OUTER_RIGHT + 1],
                rest[3 * OUTER_LEFT] - rest[3 * OUTER_RIGHT]));
        assertThat(angle - before).isBetween(9.0, 11.0);
    }

    @Test
    void translationIsInFaceWidths() {
        float width = 2 * portrait.mesh.halfWidth;
        float[] aside = posed(ExplicitMotion.TX, 0.1f);
        float[] down = posed(ExplicitMotion.TY, 0.1f);
        int nose = 3 * FaceTopology.NOSE_TIP;
        assertThat(aside[nose] - rest[nose]).isBetween(0.09f * width, 0.11f * width);
        assertThat(down[nose + 1] - rest[nose + 1]).isBetween(0.09f * width, 0.11f * width);
    }

    @Test
    void scaleIsTheFacesSize() {
        for (float scale : new float[] {0.7f, 0.96f, 1.03f, 1.4f}) {
            float[] v = posed(ExplicitMotion.SCALE, scale);
            float before = rest[3 * OUTER_LEFT] - rest[3 * OUTER_RIGHT];
            float after = v[3 * OUTER_LEFT] - v[3 * OUTER_RIGHT];
            assertThat(after / before).isBetween(scale * 0.97f, scale * 1.03f);
        }
    }

    @Test
    void hairTurnsWithTheHeadAndShouldersHardlyFollow() {
        float chin = rest[3 * CHIN + 1];
        float middle = (chin + rest[3 * FOREHEAD + 1]) / 2;
        int shoulders = 0;
        for (int i = FaceModel.VERTICES; i < HeadMesh.COUNT; i++) {
            if (rest[3 * i + 1] < middle) {
                assertThat(portrait.mesh.rigid[i]).isEqualTo(1);
            }
            if (rest[3 * i + 1] > chin + 1.1f * (chin - middle)) {
                assertThat(portrait.mesh.rigid[i]).isLessThan(0.06f);
                shoulders++;
            }
        }
        assertThat(shoulders).isGreaterThan(10);
    }

    @Test
    void aDistantHeadShowsMoreBodyButNeverWhereItIsCut() {
        float bottom = portrait.texture.bottom();
        float[] in = {Faces.SIZE / 2f, bottom, 0};
        float[] out = new float[3];
        for (float scale = 1; scale > 0.6f; scale -= 0.02f) {
            Motion motion = new Motion();
            motion.read(Faces.posed(ExplicitMotion.SCALE, scale), AxisGains.NONE);
            HeadPose pose = new HeadPose(portrait.mesh.pivot, portrait.pixelsPerCm, 2 * portrait.mesh.halfWidth,
                    new float[] {Faces.SIZE / 2f, Faces.SIZE / 2f}, Faces.SIZE, bottom, 0, 0);
            pose.set(motion);
            pose.project(in, new float[] {0}, 1, out);
            assertThat(out[1]).as("scale %s", scale).isGreaterThan(Faces.SIZE - 0.01f);
        }
    }
}
