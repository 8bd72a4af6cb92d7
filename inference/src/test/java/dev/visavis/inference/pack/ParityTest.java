package dev.visavis.inference.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import org.junit.jupiter.api.Test;

/**
 * The embedded pack gives what ONNX Runtime gave in training. Its products are int8: where a number lies between two
 * steps, another processor or version of ONNX Runtime rounds it otherwise, so this is no closer than the steps are; the
 * same chain in float32 is held to 1e-3 by {@link TrainingTest}.
 */
class ParityTest {
    private static final float TOLERANCE = 5e-2f;

    @Test
    void runsAsInTraining() throws Exception {
        try (InputStream json = ParityTest.class.getResourceAsStream("/dev/visavis/inference/motion/parity.json")) {
            ParityFixture parity = new ParityFixture(json);
            parity.run(PackFiles.onClassPath("/dev/visavis/inference/explicit/"));
            assertThat(parity.features()).as("features").isLessThan(TOLERANCE);
            assertThat(parity.degrees()).as("degrees").isLessThan(1);
            assertThat(parity.coefficients()).as("coefficients").isLessThan(TOLERANCE);
        }
    }
}
