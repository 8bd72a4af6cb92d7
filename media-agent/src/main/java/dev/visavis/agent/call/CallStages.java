package dev.visavis.agent.call;

import dev.visavis.inference.VideoFormat;
import dev.visavis.inference.audio.AudioEncoder;
import dev.visavis.inference.motion.MotionGenerator;
import dev.visavis.inference.pack.ModelPack;
import dev.visavis.inference.pack.PackSpec;
import dev.visavis.inference.portrait.Portrait;
import dev.visavis.inference.provenance.ProvenanceMark;
import dev.visavis.inference.render.FaceDecoder;

/**
 * The engine's stages of one call, from one pack.
 *
 * @param spec sizes and rates of them all
 * @param format of the picture: what the face decoder draws, at the rate it is sent
 */
public record CallStages(PackSpec spec, AudioEncoder audioEncoder, MotionGenerator motionGenerator,
        FaceDecoder faceDecoder, ProvenanceMark provenanceMark, VideoFormat format) implements AutoCloseable {
    /**
     * Fresh stages.
     *
     * @param faceDecoder made by the same pack
     * @param format that the face decoder draws
     * @param provenanceMark the call's own; closed with the stages
     * @param seed same seed and same speech, same video
     */
    public static CallStages of(ModelPack pack, FaceDecoder faceDecoder, VideoFormat format,
            ProvenanceMark provenanceMark, long seed) {
        return new CallStages(pack.spec(), pack.newAudioEncoder(), pack.newMotionGenerator(seed),
                faceDecoder, provenanceMark, format);
    }

    /** Fresh stages in the pack's own format, before the photo's own background. */
    public static CallStages of(ModelPack pack, Portrait portrait, ProvenanceMark provenanceMark, long seed) {
        return of(pack, pack.newFaceDecoder(portrait), pack.spec().format(), provenanceMark, seed);
    }

    /** The same with another face; the one before is not closed. */
    CallStages with(FaceDecoder other) {
        return new CallStages(spec, audioEncoder, motionGenerator, other, provenanceMark, format);
    }

    @Override
    public void close() {
        audioEncoder.close();
        motionGenerator.close();
        faceDecoder.close();
        provenanceMark.close();
    }
}
