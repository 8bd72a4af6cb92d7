package dev.visavis.inference.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.visavis.inference.face.FaceModel;
import dev.visavis.inference.face.FaceTopology;
import dev.visavis.inference.image.Texture;
import dev.visavis.inference.image.Yuv;
import dev.visavis.inference.image.YuvImage;
import dev.visavis.inference.render.EyePlate;
import java.awt.geom.Path2D;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Eyes painted on bare skin: irises whose upper third lies in the lid's shadow, and no lashes. */
class EyePlateMakerTest {
    private static final int SIDE = 640;
    private static final float SCALE = 14;
    private static final float IRIS_CM = 0.585f;
    private static final float SKIN = 150;
    private static final float SKIN_RED = 140;
    private static final float CHEEK_RED = 164;
    private static final float IRIS = 90;
    private static final float SHADED_IRIS = 35;

    private final float[] points = points();
    private final YuvImage image = skin();

    @Test
    void whatALowerLidHidesOfAnIrisIsAsBrightAsWhatTheLightFallsOn() {
        EyePlate eye = eyes(170, 170)[0];
        float x = 2 * eye.centreX() - eye.x0();
        float y = 2 * eye.centreY() - eye.y0();
        assertThat(eye.iris().at(0, x, y + 2 * 0.75f * eye.radius())).isGreaterThan(0.8f * IRIS);
        assertThat(eye.iris().at(0, x, y - 2 * 0.6f * eye.radius())).as("in the shadow").isGreaterThan(0.8f * IRIS);
    }

    @Test
    void ofTwoEyesNoneShines() {
        EyePlate[] eyes = eyes(200, 140);
        assertThat(Math.abs(eyes[0].white()[0] - eyes[1].white()[0])).isLessThan(0.6f * 60);
    }

    @Test
    void anEyeThatShowsNoWhiteTakesTheOthers() {
        EyePlate[] eyes = eyes(200, IRIS);
        assertThat(eyes[1].white()[0]).isGreaterThan(0.5f * (200 + IRIS) - 10);
    }

    @Test
    void aClosedLidHasTheColourOfTheSkinAroundItNotTheCheeks() {
        for (EyePlate eye : eyes(170, 170)) {
            assertThat(eye.lid().at(2, eye.lid().width / 2f, eye.lid().height / 2f)).isLessThan(SKIN_RED + 6);
        }
    }

    @Test
    void lidsMeetInADarkLineWhetherOrNotThePhotoShowsLashes() {
        for (EyePlate eye : eyes(170, 170)) {
            float lid = eye.lid().at(0, eye.lid().width / 2f, eye.lid().height / 2f);
            assertThat(eye.lashes()[0] - Yuv.BLACK).isLessThan(0.4f * (lid - Yuv.BLACK));
        }
    }

    /** Right, left. */
    private EyePlate[] eyes(float rightWhite, float leftWhite) {
        paint(FaceTopology.RIGHT_EYE, rightWhite);
        paint(FaceTopology.LEFT_EYE, leftWhite);
        float[] lids = Arrays.copyOf(points, 3 * FaceModel.VERTICES);
        Texture grid = new Texture(image, 0, 0, new byte[SIDE * SIDE / 4]);
        EyePlateMaker right = new EyePlateMaker(image, grid, points, lids, SCALE, FaceTopology.RIGHT_EYE);
        EyePlateMaker left = new EyePlateMaker(image, grid, points, lids, SCALE, FaceTopology.LEFT_EYE);
        return new EyePlate[] {right.make(left), left.make(right)};
    }

    private void paint(FaceTopology.Eye eye, float white) {
        Path2D.Float opening = new Path2D.Float();
        opening.moveTo(2 * points[3 * eye.cornerA()], 2 * points[3 * eye.cornerA() + 1]);
        for (int u : eye.upper()) {
            opening.lineTo(2 * points[3 * u], 2 * points[3 * u + 1]);
        }
        opening.lineTo(2 * points[3 * eye.cornerB()], 2 * points[3 * eye.cornerB() + 1]);
        for (int j = eye.lower().length - 1; j >= 0; j--) {
            opening.lineTo(2 * points[3 * eye.lower()[j]], 2 * points[3 * eye.lower()[j] + 1]);
        }
        float x = 2 * points[3 * eye.iris()];
        float y = 2 * points[3 * eye.iris() + 1];
        float shadow = 0.3f * (points[3 * eye.upper()[3] + 1] - points[3 * eye.lower()[3] + 1]);
        for (int i = 0; i < SIDE * SIDE; i++) {
            float dx = i % SIDE + 0.5f - x;
            float dy = i / SIDE + 0.5f - y;
            if (opening.contains(x + dx, y + dy)) {
                boolean iris = Math.hypot(dx, dy) < 2 * IRIS_CM * SCALE;
                image.planes[0][i] = !iris ? white : dy < shadow ? SHADED_IRIS : IRIS;
                image.planes[1][i] = Yuv.GREY;
                image.planes[2][i] = Yuv.GREY;
            }
        }
    }

    private YuvImage skin() {
        YuvImage skin = new YuvImage(SIDE, SIDE);
        float cheeks = 2 * (points[3 * FaceTopology.RIGHT_EYE.lower()[3] + 1] + 0.5f * SCALE);
        for (int i = 0; i < SIDE * SIDE; i++) {
            skin.planes[0][i] = SKIN;
            skin.planes[1][i] = 118;
            skin.planes[2][i] = i / SIDE < cheeks ? SKIN_RED : CHEEK_RED;
        }
        return skin;
    }

    /** The canonical face in a frame of half the texture's size, y down, its irises in the middle of the openings. */
    private static float[] points() {
        float[] out = Arrays.copyOf(Faces.MODEL.vertices(), 3 * 478);
        for (int i = 0; i < 3 * FaceModel.VERTICES; i += 3) {
            out[i] = SIDE / 4f + SCALE * out[i];
            out[i + 1] = SIDE / 4f - SCALE * out[i + 1];
        }
        for (FaceTopology.Eye eye : new FaceTopology.Eye[] {FaceTopology.RIGHT_EYE, FaceTopology.LEFT_EYE}) {
            int p = 3 * eye.iris();
            for (int k = 0; k < 2; k++) {
                out[p + k] = (out[3 * eye.upper()[3] + k] + out[3 * eye.lower()[3] + k]) / 2;
            }
            for (int i = 1; i <= 4; i++) {
                out[p + 3 * i] = out[p] + SCALE * IRIS_CM * (float) Math.cos(i * Math.PI / 2);
                out[p + 3 * i + 1] = out[p + 1] + SCALE * IRIS_CM * (float) Math.sin(i * Math.PI / 2);
            }
        }
        return out;
    }
}
