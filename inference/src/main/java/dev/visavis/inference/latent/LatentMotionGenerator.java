package dev.visavis.inference.latent;

import dev.visavis.inference.motion.Emotion;
import dev.visavis.inference.motion.FrameNoise;
import dev.visavis.inference.motion.MotionControls;
import dev.visavis.inference.motion.MotionGenerator;
import dev.visavis.inference.runtime.OnnxModel;
import dev.visavis.inference.runtime.OnnxRun;
import java.nio.FloatBuffer;

/**
 * VASA-1's motion model as one graph, all sampling steps unrolled (arXiv 2404.10667, section 3.2): from features of the
 * hop and of the look-ahead behind it, what went before (X_pre, A_pre), the conditions and noise, to the hop's latents.
 *
 * <p>Inputs {@code features} 1xWxF, {@code previousLatents} 1xPxL, {@code previousFeatures} 1xPxF, {@code gaze} 1x2 in
 * degrees, {@code distance} 1x1, {@code emotion} 1x8, {@code guidance} 1x2 (audio scale times expressiveness, gaze scale)
 * and {@code noise} 1xHxL; output {@code latents} 1xHxL. The noise of a frame depends on seed and frame number alone.
 * After {@link #rewind} the next feature frame given must be that of the frame gone back to; two seconds are kept. Head
 * motion and blinks are the model's own; the partner, {@link MotionControls#headMotion()} and the blink rate are not used.
 */
public final class LatentMotionGenerator implements MotionGenerator {
    /** How many frames back the generator can be rewound. */
    public static final int REWIND_FRAMES = 50;

    private static final Emotion[] EMOTIONS = Emotion.values();

    private final OnnxRun run;
    private final FloatBuffer featuresIn;
    private final FloatBuffer previousLatentsIn;
    private final FloatBuffer previousFeaturesIn;
    private final FloatBuffer gazeIn;
    private final FloatBuffer distanceIn;
    private final FloatBuffer emotionIn;
    private final FloatBuffer guidanceIn;
    private final FloatBuffer noiseIn;
    private final FloatBuffer latentsOut;
    private final int window;
    private final int previous;
    private final int hop;
    private final int latentSize;
    private final float audioScale;
    private final float gazeScale;
    private final FrameNoise noise;
    private final FrameHistory features;
    private final FrameHistory latents;
    private long nextFeature;
    private long nextFrame;
    private long oldest;

    /**
     * @param model stays its owner's to close
     * @param audioScale guidance scale of the audio at expressiveness 1
     * @param gazeScale guidance scale of the gaze
     */
    public LatentMotionGenerator(OnnxModel model, float audioScale, float gazeScale, long seed) {
        run = model.newRun();
        featuresIn = run.floatInput("features");
        previousLatentsIn = run.floatInput("previousLatents");
        previousFeaturesIn = run.floatInput("previousFeatures");
        gazeIn = run.floatInput("gaze");
        distanceIn = run.floatInput("distance");
        emotionIn = run.floatInput("emotion");
        guidanceIn = run.floatInput("guidance");
        noiseIn = run.floatInput("noise");
        latentsOut = run.floatOutput("latents");
        window = model.inputs().get("features").shape().get(1);
        previous = model.inputs().get("previousLatents").shape().get(1);
        hop = model.inputs().get("noise").shape().get(1);
        latentSize = model.inputs().get("noise").shape().get(2);
        this.audioScale = audioScale;
        this.gazeScale = gazeScale;
        noise = new FrameNoise(seed);
        int kept = REWIND_FRAMES + previous + window;
        features = new FrameHistory(kept, model.inputs().get("features").shape().get(2));
        latents = new FrameHistory(kept, latentSize);
    }

    @Override
    public int generate(float[] feature, float partnerDb, MotionControls controls, float[][] out) {
        features.put(nextFeature++, feature);
        if (nextFeature < nextFrame + window) {
            return 0;
        }
        fill(featuresIn, features, nextFrame, window);
        fill(previousLatentsIn, latents, nextFrame - previous, previous);
        fill(previousFeaturesIn, features, nextFrame - previous, previous);
        condition(controls);
        drawNoise();
        run.run();
        latentsOut.clear();
        for (int i = 0; i < hop; i++) {
            latentsOut.get(out[i], 0, latentSize);
            latents.put(nextFrame + i, out[i]);
        }
        nextFrame += hop;
        oldest = Math.max(oldest, nextFrame - REWIND_FRAMES);
        return hop;
    }

    private static void fill(FloatBuffer input, FrameHistory history, long first, int count) {
        input.clear();
        for (int i = 0; i < count; i++) {
            input.put(history.get(first + i));
        }
    }

    private void condition(MotionControls controls) {
        gazeIn.clear().put(controls.gazeYawDegrees()).put(controls.gazePitchDegrees());
        distanceIn.clear().put(controls.distance());
        emotionIn.clear();
        for (Emotion e : EMOTIONS) {
            emotionIn.put(controls.emotion(e));
        }
        guidanceIn.clear().put(audioScale * controls.expressiveness()).put(gazeScale);
    }

    private void drawNoise() {
        noiseIn.clear();
        for (int i = 0; i < hop; i++) {
            for (int k = 0; k < latentSize; k++) {
                noiseIn.put((float) noise.gaussian(nextFrame + i, k));
            }
        }
    }

    @Override
    public void rewind(long frame) {
        if (frame > nextFrame || frame < oldest) {
            throw new IllegalArgumentException("cannot go back to frame " + frame + ": the " + REWIND_FRAMES
                    + " frames before the newest are kept, " + oldest + " to " + nextFrame);
        }
        nextFrame = frame;
        nextFeature = frame;
    }

    @Override
    public void close() {
        run.close();
    }
}
