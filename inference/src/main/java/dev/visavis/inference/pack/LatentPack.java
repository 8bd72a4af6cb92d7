package dev.visavis.inference.pack;

import dev.visavis.inference.audio.AudioEncoder;
import dev.visavis.inference.latent.LatentAudioEncoder;
import dev.visavis.inference.latent.LatentFaceDecoder;
import dev.visavis.inference.latent.LatentMotionGenerator;
import dev.visavis.inference.latent.LatentPortrait;
import dev.visavis.inference.latent.LatentPortraitEncoder;
import dev.visavis.inference.motion.MotionGenerator;
import dev.visavis.inference.portrait.Portrait;
import dev.visavis.inference.portrait.PortraitSource;
import dev.visavis.inference.render.FaceDecoder;
import dev.visavis.inference.runtime.ExecutionProvider;
import dev.visavis.inference.runtime.OnnxModel;
import java.util.ArrayList;
import java.util.List;

/**
 * A pack whose four stages are ONNX models: {@code portraitEncoder}, {@code audioEncoder}, {@code motion} and
 * {@code decoder}. The tensors' roles and shapes are those of the classes in {@link dev.visavis.inference.latent}.
 */
final class LatentPack implements ModelPack {
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
        new LatentShapes(files).check();
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
    public Portrait openPortrait(PortraitSource source) {
        return portraitEncoder.encode(source);
    }

    @Override
    public AudioEncoder newAudioEncoder() {
        return new LatentAudioEncoder(audioEncoder);
    }

    @Override
    public MotionGenerator newMotionGenerator(long seed) {
        return new LatentMotionGenerator(motion, audioScale, gazeScale, seed);
    }

    @Override
    public FaceDecoder newFaceDecoder(Portrait portrait) {
        if (!(portrait instanceof LatentPortrait latent) || !latent.isFrom(portraitEncoder)) {
            throw new IllegalArgumentException(
                    "portrait " + portrait.name() + " was not opened by pack " + spec.name());
        }
        return new LatentFaceDecoder(decoder, latent);
    }

    @Override
    public void close() {
        models.forEach(OnnxModel::close);
        models.clear();
    }
}
