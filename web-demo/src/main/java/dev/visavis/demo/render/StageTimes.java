package dev.visavis.demo.render;

import dev.visavis.inference.I420Frame;
import dev.visavis.inference.VideoFormat;
import dev.visavis.inference.audio.AudioEncoder;
import dev.visavis.inference.motion.MotionControls;
import dev.visavis.inference.motion.MotionGenerator;
import dev.visavis.inference.pack.ModelPack;
import dev.visavis.inference.pack.PackSpec;
import dev.visavis.inference.portrait.Portrait;
import dev.visavis.inference.portrait.PortraitException;
import dev.visavis.inference.portrait.PortraitSource;
import dev.visavis.inference.render.Background;
import dev.visavis.inference.render.FaceDecoder;
import java.util.function.LongSupplier;

/** A pack whose stages are those of another pack, with the time that each of them takes. */
final class StageTimes implements ModelPack {
    private final ModelPack pack;
    private final LongSupplier nowNs;
    private long audioNs;
    private long motionNs;
    private long renderNs;

    /** @param pack stays the caller's to close */
    StageTimes(ModelPack pack, LongSupplier nowNs) {
        this.pack = pack;
        this.nowNs = nowNs;
    }

    long audioNs() {
        return audioNs;
    }

    long motionNs() {
        return motionNs;
    }

    long renderNs() {
        return renderNs;
    }

    @Override
    public PackSpec spec() {
        return pack.spec();
    }

    @Override
    public Portrait openPortrait(PortraitSource source, VideoFormat format) throws PortraitException {
        return pack.openPortrait(source, format);
    }

    @Override
    public AudioEncoder newAudioEncoder() {
        AudioEncoder encoder = pack.newAudioEncoder();
        return new AudioEncoder() {
            @Override
            public boolean encode(float[] pcm, float[] features) {
                long beganNs = nowNs.getAsLong();
                boolean made = encoder.encode(pcm, features);
                audioNs += nowNs.getAsLong() - beganNs;
                return made;
            }

            @Override
            public void rewind(long frame) {
                encoder.rewind(frame);
            }

            @Override
            public void close() {
                encoder.close();
            }
        };
    }

    @Override
    public MotionGenerator newMotionGenerator(long seed) {
        MotionGenerator generator = pack.newMotionGenerator(seed);
        return new MotionGenerator() {
            @Override
            public int generate(float[] features, float partnerDb, MotionControls controls, float[][] latents) {
                long beganNs = nowNs.getAsLong();
                int made = generator.generate(features, partnerDb, controls, latents);
                motionNs += nowNs.getAsLong() - beganNs;
                return made;
            }

            @Override
            public void rewind(long frame) {
                generator.rewind(frame);
            }

            @Override
            public void close() {
                generator.close();
            }
        };
    }

    @Override
    public FaceDecoder newFaceDecoder(Portrait portrait, Background background) {
        FaceDecoder decoder = pack.newFaceDecoder(portrait, background);
        return new FaceDecoder() {
            @Override
            public void decode(float[] latent, I420Frame frame) {
                long beganNs = nowNs.getAsLong();
                decoder.decode(latent, frame);
                renderNs += nowNs.getAsLong() - beganNs;
            }

            @Override
            public void close() {
                decoder.close();
            }
        };
    }

    @Override
    public void close() {
        // the other pack is the caller's
    }
}
