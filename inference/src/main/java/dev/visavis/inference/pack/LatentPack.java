package dev.visavis.inference.pack;

import dev.visavis.inference.VideoFormat;
import dev.visavis.inference.audio.AudioEncoder;
import dev.visavis.inference.audio.StreamingAudioEncoder;
import dev.visavis.inference.latent.LatentFaceDecoder;
import dev.visavis.inference.latent.LatentMotionGenerator;
import dev.visavis.inference.latent.LatentPortrait;
import dev.visavis.inference.latent.LatentPortraitEncoder;
import dev.visavis.inference.motion.Emotion;
import dev.visavis.inference.motion.MotionGenerator;
import dev.visavis.inference.portrait.Portrait;
import dev.visavis.inference.portrait.PortraitException;
import dev.visavis.inference.portrait.PortraitSource;
import dev.visavis.inference.render.Background;
import dev.visavis.inference.render.FaceDecoder;
import dev.visavis.inference.runtime.ExecutionProvider;
import dev.visavis.inference.runtime.OnnxModel;
import dev.visavis.inference.runtime.TensorSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * A pack whose four stages are ONNX models: {@code portraitEncoder}, {@code audioEncoder}, {@code motion} and
 * {@code decoder}. The tensors' roles and shapes are those of the classes in {@link dev.visavis.inference.latent}.
 */
final class LatentPack implements ModelPack {
    /** Look-ahead of a causal audio encoder: to the end of the frame. */
    private static final int HALF_FRAME_MS = 20;
    private static final int FRAME_MS = 40;

    private final PackSpec spec;
    private final float audioScale;
    private final float gazeScale;
    private final List<OnnxModel> models = new ArrayList<>();
    private final LatentPortraitEncoder portraitEncoder;
    private final OnnxModel audioEncoder;
    private final OnnxModel motion;
    private final OnnxModel decoder;

    LatentPack(PackFiles files, ExecutionProvider provider) throws PackException {
        PackManifest manifest = files.manifest();
        checkShapes(files);
        spec = manifest.spec();
        audioScale = scale(files, "audio");
        gazeScale = scale(files, "gaze");
        try {
            portraitEncoder = new LatentPortraitEncoder(load(files, "portraitEncoder", provider));
            audioEncoder = load(files, "audioEncoder", provider);
            motion = load(files, "motion", provider);
            decoder = load(files, "decoder", provider);
        } catch (PackException e) {
            close();
            throw e;
        }
    }

    private static void checkShapes(PackFiles files) throws PackException {
        PackManifest pack = files.manifest();
        TensorShapes shapes = new TensorShapes(files);
        TensorSpec image = shapes.input("portraitEncoder", "image", 1, 3, TensorShapes.ANY, TensorShapes.ANY);
        if (!image.shape().get(2).equals(image.shape().get(3))) {
            throw files.problem("portraitEncoder input 'image' must be square, pack.json says " + image.shape());
        }
        shapes.flows("portraitEncoder", "decoder", "appearance");
        shapes.input("audioEncoder", "pcm", 1, AudioEncoder.FRAME_SAMPLES);
        shapes.output("audioEncoder", "feature", 1, pack.featureSize());
        shapes.flows("audioEncoder", "audioEncoder", "state");
        checkMotion(files, shapes);
        shapes.input("decoder", "latent", 1, pack.latentSize());
        shapes.output("decoder", "frame", 1, pack.height(), pack.width(), 3);
    }

    private static void checkMotion(PackFiles files, TensorShapes shapes) throws PackException {
        PackManifest pack = files.manifest();
        TensorSpec window = shapes.input("motion", "features", 1, TensorShapes.ANY, pack.featureSize());
        int lookaheadMs = (window.shape().get(1) - pack.hopFrames()) * FRAME_MS + HALF_FRAME_MS;
        if (pack.lookaheadMs() != lookaheadMs) {
            throw files.problem("lookaheadMs must be " + lookaheadMs + " for " + pack.hopFrames() + " frames from "
                    + window.shape().get(1) + " feature frames, pack.json says " + pack.lookaheadMs());
        }
        shapes.input("motion", "previousLatents", 1, pack.previousFrames(), pack.latentSize());
        shapes.input("motion", "previousFeatures", 1, pack.previousFrames(), pack.featureSize());
        shapes.input("motion", "gaze", 1, 2);
        shapes.input("motion", "distance", 1, 1);
        shapes.input("motion", "emotion", 1, Emotion.values().length);
        shapes.input("motion", "guidance", 1, 2);
        shapes.input("motion", "noise", 1, pack.hopFrames(), pack.latentSize());
        shapes.output("motion", "latents", 1, pack.hopFrames(), pack.latentSize());
    }

    private static float scale(PackFiles files, String condition) throws PackException {
        Float scale = files.manifest().cfgScales().get(condition);
        if (scale == null) {
            throw files.problem("pack.json has no cfgScales." + condition);
        }
        return scale;
    }

    private OnnxModel load(PackFiles files, String stage, ExecutionProvider provider) throws PackException {
        OnnxModel model = files.model(stage, provider);
        models.add(model);
        return model;
    }

    @Override
    public PackSpec spec() {
        return spec;
    }

    @Override
    public Portrait openPortrait(PortraitSource source, VideoFormat format) throws PortraitException {
        if (format.width() != spec.width() || format.height() != spec.height()) {
            throw new PortraitException("Pack " + spec.name() + " draws pictures of " + spec.format().size()
                    + " only, not " + format.size() + ".");
        }
        return portraitEncoder.encode(source);
    }

    @Override
    public AudioEncoder newAudioEncoder() {
        return new StreamingAudioEncoder(audioEncoder, HALF_FRAME_MS);
    }

    @Override
    public MotionGenerator newMotionGenerator(long seed) {
        return new LatentMotionGenerator(motion, audioScale, gazeScale, seed);
    }

    @Override
    public FaceDecoder newFaceDecoder(Portrait portrait, Background background) {
        if (!(portrait instanceof LatentPortrait latent) || !latent.isFrom(portraitEncoder)) {
            throw new IllegalArgumentException(
                    "portrait " + portrait.name() + " was not opened by pack " + spec.name());
        }
        if (!background.equals(Background.OWN)) {
            throw new IllegalArgumentException("pack " + spec.name() + " keeps the photo's own background");
        }
        return new LatentFaceDecoder(decoder, latent);
    }

    @Override
    public void close() {
        models.forEach(OnnxModel::close);
        models.clear();
    }
}
