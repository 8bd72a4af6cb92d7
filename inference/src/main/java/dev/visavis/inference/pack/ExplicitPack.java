package dev.visavis.inference.pack;

import dev.visavis.inference.audio.AudioEncoder;
import dev.visavis.inference.audio.BandAudioEncoder;
import dev.visavis.inference.audio.BandFeatures;
import dev.visavis.inference.motion.ExplicitMotion;
import dev.visavis.inference.motion.MotionGenerator;
import dev.visavis.inference.motion.PlainMotionGenerator;
import dev.visavis.inference.portrait.Portrait;
import dev.visavis.inference.portrait.PortraitException;
import dev.visavis.inference.portrait.PortraitSource;
import dev.visavis.inference.render.ExplicitFaceDecoder;
import dev.visavis.inference.render.ExplicitPortrait;
import dev.visavis.inference.render.ExplicitPortraitEncoder;
import dev.visavis.inference.render.FaceDecoder;
import dev.visavis.inference.render.FaceModel;
import java.nio.ByteBuffer;

/** The pack of the explicit renderer: {@code face.safetensors}, and motion without a model of its own. */
final class ExplicitPack implements ModelPack {
    private static final String FACE = "face.safetensors";

    private final PackSpec spec;
    private final ExplicitPortraitEncoder portraitEncoder;

    ExplicitPack(PackFiles files) throws PackException {
        spec = files.manifest().spec();
        check(files, "featureSize", spec.featureSize(), BandFeatures.SIZE);
        check(files, "latentSize", spec.latentSize(), ExplicitMotion.SIZE);
        check(files, "hopFrames", spec.hopFrames(), 1);
        check(files, "look-ahead in ms", spec.lookaheadMs(), PlainMotionGenerator.LOOKAHEAD_MS);
        try {
            FaceModel face = FaceModel.read(ByteBuffer.wrap(files.read(FACE)));
            portraitEncoder = new ExplicitPortraitEncoder(face, spec.width(), spec.height());
        } catch (IllegalArgumentException e) {
            throw files.problem(FACE + ": " + e.getMessage(), e);
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
        return new BandAudioEncoder();
    }

    @Override
    public MotionGenerator newMotionGenerator(long seed) {
        return new PlainMotionGenerator(seed);
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
        // nothing outside the heap
    }
}
