package dev.visavis.inference.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.visavis.inference.face.FaceTopology;
import dev.visavis.inference.image.Texture;
import dev.visavis.inference.image.Yuv;
import dev.visavis.inference.image.YuvImage;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The canonical face, skin and teeth each of one colour: luma above black and two colour differences. */
class PhotoColoursTest {
    private static final int SIDE = 512;
    private static final float SCALE = 14;
    private static final float[] WARM = {130, -22, 26};
    private static final float[] PINK = {130, -6, 18};

    @Test
    void teethLieInTheLightOfTheSkin() {
        float[] warm = colours(WARM, WARM).teeth(1, false);
        float[] pink = colours(PINK, PINK).teeth(1, false);
        assertThat(warm[1]).isBetween(0.8f * WARM[1], 0.4f * WARM[1]);
        assertThat(warm[2]).isBetween(0.3f * WARM[2], 0.7f * WARM[2]);
        assertThat(pink[1] - warm[1]).as("less yellow").isGreaterThan(6);
        assertThat(pink[0]).isGreaterThan(PINK[0]).isLessThan(PINK[0] + 50);
    }

    @Test
    void inTheDarkTheyAreDark() {
        assertThat(colours(WARM, WARM).teeth(0.6f, false)[0]).isLessThan(WARM[0]);
    }

    /** A compressed photo's few pixels of teeth may be green or blue. */
    @Test
    void thePhotosOwnTeethKeepNearTheirLight() {
        float[] model = colours(WARM, WARM).teeth(1, false);
        float[] green = colours(WARM, new float[] {180, -10, -12}).teeth(1, true);
        float[] blue = colours(WARM, new float[] {180, 12, 2}).teeth(1, true);
        assertThat(green[2]).isLessThan(model[2]).isGreaterThan(model[2] - 4);
        assertThat(blue[1]).isGreaterThan(model[1]).isLessThan(model[1] + 4);
        assertThat(blue[0]).isLessThanOrEqualTo(model[0]);
    }

    @Test
    void thePhotosOwnTeethAreNoBrighterThanTheLightOnDarkSkin() {
        float[] dark = {50, -10, 14};
        float most = colours(dark, dark).teeth(1, false)[0];
        assertThat(colours(dark, new float[] {90, -10, 10}).teeth(1, true)[0]).isLessThanOrEqualTo(most);
    }

    private static PhotoColours colours(float[] skin, float[] teeth) {
        YuvImage image = new YuvImage(SIDE, SIDE);
        float[] face = Faces.MODEL.vertices().clone();
        for (int i = 0; i < face.length; i += 3) {
            face[i] = SIDE / 4f + SCALE * face[i];
            face[i + 1] = SIDE / 8f - SCALE * face[i + 1];
        }
        for (int lower : FaceTopology.LOWER_SEAM) {
            face[3 * lower + 1] += SCALE;
        }
        Texture grid = new Texture(image, 0, 0, new byte[SIDE * SIDE / 4]);
        float[] grey = {Yuv.BLACK, Yuv.GREY, Yuv.GREY};
        int top = (int) grid.texelY(face[3 * FaceTopology.UPPER_SEAM[4] + 1]) - 1;
        int bottom = top + (int) (Texture.SCALE * SCALE) + 2;
        for (int c = 0; c < 3; c++) {
            Arrays.fill(image.planes[c], grey[c] + skin[c]);
            Arrays.fill(image.planes[c], top * SIDE, bottom * SIDE, grey[c] + teeth[c]);
        }
        return new PhotoColours(image, grid, face);
    }
}
