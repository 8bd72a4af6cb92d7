package dev.visavis.inference.pack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.visavis.inference.audio.AudioEncoder;
import dev.visavis.inference.motion.MotionControls;
import dev.visavis.inference.motion.MotionGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The training pipeline in miniature, from sound with phones to a pack: {@code visavis_training.smoke}. TRAINING_PYTHON
 * names a Python with what it needs; {@code ./visavis test} sets one up.
 */
class TrainingTest {
    private static final String PYTHON = System.getenv("TRAINING_PYTHON");
    private static final String EXPLICIT = "/dev/visavis/inference/explicit/";

    @TempDir
    Path folder;

    @Test
    void aPackThatWasJustTrainedRunsAsInTraining() throws Exception {
        Assumptions.assumeTrue(PYTHON != null, "TRAINING_PYTHON is not set; ./visavis test sets it");
        Path pack = folder.resolve("pack");
        copyExplicitPack(pack);

        train(pack);

        try (InputStream json = Files.newInputStream(pack.resolve("parity.json"))) {
            ParityFixture parity = new ParityFixture(json);
            parity.run(PackFiles.inFolder(pack));
            assertThat(parity.features()).as("features against float32").isLessThan(1e-3f);
            assertThat(parity.degrees()).as("angles against float32").isLessThan(1e-3f);
            assertThat(parity.coefficients()).as("coefficients against float32").isLessThan(1e-3f);
        }
        try (ModelPack loaded = ModelPacks.load(pack)) {
            assertThat(framesOfASecond(loaded)).isEqualTo(25 - 3);
        }
    }

    private static void copyExplicitPack(Path to) throws IOException {
        Files.createDirectory(to);
        for (String file : new String[] {"pack.json", "face.safetensors", "person.onnx"}) {
            try (InputStream in = TrainingTest.class.getResourceAsStream(EXPLICIT + file)) {
                Files.copy(in, to.resolve(file));
            }
        }
    }

    private void train(Path pack) throws IOException, InterruptedException {
        Path log = folder.resolve("log");
        ProcessBuilder builder = new ProcessBuilder(PYTHON, "-m", "visavis_training.smoke", "--pack", pack.toString())
                .directory(Path.of("training").toFile()).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        Process process = builder.start();
        boolean ended = process.waitFor(10, TimeUnit.MINUTES);
        process.destroyForcibly();
        assertThat(ended && process.exitValue() == 0).as(Files.readString(log, StandardCharsets.UTF_8)).isTrue();
    }

    private static int framesOfASecond(ModelPack pack) {
        int frames = 0;
        float[] features = new float[pack.spec().featureSize()];
        float[][] hop = new float[pack.spec().hopFrames()][pack.spec().latentSize()];
        float[] pcm = new float[AudioEncoder.TICK_SAMPLES];
        try (AudioEncoder encoder = pack.newAudioEncoder(); MotionGenerator generator = pack.newMotionGenerator(1)) {
            for (int tick = 0; tick < 100; tick++) {
                Arrays.fill(pcm, (float) Math.sin(tick) * .1f);
                if (encoder.encode(pcm, features)) {
                    frames += generator.generate(features, MotionGenerator.NO_PARTNER_DB, MotionControls.NEUTRAL, hop);
                }
            }
        }
        return frames;
    }
}
