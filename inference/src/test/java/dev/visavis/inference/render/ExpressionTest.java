package dev.visavis.inference.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.visavis.inference.I420Frame;
import dev.visavis.inference.encoder.Faces;
import dev.visavis.inference.face.FaceTopology;
import dev.visavis.inference.motion.Blendshape;
import dev.visavis.inference.motion.ExplicitMotion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every coefficient does in the picture what its name says, and little else. */
class ExpressionTest {
    private static final int SIZE = Faces.SIZE;
    private final ExplicitPortrait portrait = Faces.portrait("w1");

    @ParameterizedTest
    @EnumSource(Blendshape.class)
    void movesItsOwnRegion(Blendshape shape) {
        float[] base = base(shape);
        I420Frame before = Faces.draw(portrait, base);
        I420Frame after = Faces.draw(portrait, Faces.with(base, shape, 0.7f));
        double[] change = change(before, after, shape);
        assertThat(change[1]).as("change in the picture").isGreaterThan(1500);
        assertThat(change[0] / change[1]).as("share of it where it belongs").isGreaterThan(0.85);
    }

    /** A tongue shows in an open mouth only. */
    private static float[] base(Blendshape shape) {
        return shape.name().startsWith("TONGUE") ? Faces.with(Blendshape.JAW_OPEN, 0.35f) : Faces.rest();
    }

    /** Squared change of luma where the shape belongs, and everywhere. */
    private double[] change(I420Frame a, I420Frame b, Blendshape shape) {
        double inside = 0;
        double all = 0;
        for (int i = 0; i < a.y().length; i++) {
            double d = (a.y()[i] & 0xFF) - (b.y()[i] & 0xFF);
            all += d * d;
            inside += belongs(shape, i % SIZE, i / SIZE) ? d * d : 0;
        }
        return new double[] {inside, all};
    }

    private boolean belongs(Blendshape shape, int x, int y) {
        String name = shape.name();
        float[] rest = portrait.mesh.rest;
        float noseBottom = rest[3 * 2 + 1];
        float underEyes = rest[3 * 145 + 1] + 0.8f * portrait.pixelsPerCm;
        boolean upper = name.startsWith("EYE") || name.startsWith("BROW");
        boolean middle = name.startsWith("CHEEK_SQUINT") || name.startsWith("NOSE");
        boolean high = upper ? y < noseBottom : middle || y > underEyes;
        boolean sided = upper || middle;
        float centre = rest[3 * FaceTopology.NOSE_TIP];
        float slack = middle ? 1.5f * portrait.pixelsPerCm : 0;
        boolean side = !sided || !name.endsWith("LEFT") && !name.endsWith("RIGHT")
                || (name.endsWith("LEFT") ? x > centre - slack : x < centre + slack);
        return high && side;
    }

    @ParameterizedTest
    @ValueSource(strings = {"w1", "w2", "w3", "m1", "m2", "m3"})
    void aBlinkHidesTheIris(String id) {
        ExplicitPortrait person = Faces.portrait(id);
        I420Frame open = Faces.draw(person, Faces.rest());
        float[] blink = Faces.with(Faces.with(Blendshape.EYE_BLINK_LEFT, 1), Blendshape.EYE_BLINK_RIGHT, 1);
        I420Frame shut = Faces.draw(person, blink);
        for (EyePlate eye : new EyePlate[] {person.leftEye, person.rightEye}) {
            assertThat(irisLuma(shut, eye)).isGreaterThan(irisLuma(open, eye) + 12);
            float[] moved = Faces.vertices(person, blink);
            for (int j = 0; j < eye.eye().upper().length; j++) {
                assertThat(moved[3 * eye.eye().lower()[j] + 1] - moved[3 * eye.eye().upper()[j] + 1]).isLessThan(0.1f);
            }
        }
    }

