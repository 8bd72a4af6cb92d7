package dev.visavis.inference.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.visavis.inference.face.FaceModel;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A layer whose left half one part covers; the dark is behind it. */
class InteriorRasterizerTest {
    private static final int SIDE = 40;
    private static final int EDGE = 20;
    private static final float REACH = 4;
    private static final float[][] SHADOWS = new float[MouthInterior.DARK + 1][3];
    private static final float[][] COLOURS = new float[MouthInterior.DARK + 1][3];

    static {
        Arrays.fill(COLOURS[FaceModel.Interior.UPPER_TEETH], 100);
        Arrays.fill(COLOURS[FaceModel.Interior.TONGUE], 100);
    }

    @Test
    void litTeethHaveAnEdge() {
        float[] row = row(FaceModel.Interior.UPPER_TEETH, 1);
        assertThat(row[EDGE - 1]).isEqualTo(100);
        assertThat(row[EDGE]).isZero();
    }

    @Test
    void theTongueHasNone() {
        assertNoEdge(row(FaceModel.Interior.TONGUE, 1), 100);
    }

    @Test
    void teethInTheShadowHaveNone() {
        assertNoEdge(row(FaceModel.Interior.UPPER_TEETH, 0.1f), 10);
    }

    /** Or the mouth's rim would take the colour of what the lips hide. */
    @Test
    void whatTheLayerDoesNotCoverGivesNoColour() {
        Layer layer = layer();
        for (int i = 0; i < SIDE * SIDE; i++) {
            layer.a[i] = i % SIDE < EDGE ? 1 : 0;
        }
        float[] row = drawn(layer, FaceModel.Interior.TONGUE, 1);
        assertThat(row[EDGE - 1]).isCloseTo(100, within(0.01f));
    }

    /** The kit's bodies are closed towards the camera, so none of their backs can be seen. */
    @Test
    void whatFacesAwayIsNotDrawn() {
        Layer layer = covered();
        InteriorRasterizer rasterizer = new InteriorRasterizer(2 * SIDE, 2 * SIDE);
        rasterizer.begin(layer);
        float[] points = {-1, -1, 0, EDGE, -1, 0, EDGE, SIDE + 1, 0};
        rasterizer.triangle(points, new float[] {1, 1, 1}, 0, 1, 2, FaceModel.Interior.UPPER_TEETH);
        rasterizer.end(layer, SHADOWS, COLOURS, REACH);
        assertThat(layer.y).containsOnly(0);
    }

    @Test
    void aFlankBetweenTwoTeethIsNoGap() {
        Layer layer = covered();
        InteriorRasterizer rasterizer = new InteriorRasterizer(2 * SIDE, 2 * SIDE);
        rasterizer.begin(layer);
        upright(rasterizer, -1, EDGE, FaceModel.Interior.UPPER_TEETH, 1);
        upright(rasterizer, EDGE, EDGE + 2, FaceModel.Interior.UPPER_TEETH, 0.05f);
        upright(rasterizer, EDGE + 2, SIDE + 1, FaceModel.Interior.UPPER_TEETH, 1);
        rasterizer.closeGaps(FaceModel.Interior.UPPER_TEETH, 3);
        rasterizer.end(layer, SHADOWS, COLOURS, REACH);
        assertThat(middleRow(layer)[EDGE + 1]).isBetween(70f, 95f);
    }

    private static void assertNoEdge(float[] row, float full) {
        assertThat(row[EDGE - 6]).isCloseTo(full, within(0.01f));
        assertThat(row[EDGE + 5]).isCloseTo(0, within(0.01f));
        for (int x = 1; x < SIDE; x++) {
            assertThat(row[x - 1] - row[x]).isBetween(-0.01f, full / (2 * REACH + 1) + 0.01f);
        }
    }

    private static float[] row(int part, float light) {
        return drawn(covered(), part, light);
    }

    private static Layer covered() {
        Layer layer = layer();
        Arrays.fill(layer.a, 1);
        return layer;
    }

    private static Layer layer() {
        Layer layer = new Layer(2 * SIDE, 2 * SIDE);
        layer.place(0, 0, SIDE - 1, SIDE - 1);
        return layer;
    }

    /** Luma along the layer's middle row. */
    private static float[] drawn(Layer layer, int part, float light) {
        InteriorRasterizer rasterizer = new InteriorRasterizer(2 * SIDE, 2 * SIDE);
        rasterizer.begin(layer);
        upright(rasterizer, -1, EDGE, part, light);
        rasterizer.end(layer, SHADOWS, COLOURS, REACH);
        return middleRow(layer);
    }

    private static void upright(InteriorRasterizer rasterizer, float left, float right, int part, float light) {
        float[] points = {left, -1, 0, right, -1, 0, right, SIDE + 1, 0, left, SIDE + 1, 0};
        float[] lights = {light, light, light, light};
        rasterizer.triangle(points, lights, 0, 2, 1, part);
        rasterizer.triangle(points, lights, 0, 3, 2, part);
    }

    private static float[] middleRow(Layer layer) {
        int from = SIDE / 2 * layer.width;
        return Arrays.copyOfRange(layer.y, from, from + SIDE);
    }
}
