package dev.visavis.inference.motion;

import static dev.visavis.inference.motion.ExplicitMotion.PITCH;
import static dev.visavis.inference.motion.ExplicitMotion.ROLL;
import static dev.visavis.inference.motion.ExplicitMotion.SCALE;
import static dev.visavis.inference.motion.ExplicitMotion.TX;
import static dev.visavis.inference.motion.ExplicitMotion.TY;
import static dev.visavis.inference.motion.ExplicitMotion.YAW;

import dev.visavis.inference.audio.BandFeatures;

/**
 * Motion without a diffusion model: lips from a small fitted network over {@link BandFeatures}, and head, gaze, blinks,
 * brows and breath from models with the statistics of real speakers. Latents are {@link ExplicitMotion}'s; the hop is
 * one frame.
 *
 * <p>Hears two feature frames beyond the one it makes, {@link #LOOKAHEAD_MS} past the frame's middle sample. Controls
 * are eased: 90 % of any change within 700 ms. After {@link #rewind} the next feature frame given must be that of the
 * frame gone back to; two seconds (50 frames) are kept. Values that are not numbers count as 0.
 */
public final class PlainMotionGenerator implements MotionGenerator {
    /** From a frame's middle sample to the last sample it needs: half its own span and two more. */
    public static final int LOOKAHEAD_MS = 100;

    static final double FRAME_S = 0.04;

    /** How much of a look to the side the head takes over, the eyes do the rest. */
    private static final double HEAD_SHARE = 0.5;
    private static final double CONTROL_EASE_S = 0.13;

    private final MotionMemory memory = new MotionMemory();
    private final FeatureWindow window = new FeatureWindow(memory);
    private final Articulation articulation = new Articulation(memory);
    private final EmotionBlend emotions = new EmotionBlend(memory);
    private final Eased gazeYaw = new Eased(memory, CONTROL_EASE_S, 0);
    private final Eased gazePitch = new Eased(memory, CONTROL_EASE_S, 0);
    private final Eased scale = new Eased(memory, CONTROL_EASE_S, 1);
    private final Eased expressiveness = new Eased(memory, CONTROL_EASE_S, 1);
    private final Eased loudness = new Eased(memory, 0.1, 0);
    private final HeadMotion head;
    private final GazeModel gaze;
    private final BlinkModel blinks;
    private final UpperFace upperFace;
    private final double breathsPerS;
    private long nextFrame;

    /** @param seed same seed, features and controls, same motion */
    public PlainMotionGenerator(long seed) {
        FrameNoise noise = new FrameNoise(seed).fork(1);
        head = new HeadMotion(noise.fork(2), memory);
        gaze = new GazeModel(noise.fork(3), memory);
        blinks = new BlinkModel(noise.fork(4), memory);
        upperFace = new UpperFace(noise.fork(5), memory);
        breathsPerS = 0.22 + 0.08 * noise.uniform(0, 0);
    }

    @Override
    public int generate(float[] features, float partnerDb, MotionControls controls, float[][] latents) {
        window.add(features);
        if (!window.isFull()) {
            return 0;
        }
        memory.save(nextFrame);
        make(controls, latents[0]);
        window.advance();
        nextFrame++;
        return 1;
    }

    private void make(MotionControls controls, float[] latent) {
        float[] now = window.frames()[1];
        float strength = (float) expressiveness.step(controls.expressiveness());
        ExplicitMotion.rest(latent);
        emotions.apply(controls, latent);
        articulation.apply(window.frames(), strength, latent);
        upperFace.raiseBrows(nextFrame, now[BandFeatures.LOUDNESS_DB], strength, latent);
        moveHeadAndEyes(controls, now, latent);
        for (int i = ExplicitMotion.POSE_SIZE; i < ExplicitMotion.SIZE; i++) {
            latent[i] = Math.max(0, Math.min(1, latent[i]));
        }
    }

    private void moveHeadAndEyes(MotionControls controls, float[] now, float[] latent) {
        double loud = loudness.step(now[BandFeatures.SPEECH] * Math.min(1, (now[BandFeatures.LOUDNESS_DB] + 40) / 45));
        double yaw = gazeYaw.step(controls.gazeYawDegrees());
        double pitch = gazePitch.step(controls.gazePitchDegrees());
        double[] turn = head.step(nextFrame, loud, controls.headMotion());
        double[] eyes = gaze.step(nextFrame, (1 - HEAD_SHARE) * yaw, (1 - HEAD_SHARE) * pitch, turn);
        UpperFace.look(eyes[0], eyes[1], latent);
        UpperFace.closeLids(blinks.step(nextFrame, controls.blinksPerMinute(), gaze.shifted()), latent);

        double breath = Math.sin(2 * Math.PI * breathsPerS * FRAME_S * nextFrame);
        latent[YAW] = (float) (HEAD_SHARE * yaw + turn[0]);
        latent[PITCH] = (float) (HEAD_SHARE * pitch + turn[1] + 0.25 * breath);
        latent[ROLL] = (float) turn[2];
        latent[TX] = (float) (0.003 * turn[0]); // the head turns about the neck, not about its own middle
        latent[TY] = (float) (-0.003 * turn[1] - 0.004 * breath);
        latent[SCALE] = (float) scale.step(1 / controls.distance());
    }

    @Override
    public void rewind(long frame) {
        if (frame == nextFrame) {
            memory.save(frame);
        }
        memory.restore(frame);
        window.rewound(frame);
        nextFrame = frame;
    }

    @Override
    public void closeLips(float[] latent, float openness) {
        ExplicitMotion.closeLips(latent, openness);
    }

    @Override
    public void close() {
        // holds nothing
    }
}
