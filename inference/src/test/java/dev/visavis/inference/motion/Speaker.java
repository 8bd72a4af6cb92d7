package dev.visavis.inference.motion;

import dev.visavis.inference.audio.AudioEncoder;
import dev.visavis.inference.audio.SpeechLevel;
import dev.visavis.inference.pack.ModelPack;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/** Test helper: speech through a pack's audio encoder and motion generator, latents out. */
final class Speaker implements AutoCloseable {
    private static final int TICK = AudioEncoder.TICK_SAMPLES;

    private final AudioEncoder encoder;
    private final MotionGenerator generator;
    private final SpeechLevel partner = new SpeechLevel();
    private final float[] features;
    private final float[][] hop;

    Speaker(ModelPack pack, long seed) {
        encoder = pack.newAudioEncoder();
        generator = pack.newMotionGenerator(seed);
        features = new float[pack.spec().featureSize()];
        hop = new float[pack.spec().hopFrames()][pack.spec().latentSize()];
    }

    /** A call of its own. */
    static List<float[]> motionOf(ModelPack pack, float[] pcm, long seed, MotionControls controls) {
        try (Speaker speaker = new Speaker(pack, seed)) {
            return speaker.say(pcm, controls);
        }
    }

    /** A call without a word. */
    static List<float[]> idle(ModelPack pack, double seconds, long seed, MotionControls controls) {
        return motionOf(pack, new float[(int) (seconds * AudioEncoder.SAMPLE_RATE_HZ)], seed, controls);
    }

    /** Goes on speaking; gives the frames that this makes possible. */
    List<float[]> say(float[] pcm, MotionControls controls) {
        return converse(pcm, new float[pcm.length], controls);
    }

    List<float[]> converse(float[] pcm, float[] partnerPcm, MotionControls controls) {
        List<float[]> latents = new ArrayList<>();
        for (int at = 0; at + TICK <= pcm.length; at += TICK) {
            partner.add(Arrays.copyOfRange(partnerPcm, at, at + TICK));
            if (encoder.encode(Arrays.copyOfRange(pcm, at, at + TICK), features)) {
                int made = generator.generate(features, partner.db(), controls, hop);
                for (int i = 0; i < made; i++) {
                    latents.add(hop[i].clone());
                }
            }
        }
        return latents;
    }

    void rewind(long frame) {
        encoder.rewind(frame);
        generator.rewind(frame);
    }

    @Override
    public void close() {
        encoder.close();
        generator.close();
    }

    /** A real voice that training never heard: LibriSpeech test-other 2033-164914-0000, CC BY 4.0, 9 s at 16 kHz. */
    static float[] recording() throws IOException, UnsupportedAudioFileException {
        try (InputStream in = Speaker.class
                .getResourceAsStream("/dev/visavis/inference/librispeech-2033-164914-0000.wav");
                AudioInputStream wav = AudioSystem.getAudioInputStream(new BufferedInputStream(in))) {
            byte[] bytes = wav.readAllBytes();
            float[] pcm = new float[bytes.length / 2];
            for (int i = 0; i < pcm.length; i++) {
                pcm[i] = (short) (bytes[2 * i] & 0xFF | bytes[2 * i + 1] << 8) / 32768f;
            }
            return pcm;
        }
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

    /** Where the eyes look within the head, degrees to image right. */
    static double[] eyeYaw(List<float[]> latents) {
        return eye(latents, Blendshape.EYE_LOOK_OUT_LEFT, Blendshape.EYE_LOOK_IN_LEFT);
    }

    /** Where the eyes look within the head, degrees up. */
    static double[] eyePitch(List<float[]> latents) {
        return eye(latents, Blendshape.EYE_LOOK_UP_LEFT, Blendshape.EYE_LOOK_DOWN_LEFT);
    }

    private static double[] eye(List<float[]> latents, Blendshape plus, Blendshape minus) {
        return latents.stream().mapToDouble(latent -> ExplicitMotion.EYE_LOOK_DEGREES
                * (value(latent, plus) - value(latent, minus))).toArray();
    }
}
