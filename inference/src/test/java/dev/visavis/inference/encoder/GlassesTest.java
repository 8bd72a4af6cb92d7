package dev.visavis.inference.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.visavis.inference.face.PersonShapes;
import dev.visavis.inference.face.Relief;
import dev.visavis.inference.face.Similarity;
import dev.visavis.inference.image.Texture;
import dev.visavis.inference.image.YuvImage;
import dev.visavis.inference.motion.Blendshape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Skin with a nose on it, and a bridge drawn across. */
class GlassesTest {
    private static final int SIDE = 256;
    private static final float SCALE = 4.5f;

    @ParameterizedTest
    @ValueSource(ints = {60, 220})
    void aBridgeDarkerOrBrighterThanTheSkinIsGlasses(int luma) {
        YuvImage image = skin();
        float[] face = face();
        int row = Math.round(2 * face[3 * 168 + 1]);
        for (int y = row; y <= row + 1; y++) {
            for (int x = 0; x < SIDE; x++) {
                image.planes[0][y * SIDE + x] = luma;
            }
        }
        assertThat(glasses(image, face).worn()).isTrue();
    }

    @Test
    void bareSkinIsNot() {
        assertThat(glasses(skin(), face()).worn()).isFalse();
    }

    @Test
    void glassesStayWhereTheyAreWhenTheBrowsRise() {
        float[] face = face();
        Similarity pose = Similarity.fit(Faces.MODEL.vertices(), Faces.MODEL.vertices(), new int[] {10, 33, 263, 1});
        Relief relief = new Relief(Faces.MODEL, face, SCALE);
        float[] bare = new PersonShapes(Faces.MODEL, pose, face, relief, false).field(Blendshape.BROW_OUTER_UP_LEFT);
        float[] worn = new PersonShapes(Faces.MODEL, pose, face, relief, true).field(Blendshape.BROW_OUTER_UP_LEFT);
        assertThat(Math.abs(bare[3 * 334 + 1])).isGreaterThan(0.3f);
        assertThat(Math.abs(worn[3 * 334 + 1])).isLessThan(0.4f * Math.abs(bare[3 * 334 + 1]));
    }

    /** Skin over a closing lid follows it, but neither glasses nor brows are drawn down. */
    @Test
    void glassesAndBrowsStayWhereTheyAreWhenTheEyesClose() {
        float[] bare = blink(false);
        float[] worn = blink(true);
        float opening = bare[3 * 159 + 1] - bare[3 * 145 + 1];
        int crease = 27;
        assertThat(bare[3 * crease + 1]).isGreaterThan(0.25f * opening);
        assertThat(worn[3 * crease + 1]).isLessThan(0.4f * bare[3 * crease + 1]);
        for (int brow : new int[] {46, 53, 52, 65, 55}) {
            assertThat(bare[3 * brow + 1]).isLessThan(0.03f * opening);
        }
    }

    private static float[] blink(boolean glasses) {
        float[] face = face();
        Similarity pose = Similarity.fit(Faces.MODEL.vertices(), Faces.MODEL.vertices(), new int[] {10, 33, 263, 1});
        return new PersonShapes(Faces.MODEL, pose, face, new Relief(Faces.MODEL, face, SCALE), glasses)
                .field(Blendshape.EYE_BLINK_RIGHT);
    }

    private static Glasses glasses(YuvImage image, float[] face) {
        return new Glasses(image, new Texture(image, 0, 0, new byte[SIDE * SIDE / 4]), face, SCALE);
    }

    private static YuvImage skin() {
        YuvImage image = new YuvImage(SIDE, SIDE);
        for (int i = 0; i < SIDE * SIDE; i++) {
            image.planes[0][i] = 140 + 3 * (float) Math.sin(0.7 * i);
            image.planes[1][i] = 120;
            image.planes[2][i] = 140;
        }
        return image;
    }

    /** The canonical face in a frame of half the texture's size, y down. */
    private static float[] face() {
        float[] out = Faces.MODEL.vertices().clone();
        for (int i = 0; i < out.length; i += 3) {
            out[i] = SIDE / 4f + SCALE * out[i];
            out[i + 1] = SIDE / 4f - SCALE * out[i + 1];
        }
        return out;
    }
}
