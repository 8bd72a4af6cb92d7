package dev.visavis.inference.pack;

import dev.visavis.inference.VideoFormat;
import dev.visavis.inference.audio.AudioEncoder;
import dev.visavis.inference.audio.StreamingAudioEncoder;
import dev.visavis.inference.encoder.ExplicitPortraitEncoder;
import dev.visavis.inference.encoder.PersonSegmenter;
import dev.visavis.inference.face.FaceModel;
import dev.visavis.inference.motion.ExplicitMotion;
import dev.visavis.inference.motion.MotionGenerator;
import dev.visavis.inference.motion.StreamingMotionGenerator;
import dev.visavis.inference.photo.FaceTracker;
import dev.visavis.inference.photo.PhotoAnalyzer;
import dev.visavis.inference.portrait.Portrait;
import dev.visavis.inference.portrait.PortraitException;
import dev.visavis.inference.portrait.PortraitSource;
import dev.visavis.inference.render.Background;
import dev.visavis.inference.render.ContactSheet;
import dev.visavis.inference.render.ExplicitFaceDecoder;
import dev.visavis.inference.render.ExplicitPortrait;
import dev.visavis.inference.render.FaceDecoder;
import dev.visavis.inference.runtime.ExecutionProvider;
import dev.visavis.inference.runtime.OnnxModel;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * The pack of the explicit renderer: {@code face.safetensors}, the model {@code matte}, and the models
 * {@code audioEncoder} and {@code motion}. They run on the processor wherever the pack was loaded for: they are small,
 * and int8 products have no CUDA kernel.
 */
final class ExplicitPack implements ModelPack {
    private static final String FACE = "face.safetensors";
    private static final String AUDIO = "audioEncoder";
    private static final String MOTION = "motion";
    private static final String MATTE = "matte";

    private final PackSpec spec;
    private final FaceModel face;
    private final PersonSegmenter segmenter;
    private final PhotoAnalyzer photos = PhotoAnalyzer.load();
    private final Map<String, OnnxModel> models = new HashMap<>();

    ExplicitPack(PackFiles files) throws PackException {
        spec = files.manifest().spec();
        check(files, "latentSize", spec.latentSize(), ExplicitMotion.SIZE);
        check(files, "hopFrames", spec.hopFrames(), 1);
        checkMotion(files);
        checkMatte(files);
        load(files, MATTE);
        load(files, AUDIO);
        load(files, MOTION);
        try {
            face = FaceModel.read(ByteBuffer.wrap(files.read(FACE)));
        } catch (IllegalArgumentException e) {
            close();
            throw files.problem(FACE + ": " + e.getMessage(), e);
        }
        segmenter = new PersonSegmenter(models.get(MATTE));
    }

    private static void checkMatte(PackFiles files) throws PackException {
        TensorShapes shapes = new TensorShapes(files);
        int side = PersonSegmenter.SIDE;
        shapes.input(MATTE, PersonSegmenter.IMAGE, 1, 3, side, side);
        shapes.output(MATTE, PersonSegmenter.PERSON, 1, 1, side, side);
    }

    private static void checkMotion(PackFiles files) throws PackException {
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

    private void load(PackFiles files, String stage) throws PackException {
        try {
            models.put(stage, files.model(stage, ExecutionProvider.CPU));
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
    public Portrait openPortrait(PortraitSource source, VideoFormat format) throws PortraitException {
        ExplicitPortraitEncoder encoder = new ExplicitPortraitEncoder(face, segmenter, format.width(), format.height());
        ExplicitPortrait portrait = encoder.encode(source);
        try (FaceTracker tracker = photos.newTracker(portrait.landmarks())) {
            encoder.setGains(portrait, (frame, near) -> tracker.look(ContactSheet.picture(frame), near));
        }
        return portrait;
    }

    @Override
    public AudioEncoder newAudioEncoder() {
        return new StreamingAudioEncoder(models.get(AUDIO), spec.lookaheadMs());
    }

    @Override
    public MotionGenerator newMotionGenerator(long seed) {
        return new StreamingMotionGenerator(models.get(MOTION), seed);
    }

    @Override
    public FaceDecoder newFaceDecoder(Portrait portrait, Background background) {
        if (!(portrait instanceof ExplicitPortrait explicit)) {
            throw new IllegalArgumentException(
                    "portrait " + portrait.name() + " was not opened by pack " + spec.name());
        }
        return new ExplicitFaceDecoder(explicit, background);
    }

    @Override
    public void close() {
        models.values().forEach(OnnxModel::close);
        models.clear();
        photos.close();
    }
}
