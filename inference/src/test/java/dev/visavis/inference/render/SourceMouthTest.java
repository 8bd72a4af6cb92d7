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
        assertThat(besideTheCorner(60)).isGreaterThan(0.5f);
        assertThat(besideTheCorner(135)).as("skin").isLessThan(0.1f);
    }

    /** What is found to lie between the lips at a place beside a corner whose luma is given. */
    private static float besideTheCorner(float luma) {
        YuvImage image = new YuvImage(SIDE, SIDE);
        Arrays.fill(image.planes[0], 140);
        float[] face = Faces.MODEL.vertices().clone();
        for (int i = 0; i < face.length; i += 3) {
            face[i] = SIDE / 4f + SCALE * face[i];
            face[i + 1] = SIDE / 8f - SCALE * face[i + 1];
            face[i + 2] *= SCALE;
        }
        Texture grid = new Texture(image, 0, 0, new byte[SIDE * SIDE / 4]);
        int x = Math.round(grid.texelX(face[3 * FaceTopology.SEAM_LEFT] + BESIDE_CM * SCALE));
        int y = Math.round(grid.texelY(face[3 * FaceTopology.SEAM_LEFT + 1]));
        for (int i = 0; i < SIDE * SIDE; i++) {
            if (Math.hypot(i % SIDE - x, i / SIDE - y) < 4) {
                image.planes[0][i] = luma;
            }
        }
        SourceMouth mouth = SourceMouth.of(image, grid, face, SCALE, true);
        return mouth.inside().at(0, x - mouth.x0(), y - mouth.y0());
    }
}
