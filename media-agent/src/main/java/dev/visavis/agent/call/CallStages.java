package dev.visavis.agent.call;

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
 */
public record CallStages(PackSpec spec, AudioEncoder audioEncoder, MotionGenerator motionGenerator,
        FaceDecoder faceDecoder, ProvenanceMark provenanceMark) implements AutoCloseable {
    /**
     * Fresh stages.
     *
     * @param portrait opened by the same pack
     * @param provenanceMark the call's own; closed with the stages
     * @param seed same seed and same speech, same video
     */
    public static CallStages of(ModelPack pack, Portrait portrait, ProvenanceMark provenanceMark, long seed) {
        return new CallStages(pack.spec(), pack.newAudioEncoder(), pack.newMotionGenerator(seed),
                pack.newFaceDecoder(portrait), provenanceMark);
    }

    @Override
    public void close() {
        audioEncoder.close();
        motionGenerator.close();
        faceDecoder.close();
        provenanceMark.close();
    }
}
