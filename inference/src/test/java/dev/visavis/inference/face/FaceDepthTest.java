package dev.visavis.inference.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.visavis.inference.encoder.Faces;
import org.junit.jupiter.api.Test;

/** The canonical face turned to one side, with its depth squeezed and skewed as landmark networks do. */
class FaceDepthTest {
    private static final int[] STILL = {10, 33, 263, 133, 362, 168, 6, 151, 127, 356, 195, 1, 2, 98, 327};
    private static final float SCALE = 20;
    private static final double YAW = Math.toRadians(18);
    private static final double[] TURN = {Math.cos(YAW), 0, Math.sin(YAW), 0, 1, 0, -Math.sin(YAW), 0, Math.cos(YAW)};

    private static final int TIP_OF_NOSE = 1;
    private static final int BRIDGE = 6;
    private static final int INNER_CORNER = 133;
    private static final int CHIN = 152;
    private static final int TEMPLE = 234;

    @Test
    void aHeadIsTurnedAsItIsSeen() {
        float[] face = turned();
        assertThat(yaw(Similarity.fit(canonical(), face, STILL))).as("by the network's depth").isLessThan(14);
        Similarity seen = Similarity.fitSeen(canonical(), face, STILL);
        assertThat(yaw(seen)).isCloseTo(18, within(0.2));
        assertThat(seen.scale).isCloseTo(SCALE, within(0.05));
    }

    @Test
    void theDepthOfTheWholeHeadIsFoundAgain() {
        float[] face = turned();
        float[] given = face.clone();
        FaceDepth.give(Similarity.fitSeen(canonical(), face, STILL), canonical(), given, false);
        float[] head = turnedHead();
        float offset = given[2] - head[2];
        for (int i = 0; i < given.length; i += 3) {
            assertThat(given[i]).isEqualTo(face[i]);
            assertThat(given[i + 1]).isEqualTo(face[i + 1]);
            assertThat(given[i + 2] - offset).isCloseTo(head[i + 2], within(0.05f * SCALE));
        }
    }

    /** Their rims lie over the eyes and the nose: turned, they must not follow the step between the two. */
    @Test
    void behindGlassesDepthIsSmooth() {
        float[] plain = canonical();
        FaceDepth.give(Similarity.fitSeen(canonical(), plain, STILL), canonical(), plain, false);
        float[] worn = canonical();
        FaceDepth.give(Similarity.fitSeen(canonical(), worn, STILL), canonical(), worn, true);
        assertThat(step(worn)).isLessThan(0.5f * step(plain));
        for (int id : new int[] {TIP_OF_NOSE, CHIN, TEMPLE}) {
            assertThat(worn[3 * id + 2]).as("vertex %d", id).isEqualTo(plain[3 * id + 2]);
        }
    }

    /** By how much the bridge of the nose lies before the inner corner of an eye. */
    private static float step(float[] face) {
        return face[3 * BRIDGE + 2] - face[3 * INNER_CORNER + 2];
    }

    private static double yaw(Similarity pose) {
        return Math.toDegrees(Math.atan2(pose.rotation[2], pose.rotation[8]));
    }

    private static float[] canonical() {
        float[] down = Faces.MODEL.vertices().clone();
        for (int i = 1; i < down.length; i += 3) {
            down[i] = -down[i];
        }
        return down;
    }

    private static float[] turned() {
        float[] out = turnedHead();
        for (int i = 0; i < out.length; i += 3) {
            out[i + 2] = 0.6f * out[i + 2] + 0.1f * out[i];
        }
        return out;
    }

    private static float[] turnedHead() {
        float[] in = canonical();
        float[] out = new float[in.length];
        for (int i = 0; i < out.length; i += 3) {
            for (int k = 0; k < 3; k++) {
                for (int j = 0; j < 3; j++) {
                    out[i + k] += (float) (SCALE * TURN[3 * k + j] * in[i + j]);
                }
            }
        }
        return out;
    }
}
