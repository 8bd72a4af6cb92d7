package dev.visavis.inference.motion;

import dev.visavis.inference.runtime.OnnxModel;
import dev.visavis.inference.runtime.StatefulRun;
import java.nio.FloatBuffer;

/**
 * The explicit pack's motion: a diffusion transformer over a rolling window (VASA-1, arXiv 2404.10667, section 3.2; Ruhe
 * et al. 2024), one evaluation a frame, all memory in a state vector ({@code inference/training/STREAMING.md}).
 *
 * <p>Inputs {@code features} 1xF, {@code partner} 1x1 in dBFS, {@code controls} 1x14 in the units of
 * {@link MotionControls}, {@code noise} 1xN and {@code state} 1xM; outputs {@code latents} 1xL and {@code state}. The
 * model eases the controls itself. The noise of a frame depends on seed and frame number alone. A frame comes with its
 * features; {@link #KEPT_FRAMES} frames can be gone back.
 */
public final class StreamingMotionGenerator implements MotionGenerator {
    /** How many frames back the generator can be rewound, 2 s. */
    public static final int KEPT_FRAMES = 50;
    /** Length of the controls: gaze 2, distance, emotions, expressiveness, head motion, blink rate. */
    public static final int CONTROLS = 6 + Emotion.values().length;

    private static final Emotion[] EMOTIONS = Emotion.values();

    private final StatefulRun run;
    private final FloatBuffer featuresIn;
    private final FloatBuffer partnerIn;
    private final FloatBuffer controlsIn;
    private final FloatBuffer noiseIn;
    private final FrameNoise noise;

    /**
     * @param model stays its owner's to close
     * @param seed same seed, features and controls, same motion
     */
    public StreamingMotionGenerator(OnnxModel model, long seed) {
        run = new StatefulRun(model, "latents", KEPT_FRAMES);
        featuresIn = run.input("features");
        partnerIn = run.input("partner");
        controlsIn = run.input("controls");
        noiseIn = run.input("noise");
        noise = new FrameNoise(seed);
    }

    @Override
    public int generate(float[] features, float partnerDb, MotionControls controls, float[][] latents) {
        featuresIn.clear().put(features, 0, featuresIn.capacity());
        partnerIn.put(0, partnerDb >= NO_PARTNER_DB ? Math.min(0, partnerDb) : NO_PARTNER_DB);
        put(controls);
        noiseIn.clear();
        for (int k = 0; k < noiseIn.capacity(); k++) {
            noiseIn.put((float) noise.gaussian(run.step(), k));
        }
        run.run();
        FloatBuffer latent = run.output();
        latent.get(latents[0], 0, latent.capacity());
        return 1;
    }

    private void put(MotionControls controls) {
        controlsIn.clear().put(controls.gazeYawDegrees()).put(controls.gazePitchDegrees()).put(controls.distance());
        for (Emotion emotion : EMOTIONS) {
            controlsIn.put(controls.emotion(emotion));
        }
        controlsIn.put(controls.expressiveness()).put(controls.headMotion()).put(controls.blinksPerMinute());
    }

    @Override
    public void rewind(long frame) {
        run.rewind(frame);
    }

    @Override
    public void closeLips(float[] latent, float openness) {
        ExplicitMotion.closeLips(latent, openness);
    }

    @Override
    public void close() {
        run.close();
    }
}
