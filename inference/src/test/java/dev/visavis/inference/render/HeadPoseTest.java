package dev.visavis.inference.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.visavis.inference.motion.ExplicitMotion;
import org.junit.jupiter.api.Test;

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
                    new float[] {Faces.SIZE / 2f, Faces.SIZE / 2f}, Faces.SIZE, bottom);
            pose.set(motion);
            pose.project(in, new float[] {0}, 1, out);
            assertThat(out[1]).as("scale %s", scale).isGreaterThan(Faces.SIZE - 0.01f);
        }
    }
}
