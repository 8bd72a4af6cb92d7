package dev.visavis.inference.pack;

import dev.visavis.inference.audio.AudioEncoder;
import dev.visavis.inference.audio.BandAudioEncoder;
import dev.visavis.inference.audio.BandFeatures;
import dev.visavis.inference.audio.StreamingAudioEncoder;
import dev.visavis.inference.motion.ExplicitMotion;
import dev.visavis.inference.motion.MotionGenerator;
import dev.visavis.inference.motion.PlainMotionGenerator;
import dev.visavis.inference.motion.StreamingMotionGenerator;
import dev.visavis.inference.portrait.Portrait;
import dev.visavis.inference.portrait.PortraitException;
import dev.visavis.inference.portrait.PortraitSource;
import dev.visavis.inference.render.ExplicitFaceDecoder;
import dev.visavis.inference.render.ExplicitPortrait;
import dev.visavis.inference.render.ExplicitPortraitEncoder;
import dev.visavis.inference.render.FaceDecoder;
import dev.visavis.inference.render.FaceModel;
import dev.visavis.inference.runtime.ExecutionProvider;
import dev.visavis.inference.runtime.OnnxModel;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The pack of the explicit renderer: {@code face.safetensors}, and the models {@code audioEncoder} and {@code motion},
 * which run on the processor wherever the pack was loaded for: they are small, and their int8 products have no CUDA
 * kernel. A pack without models moves by the plain generator.
 */
final class ExplicitPack implements ModelPack {
    private static final String FACE = "face.safetensors";
    private static final String AUDIO = "audioEncoder";
    private static final String MOTION = "motion";

    private final PackSpec spec;
    private final ExplicitPortraitEncoder portraitEncoder;
    private final List<OnnxModel> models = new ArrayList<>();

    ExplicitPack(PackFiles files) throws PackException {
        spec = files.manifest().spec();
        check(files, "latentSize", spec.latentSize(), ExplicitMotion.SIZE);
        check(files, "hopFrames", spec.hopFrames(), 1);
        boolean plain = files.manifest().models().isEmpty();
        if (plain) {
            check(files, "featureSize", spec.featureSize(), BandFeatures.SIZE);
            check(files, "look-ahead in ms", spec.lookaheadMs(), PlainMotionGenerator.LOOKAHEAD_MS);
        } else {
            checkShapes(files);
        }
        try {
            FaceModel face = FaceModel.read(ByteBuffer.wrap(files.read(FACE)));
            portraitEncoder = new ExplicitPortraitEncoder(face, spec.width(), spec.height());
        } catch (IllegalArgumentException e) {
            throw files.problem(FACE + ": " + e.getMessage(), e);
        }
        if (!plain) {
            load(files);
        }
    }

    private static void checkShapes(PackFiles files) throws PackException {
        PackManifest pack = files.manifest();
        TensorShapes shapes = new TensorShapes(files);
        shapes.input(AUDIO, "pcm", 1, AudioEncoder.FRAME_SAMPLES);
        shapes.output(AUDIO, "feature", 1, pack.featureSize());
        shapes.flows(AUDIO, AUDIO, "state");
        shapes.input(MOTION, "features", 1, pack.featureSize());
        shapes.input(MOTION, "partner", 1, 1);
        shapes.input(MOTION, "controls", 1, StreamingMotionGenerator.CONTROLS);
        shapes.input(MOTION, "noise", 1, TensorShapes.ANY);
        shapes.output(MOTION, "latents", 1, pack.latentSize());
        shapes.flows(MOTION, MOTION, "state");
    }

    private void load(PackFiles files) throws PackException {
        try {
            models.add(files.model(AUDIO, ExecutionProvider.CPU));
            models.add(files.model(MOTION, ExecutionProvider.CPU));
        } catch (PackException e) {
            close();
            throw e;
        }
    }

    private static void check(PackFiles files, String field, int said, int needed) throws PackException {
        if (said != needed) {
            throw files.problem("an explicit pack has " + field + " " + needed + ", pack.json says " + said);
        }
    }

    @Override
    public PackSpec spec() {
        return spec;
    }

    @Override
    public Portrait openPortrait(PortraitSource source) throws PortraitException {
        return portraitEncoder.encode(source);
    }

    @Override
    public AudioEncoder newAudioEncoder() {
        return models.isEmpty()
                ? new BandAudioEncoder()
                : new StreamingAudioEncoder(models.get(0), spec.lookaheadMs());
    }

    @Override
    public MotionGenerator newMotionGenerator(long seed) {
        return models.isEmpty() ? new PlainMotionGenerator(seed) : new StreamingMotionGenerator(models.get(1), seed);
    }

    @Override
    public FaceDecoder newFaceDecoder(Portrait portrait) {
        if (!(portrait instanceof ExplicitPortrait explicit) || explicit.width() != spec.width()
                || explicit.height() != spec.height()) {
            throw new IllegalArgumentException(
                    "portrait " + portrait.name() + " was not opened by pack " + spec.name());
        }
        return new ExplicitFaceDecoder(explicit);
    }

    @Override
    public void close() {
        models.forEach(OnnxModel::close);
        models.clear();
    }
}
