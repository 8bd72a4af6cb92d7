package dev.visavis.inference.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.visavis.inference.encoder.Faces;
import dev.visavis.inference.face.FaceTopology;
import dev.visavis.inference.image.Texture;
import dev.visavis.inference.image.YuvImage;
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

    /** Landmarks of a crooked smile miss some of what lies between the lips. */
    @Test
    void whatIsDarkerThanTheLipsBelowAnOpeningIsPartOfTheMouth() {
        int below = FaceTopology.LOWER_SEAM[6];
        assertThat(at(below, 0, 0.25f, 60, true)).isGreaterThan(0.5f);
        assertThat(at(below, 0, 0.25f, 130, true)).as("lip").isLessThan(0.1f);
        assertThat(at(below, 0, 0.6f, 60, true)).as("a beard").isLessThan(0.1f);
        assertThat(at(below, 0, 0.25f, 60, false)).as("of closed lips").isLessThan(0.1f);
    }

    private static float besideTheCorner(float outwardsCm, float luma, boolean open) {
        return at(FaceTopology.SEAM_LEFT, outwardsCm, 0, luma, open);
    }

    /** What is found to be the mouth's at a place, whose luma is given, so far beside and below a vertex. */
    private static float at(int vertex, float besideCm, float belowCm, float luma, boolean open) {
        YuvImage image = new YuvImage(SIDE, SIDE);
        Arrays.fill(image.planes[0], 140);
        float[] face = Faces.MODEL.vertices().clone();
        for (int i = 0; i < face.length; i += 3) {
            face[i] = SIDE / 4f + SCALE * face[i];
            face[i + 1] = SIDE / 8f - SCALE * face[i + 1];
            face[i + 2] *= SCALE;
        }
        Texture grid = new Texture(image, 0, 0, new byte[SIDE * SIDE / 4]);
        int x = Math.round(grid.texelX(face[3 * vertex] + besideCm * SCALE));
        int y = Math.round(grid.texelY(face[3 * vertex + 1] + belowCm * SCALE));
        for (int i = 0; i < SIDE * SIDE; i++) {
            if (Math.hypot(i % SIDE - x, i / SIDE - y) < 4) {
                image.planes[0][i] = luma;
            }
        }
        SourceMouth mouth = SourceMouth.of(image, grid, face, SCALE, open);
        return mouth.inside().at(0, x - mouth.x0(), y - mouth.y0());
    }
}