    /** Mean luma a little above the iris centre, where a closed lid shows skin. */
    private static double irisLuma(I420Frame frame, EyePlate eye) {
        double sum = 0;
        int n = 0;
        for (int y = Math.round(eye.centreY() - 3); y <= eye.centreY() + 1; y++) {
            for (int x = Math.round(eye.centreX() - 5); x <= eye.centreX() + 5; x++, n++) {
                sum += frame.y()[y * SIZE + x] & 0xFF;
            }
        }
        return sum / n;
    }

    @ParameterizedTest
    @ValueSource(strings = {"w1", "w2", "w3", "m1", "m2", "m3"})
    void lipsTouchAtRestAndWhenMouthCloseMeetsTheJaw(String id) {
        ExplicitPortrait person = Faces.portrait(id);
        assertThat(gap(person, Faces.rest())).isLessThan(0.1f);
        float[] open = Faces.with(Blendshape.JAW_OPEN, 0.4f);
        assertThat(gap(person, open)).isGreaterThan(0.5f * person.pixelsPerCm);
        assertThat(gap(person, Faces.with(open, Blendshape.MOUTH_CLOSE, 0.4f))).isLessThan(0.5f);
    }

    private static float gap(ExplicitPortrait person, float[] latent) {
        float[] moved = Faces.vertices(person, latent);
        float gap = 0;
        for (int j = 0; j < FaceTopology.UPPER_SEAM.length; j++) {
            float upper = moved[3 * FaceTopology.UPPER_SEAM[j] + 1];
            gap = Math.max(gap, moved[3 * FaceTopology.LOWER_SEAM[j] + 1] - upper);
        }
        return gap;
    }

    @Test
    void anOpenMouthIsDarkAndHasTeeth() {
        float[] latent = Faces.with(Faces.with(Blendshape.JAW_OPEN, 0.4f), Blendshape.MOUTH_UPPER_UP_LEFT, 0.3f);
        latent = Faces.with(latent, Blendshape.MOUTH_UPPER_UP_RIGHT, 0.3f);
        I420Frame frame = Faces.draw(portrait, latent);
        float[] moved = Faces.vertices(portrait, latent);
        int x = Math.round(moved[3 * 13]);
        int top = Math.round(moved[3 * 13 + 1]);
        int bottom = Math.round(moved[3 * 14 + 1]);
        int brightest = 0;
        int darkest = 255;
        for (int y = top + 2; y < bottom - 1; y++) {
            for (int dx = -4; dx <= 4; dx++) {
                int luma = frame.y()[y * SIZE + x + dx] & 0xFF;
                brightest = Math.max(brightest, luma);
                darkest = Math.min(darkest, luma);
            }
        }
        assertThat(brightest).as("teeth").isGreaterThan(120);
        assertThat(darkest).as("depth").isLessThan(60);
    }

    @Test
    void anEyeLooksAsFarAsItIsTold() {
        float[] aside = Faces.with(Faces.with(Blendshape.EYE_LOOK_OUT_LEFT, 0.5f), Blendshape.EYE_LOOK_IN_RIGHT, 0.5f);
        I420Frame ahead = Faces.draw(portrait, Faces.rest());
        I420Frame turned = Faces.draw(portrait, aside);
        double wanted = 2.05 * Math.sin(Math.toRadians(0.5 * ExplicitMotion.EYE_LOOK_DEGREES));
        for (EyePlate eye : new EyePlate[] {portrait.leftEye, portrait.rightEye}) {
            double shift = darkCentre(turned, eye) - darkCentre(ahead, eye);
            assertThat(shift / eye.radius()).isBetween(0.6 * wanted, 1.4 * wanted);
        }
    }

    /** Column of the darkest stuff in an eye. */
    private static double darkCentre(I420Frame frame, EyePlate eye) {
        double weight = 0;
        double sum = 0;
        for (int y = Math.round(eye.centreY() - 2); y <= eye.centreY() + 2; y++) {
            for (int x = Math.round(eye.centreX() - 1.7f * eye.radius()); x <= eye.centreX()
                    + 1.7f * eye.radius(); x++) {
                double w = Math.max(0, 80 - (frame.y()[y * SIZE + x] & 0xFF));
                weight += w;
                sum += w * x;
            }
        }
        return sum / weight;
    }
}
