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
    private final float[] worn = new float[Blendshape.values().length];

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
        worn[Blendshape.MOUTH_SMILE_LEFT.ordinal()] = smile;
        return new SmileCreases(Faces.MODEL, texture, face, SCALE, worn);
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

    /** Creases of a laugh around closed lips look like brackets. */
    @Test
    void aClosedSmileHasLessOfALaughsCreases() {
        for (float raise : new float[] {0.1f, 0.4f}) {
            worn[Blendshape.MOUTH_UPPER_UP_LEFT.ordinal()] = raise;
            Texture texture = texture();
            byte[] photo = texture.luma.clone();
            CreaseLayer layer = new CreaseLayer(texture, of(texture, 0.8f));
            int calm = luma(layer.luma, CHEEK);
            layer.update(smiling(0.8f));
            assertThat(luma(layer.luma, CHEEK)).isBetween(DARK + (calm - DARK) / 6, calm - 1);
            Motion laugh = smiling(0.8f);
            laugh.weights[Blendshape.MOUTH_UPPER_UP_LEFT.ordinal()] = raise;
            layer.update(laugh);
            assertThat(layer.luma).as("the photo's own").isEqualTo(photo);
        }
    }

    @Test
    void aFaceAtRestKeepsItsCreases() {
        Texture texture = texture();
        byte[] photo = texture.luma.clone();
        SmileCreases creases = of(texture, 0);
        assertThat(texture.luma).isEqualTo(photo);
        assertThat(new CreaseLayer(texture, creases).luma).as("not copied").isSameAs(texture.luma);
    }

    /** Lit as skin it would be a patch. */
    @Test
    void deepShadowStaysShadow() {
        draw(CHEEK, 40);
        Texture texture = texture();
        of(texture, 0.8f);
        assertThat(luma(texture.luma, CHEEK)).isBetween(DARK - 10, SKIN - 15);
    }

    /** Shadow is less red than skin; what is lit and stays so would be grey. */
    @Test
    void lightBringsTheSkinsColourBackAndGoesWithIt() {
        Arrays.fill(image.planes[2], 160);
        for (int i = 0; i < SIDE * SIDE; i++) {
            image.planes[2][i] = image.planes[0][i] < SKIN ? 140 : 160;
        }
        Texture texture = texture();
        byte[] photo = texture.chroma.clone();
        SmileCreases creases = of(texture, 0.8f);
        assertThat(red(texture, CHEEK)).isBetween(143, 160);
        assertThat(red(texture, FOREHEAD)).isEqualTo(140);
        CreaseLayer layer = new CreaseLayer(texture, creases);
        layer.update(smiling(0.8f));
        assertThat(layer.chroma).as("the photo's own smile").isEqualTo(photo);
    }

    private static int red(Texture texture, float[] at) {
        return texture.chroma[2 * (y(at) / 2 * texture.chromaWidth + x(at) / 2)] & 0xFF;
    }

    /** A raised cheek ends in a step from light to shade, which is no valley. */
    @Test
    void aBroadSmilesStepsAreEvened() {
        for (int i = 0; i < SIDE * SIDE; i++) {
            image.planes[0][i] = i % SIDE < x(CHEEK) ? DARK : SKIN;
        }
        Texture narrow = texture();
        of(narrow, 0.1f);
        Texture broad = texture();
        of(broad, 1);
        assertThat(step(narrow)).isGreaterThan(SKIN - DARK - 5);
        assertThat(step(broad)).isLessThan((SKIN - DARK) / 2);
    }

    /** From .15 cm before the step to as far behind it. */
    private static int step(Texture texture) {
        int at = y(CHEEK) * SIDE + x(CHEEK);
        int away = Math.round(0.15f * SCALE * Texture.SCALE);
        return (texture.luma[at + away] & 0xFF) - (texture.luma[at - away] & 0xFF);
    }
}
