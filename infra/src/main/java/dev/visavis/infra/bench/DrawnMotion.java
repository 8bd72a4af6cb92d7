package dev.visavis.infra.bench;

import dev.visavis.agent.call.CallStages;
import dev.visavis.inference.I420Frame;
import dev.visavis.inference.provenance.ProvenanceMark;
import dev.visavis.inference.render.FaceDecoder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers which motion each picture of a call was drawn from. Thread-safe. */
final class DrawnMotion {
    private final Map<Long, float[]> latents = new ConcurrentHashMap<>();
    private float[] last;

    /** The same stages, looked at: a picture is drawn, and marked with its number. */
    CallStages watch(CallStages stages) {
        FaceDecoder face = stages.faceDecoder();
        ProvenanceMark mark = stages.provenanceMark();
        return new CallStages(stages.spec(), stages.audioEncoder(), stages.motionGenerator(), new FaceDecoder() {
            @Override
            public void decode(float[] latent, I420Frame frame) {
                last = latent.clone();
                face.decode(latent, frame);
            }

            @Override
            public void close() {
                face.close();
            }
        }, new ProvenanceMark() {
            @Override
            public void mark(I420Frame frame, long frameIndex) {
                latents.put(frameIndex, last);
                mark.mark(frame, frameIndex);
            }

            @Override
            public void close() {
                mark.close();
            }
        }, stages.format());
    }

    /** Of a picture that was drawn more than once, the last. */
    float[] of(long picture) {
        return latents.get(picture);
    }
}
