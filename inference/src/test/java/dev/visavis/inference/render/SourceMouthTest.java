package dev.visavis.inference.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The canonical face's mouth on skin of one colour. */
class SourceMouthTest {
    private static final int SIDE = 512;
    private static final float SCALE = 14;
    private static final float BESIDE_CM = 0.6f;

    /** It would stay as a dark dot beside a mouth that has closed or opened wider. */
    @Test
    void theShadowBesideACornerIsPartOfTheMouth() {
        assertThat(besideTheCorner(BESIDE_CM, 60, true)).isGreaterThan(0.5f);
        assertThat(besideTheCorner(BESIDE_CM, 135, true)).as("skin").isLessThan(0.1f);
        assertThat(besideTheCorner(BESIDE_CM, 60, false)).as("of closed lips").isGreaterThan(0.5f);
        assertThat(besideTheCorner(BESIDE_CM, 135, false)).as("of closed lips: skin").isLessThan(0.1f);
        assertThat(besideTheCorner(-BESIDE_CM, 60, false)).as("closed lips themselves").isLessThan(0.1f);
    }

    /** What is found to be the mouth's at a place so far outwards of a corner, whose luma is given. */
    private static float besideTheCorner(float outwardsCm, float luma, boolean open) {
        YuvImage image = new YuvImage(SIDE, SIDE);
        Arrays.fill(image.planes[0], 140);
        float[] face = Faces.MODEL.vertices().clone();
        for (int i = 0; i < face.length; i += 3) {
            face[i] = SIDE / 4f + SCALE * face[i];
            face[i + 1] = SIDE / 8f - SCALE * face[i + 1];
            face[i + 2] *= SCALE;
        }
        Texture grid = new Texture(image, 0, 0, new byte[SIDE * SIDE / 4]);
        int x = Math.round(grid.texelX(face[3 * FaceTopology.SEAM_LEFT] + outwardsCm * SCALE));
        int y = Math.round(grid.texelY(face[3 * FaceTopology.SEAM_LEFT + 1]));
        for (int i = 0; i < SIDE * SIDE; i++) {
            if (Math.hypot(i % SIDE - x, i / SIDE - y) < 4) {
                image.planes[0][i] = luma;
            }
        }
        SourceMouth mouth = SourceMouth.of(image, grid, face, SCALE, open);
        return mouth.inside().at(0, x - mouth.x0(), y - mouth.y0());
    }
}
