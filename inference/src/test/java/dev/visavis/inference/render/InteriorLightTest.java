package dev.visavis.inference.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.visavis.inference.I420Frame;
import dev.visavis.inference.encoder.Faces;
import dev.visavis.inference.face.FaceTopology;
import dev.visavis.inference.image.Smooth;
import dev.visavis.inference.image.Yuv;
import dev.visavis.inference.motion.Blendshape;
import org.junit.jupiter.api.Test;

class InteriorLightTest {
    private static final float OPEN = 0.5f;

    /** A floor in one colour looks like a plate. */
    @Test
    void lightFallsOverTheLowerLipOntoTheTonguesFront() {
        ExplicitPortrait portrait = Faces.portrait("w3");
        float[] latent = Faces.with(Blendshape.JAW_OPEN, OPEN);
        I420Frame frame = Faces.draw(portrait, latent);
        float[] v = Faces.vertices(portrait, latent);
        float front = luma(frame, v, 4, 0.85f);
        assertThat(front).isGreaterThan(1.4f * luma(frame, v, 4, 0.55f));
        assertThat(front).isGreaterThan(1.2f * luma(frame, v, 1, 0.75f)).isGreaterThan(1.2f * luma(frame, v, 7, 0.75f));
    }

    /** Luma above black in one column of the opening, so far from its top to its bottom. */
    private static float luma(I420Frame frame, float[] v, int column, float down) {
        int upper = 3 * FaceTopology.UPPER_SEAM[column];
        int lower = 3 * FaceTopology.LOWER_SEAM[column];
        int x = Math.round(Smooth.mix(v[upper], v[lower], down));
        int y = Math.round(Smooth.mix(v[upper + 1], v[lower + 1], down));
        return (frame.y()[y * frame.width() + x] & 0xFF) - Yuv.BLACK;
    }
}
