package dev.visavis.inference.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.visavis.inference.I420Frame;
import dev.visavis.inference.image.ColumnCurve;
import dev.visavis.inference.image.Outline;
import dev.visavis.inference.image.Yuv;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class VermilionTest {
    /** Luma above black and two colour differences. */
    private static final float[] SKIN = {140, -14, 18};
    private static final int SIDE = 64;
    private static final float GAP = 12;

    @Test
    void lipsThatAreRedLackNothing() {
        float[] rgb = rgb(100, -8, 27);
        Vermilion red = Vermilion.of(rgb, SKIN);
        assertThat(red.luma()).isEqualTo(1);
        assertThat(red.u()).isZero();
        assertThat(red.v()).isZero();
        assertThat(red.rgb()).containsExactly(rgb, within(1.5f));
    }

    @Test
    void lipsOfTheSkinsColourLackRedAndShadow() {
        Vermilion bare = Vermilion.of(rgb(SKIN[0], SKIN[1], SKIN[2]), SKIN);
        assertThat(bare.luma()).isBetween(0.7f, 0.9f);
        assertThat(bare.v()).isBetween(4f, 8f);
        assertThat(bare.rgb()[0] - bare.rgb()[1]).isGreaterThan(rgb(SKIN[0], SKIN[1], SKIN[2])[0]
                - rgb(SKIN[0], SKIN[1], SKIN[2])[1]);
    }

    /** A face lit red from one side must not get purple lips. */
    @Test
    void whatIsAddedIsLittleWhateverTheLight() {
        Vermilion odd = Vermilion.of(rgb(130, -40, 0), new float[] {140, 10, 50});
        assertThat(odd.u()).isLessThan(8);
        assertThat(odd.v()).isLessThan(8);
    }

    /** On a grey frame, the opening over its middle. */
    @Test
    void itIsLaidAroundAnOpeningAndRunsOut() {
        I420Frame frame = new I420Frame(SIDE, SIDE);
        Arrays.fill(frame.y(), (byte) 150);
        Arrays.fill(frame.u(), (byte) Yuv.GREY);
        Arrays.fill(frame.v(), (byte) Yuv.GREY);
        Layer layer = new Layer(SIDE, SIDE);
        layer.place(0, 0, SIDE, SIDE);
        float middle = SIDE / 2f;
        Outline opening = new Outline(2, 1);
        opening.set(0, 0, middle);
        opening.set(1, SIDE, middle);
        opening.measure();
        Vermilion bare = new Vermilion(new float[3], 0.8f, 2, 6);
        new LipTint(bare, 18).lay(layer, frame, level(middle - GAP / 2), level(middle + GAP / 2), opening, GAP, 1);
        layer.blendInto(frame);
        int beside = SIDE / 2 - (int) GAP / 2 - 1;
        assertThat(luma(frame, beside, SIDE / 2)).isEqualTo((int) (Yuv.BLACK + 0.8f * (150 - Yuv.BLACK) + 0.5f));
        assertThat(frame.v()[beside / 2 * SIDE / 2 + SIDE / 4] & 0xFF).isEqualTo((int) Yuv.GREY + 6);
        assertThat(luma(frame, beside - (int) GAP, SIDE / 2)).isEqualTo(150);
        assertThat(luma(frame, beside, 0)).as("at the corner").isGreaterThan(luma(frame, beside, SIDE / 2) + 10);
    }

    private static int luma(I420Frame frame, int row, int col) {
        return frame.y()[row * SIDE + col] & 0xFF;
    }

    private static ColumnCurve level(float y) {
        ColumnCurve curve = new ColumnCurve(SIDE);
        curve.begin(0, SIDE);
        curve.add(0, y);
        curve.end();
        return curve;
    }

    private static float[] rgb(float y, float u, float v) {
        int rgb = Yuv.rgb(Math.round(Yuv.BLACK + y), Math.round(Yuv.GREY + u), Math.round(Yuv.GREY + v));
        return new float[] {rgb >> 16 & 0xFF, rgb >> 8 & 0xFF, rgb & 0xFF};
    }
}
