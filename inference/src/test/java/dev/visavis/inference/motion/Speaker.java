package dev.visavis.inference.motion;

import dev.visavis.inference.audio.AudioEncoder;
import dev.visavis.inference.audio.BandAudioEncoder;
import dev.visavis.inference.audio.BandFeatures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Test helper: speech through encoder and plain generator, latents out. */
final class Speaker {
    private final AudioEncoder encoder = new BandAudioEncoder();
    private final MotionGenerator generator;
    private final float[] features = new float[BandFeatures.SIZE];
    private final float[][] hop = new float[1][ExplicitMotion.SIZE];

    Speaker(long seed) {
        generator = new PlainMotionGenerator(seed);
    }

    static List<float[]> motionOf(float[] pcm, long seed) {
        return new Speaker(seed).say(pcm, MotionControls.NEUTRAL);
    }

    static List<float[]> idle(double seconds, long seed, MotionControls controls) {
        return new Speaker(seed).say(new float[(int) (seconds * AudioEncoder.SAMPLE_RATE_HZ)], controls);
    }

    List<float[]> say(float[] pcm, MotionControls controls) {
        List<float[]> latents = new ArrayList<>();
        for (int at = 0; at + AudioEncoder.TICK_SAMPLES <= pcm.length; at += AudioEncoder.TICK_SAMPLES) {
            if (encoder.encode(Arrays.copyOfRange(pcm, at, at + AudioEncoder.TICK_SAMPLES), features)
                    && generator.generate(features, MotionGenerator.NO_PARTNER_DB, controls, hop) == 1) {
                latents.add(hop[0].clone());
            }
        }
        return latents;
    }

    void rewind(long frame) {
        encoder.rewind(frame);
        generator.rewind(frame);
    }

    MotionGenerator generator() {
        return generator;
    }

    static float value(float[] latent, Blendshape shape) {
        return latent[ExplicitMotion.index(shape)];
    }

    /** The track of one number of the latent. */
    static double[] track(List<float[]> latents, int index) {
        return latents.stream().mapToDouble(latent -> latent[index]).toArray();
    }

    static double[] track(List<float[]> latents, Blendshape shape) {
        return track(latents, ExplicitMotion.index(shape));
    }
}
