package dev.visavis.agent.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.visavis.agent.transport.MediaTransport;
import dev.visavis.inference.audio.AudioEncoder;
import dev.visavis.inference.audio.Resampler;
import dev.visavis.inference.motion.Blendshape;
import dev.visavis.inference.motion.ExplicitMotion;
import dev.visavis.inference.motion.MotionControls;
import dev.visavis.inference.motion.MotionGenerator;
import dev.visavis.inference.pack.ModelPack;
import dev.visavis.inference.pack.ModelPacks;
import org.junit.jupiter.api.Test;

class BabbleTest {
    @Test
    void opensAndClosesTheMouth() throws Exception {
        double widest = 0;
        double closedAfter = 1;
        Babble babble = new Babble();
        short[] said = new short[MediaTransport.TICK_SAMPLES];
        float[] pcm = new float[MediaTransport.TICK_SAMPLES];
        float[] pcm16k = new float[AudioEncoder.TICK_SAMPLES];
        Resampler resampler = new Resampler(MediaTransport.SAMPLE_RATE_HZ, AudioEncoder.SAMPLE_RATE_HZ,
                MediaTransport.TICK_SAMPLES);
        try (ModelPack pack = ModelPacks.explicit();
                AudioEncoder encoder = pack.newAudioEncoder();
                MotionGenerator motion = pack.newMotionGenerator(1)) {
            float[] features = new float[pack.spec().featureSize()];
            float[][] hop = new float[pack.spec().hopFrames()][pack.spec().latentSize()];
            for (int tick = 0; tick < 200; tick++) {
                babble.speak(said);
                for (int i = 0; i < pcm.length; i++) {
                    pcm[i] = said[i] / (float) Short.MAX_VALUE;
                }
                resampler.process(pcm, pcm.length, pcm16k);
                if (encoder.encode(pcm16k, features)) {
                    int made = motion.generate(features, MotionGenerator.NO_PARTNER_DB, MotionControls.NEUTRAL, hop);
                    for (int i = 0; i < made; i++) {
                        double jaw = hop[i][ExplicitMotion.index(Blendshape.JAW_OPEN)];
                        closedAfter = widest > 0.3 ? Math.min(closedAfter, jaw) : 1;
                        widest = Math.max(widest, jaw);
                    }
                }
            }
        }
        assertThat(widest).isGreaterThan(0.3);
        assertThat(closedAfter).isLessThan(0.1);
    }
}
