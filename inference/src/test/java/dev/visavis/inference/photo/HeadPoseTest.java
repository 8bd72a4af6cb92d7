package dev.visavis.inference.photo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadPoseTest {
    /** Turns points about an axis: the first axis given towards the second. */
    private static float[] turned(float[] points, int first, int second, double degrees) {
        float[] result = points.clone();
        double cos = Math.cos(Math.toRadians(degrees));
        double sin = Math.sin(Math.toRadians(degrees));
        for (int p = 0; p < points.length; p += 3) {
            result[p + first] = (float) (cos * points[p + first] - sin * points[p + second]);
            result[p + second] = (float) (sin * points[p + first] + cos * points[p + second]);
        }
        return result;
    }

    @ParameterizedTest
    @CsvSource({"0,2,25,0,0", "0,2,-25,0,0", "2,1,0,20,0", "2,1,0,-20,0", "0,1,0,0,30", "0,1,0,0,-150"})
    void measuresATurnedHead(int first, int second, double yaw, double pitch, double roll) {
        float[] straight = TestPhotos.reference("w1");
        HeadPose before = HeadPose.of(TestPhotos.landmarks(straight));
        HeadPose after = HeadPose
                .of(TestPhotos.landmarks(turned(straight, first, second, yaw + pitch + roll)));
        assertThat(after.yaw() - before.yaw()).isCloseTo(yaw, within(1.5));
        assertThat(after.pitch() - before.pitch()).isCloseTo(pitch, within(1.5));
        assertThat(after.roll() - before.roll()).isCloseTo(roll, within(1.5));
    }

    @ParameterizedTest
    @CsvSource({"0,2,25", "2,1,20"})
    void theNoseShowsTheSign(int first, int second, double degrees) {
        float[] straight = TestPhotos.reference("w1");
        float[] turned = turned(straight, first, second, degrees);
        // yaw: the nose tip moves right against the eyes' middle; pitch: up
        int axis = first == 0 ? 0 : 1;
        float before = straight[3 * 4 + axis] - (straight[3 * 33 + axis] + straight[3 * 263 + axis]) / 2;
        float after = turned[3 * 4 + axis] - (turned[3 * 33 + axis] + turned[3 * 263 + axis]) / 2;
        assertThat(after - before).matches(d -> axis == 0 ? d > 10 : d < -10);
    }
}
