package dev.visavis.inference.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.visavis.inference.encoder.Faces;
import dev.visavis.inference.face.AxisGains;
import dev.visavis.inference.face.Motion;
import dev.visavis.inference.image.Texture;
import dev.visavis.inference.image.YuvImage;
import dev.visavis.inference.motion.Blendshape;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The canonical face with dark lines on skin of one colour. */
class SmileCreasesTest {
    private static final int SIDE = 512;
    private static final float SCALE = 14;
    private static final int SKIN = 140;
    private static final int DARK = 110;
    /** On the cheek, canonical cm, and on the forehead. */
    private static final float[] CHEEK = {3.6f, -2.5f};
    private static final float[] FOREHEAD = {3.6f, 5.5f};

    private final YuvImage image = new YuvImage(SIDE, SIDE);
    private final float[] face = Faces.MODEL.vertices().clone();

    SmileCreasesTest() {
        Arrays.fill(image.planes[0], SKIN);
        for (int i = 0; i < face.length; i += 3) {
            face[i] = SIDE / 4f + SCALE * face[i];
            face[i + 1] = SIDE / 4f - SCALE * face[i + 1];
            face[i + 2] *= SCALE;
        }
        draw(CHEEK, DARK);
        draw(FOREHEAD, DARK);
    }

    /** A crease of .3 by 2 cm. */
    private void draw(float[] at, int luma) {
        for (int i = 0; i < SIDE * SIDE; i++) {
            if (Math.abs(i % SIDE - x(at)) < 4 && Math.abs(i / SIDE - y(at)) < 28) {
                image.planes[0][i] = luma;
            }
        }
    }

    private static int x(float[] at) {
        return Math.round(Texture.SCALE * (SIDE / 4f + SCALE * at[0]));
    }

    private static int y(float[] at) {
        return Math.round(Texture.SCALE * (SIDE / 4f - SCALE * at[1]));
    }

    private Texture texture() {
        return new Texture(image, 0, 0, new byte[SIDE * SIDE / 4]);
    }

    private SmileCreases of(Texture texture, float smile) {
        float[] worn = new float[Blendshape.values().length];
        worn[Blendshape.MOUTH_SMILE_LEFT.ordinal()] = smile;
        return new SmileCreases(Faces.MODEL, image, texture, face, SCALE, worn);
    }

    private static int luma(byte[] plane, float[] at) {
        return plane[y(at) * SIDE + x(at)] & 0xFF;
    }

    @Test
    void aSmilesCreasesGoWithItAndComeBack() {
        Texture texture = texture();
        byte[] photo = texture.luma.clone();
        SmileCreases creases = of(texture, 0.8f);
        assertThat(luma(texture.luma, CHEEK)).isBetween(DARK + 10, SKIN);
        assertThat(luma(texture.luma, FOREHEAD)).as("no crease of a smile").isEqualTo(DARK);
        CreaseLayer layer = new CreaseLayer(texture, creases);
        int calm = luma(layer.luma, CHEEK);
        assertThat(calm).isEqualTo(luma(texture.luma, CHEEK));
        layer.update(smiling(0.4f));
        assertThat((float) luma(layer.luma, CHEEK)).isCloseTo((calm + DARK) / 2f, within(1.5f));
        layer.update(smiling(0.8f));
        assertThat(layer.luma).as("the photo's own smile").isEqualTo(photo);
        assertThat(luma(texture.luma, CHEEK)).as("others share the texture").isEqualTo(calm);
    }

    private static Motion smiling(float weight) {
        Motion motion = new Motion();
        motion.read(Faces.with(Blendshape.MOUTH_SMILE_LEFT, weight), AxisGains.NONE);
        return motion;
    }

    @Test
    void aFaceAtRestKeepsItsCreases() {
        Texture texture = texture();
        byte[] photo = texture.luma.clone();
        SmileCreases creases = of(texture, 0);
        assertThat(texture.luma).isEqualTo(photo);
        assertThat(new CreaseLayer(texture, creases).luma).as("not copied").isSameAs(texture.luma);
    }

    /** Which has the colour of less light: lit, it would be grey. */
    @Test
    void deepShadowIsSoftenedLess() {
        draw(CHEEK, 40);
        Texture texture = texture();
        of(texture, 0.8f);
        assertThat(luma(texture.luma, CHEEK)).isBetween(41, 60);
    }
}
