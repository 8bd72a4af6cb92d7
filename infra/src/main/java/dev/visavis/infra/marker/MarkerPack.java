package dev.visavis.infra.marker;

import dev.visavis.inference.I420Frame;
import dev.visavis.inference.VideoFormat;
import dev.visavis.inference.audio.AudioEncoder;
import dev.visavis.inference.motion.MotionControls;
import dev.visavis.inference.motion.MotionGenerator;
import dev.visavis.inference.pack.ModelPack;
import dev.visavis.inference.pack.PackSpec;
import dev.visavis.inference.portrait.Portrait;
import dev.visavis.inference.portrait.PortraitSource;
import dev.visavis.inference.render.Background;
import dev.visavis.inference.render.FaceDecoder;
import java.util.Arrays;

/**
 * A pack for measuring instead of looking: where the speech holds a beep, the picture holds its position. Run through
 * the same call as any other pack, it shows how far voice and picture are apart when they reach the browser.
 *
 * <p>Payload of the {@link MarkerCode}: 1 bit event, 10 bits offset in samples at 16 kHz, 17 bits frame number.
 */
public final class MarkerPack implements ModelPack {
    /** Bits of the frame number at the low end of the payload. */
    public static final int FRAME_BITS = 17;
    /** Bits of the offset above the frame number. */
    public static final int OFFSET_BITS = 10;

    private static final int SIDE = 512;
    /** Frames that the generator waits, so that its look-ahead is that of a speaking pack. */
    private static final int WAIT_FRAMES = 2;
    private static final int LATENT = 3;
    private static final PackSpec SPEC = new PackSpec("marker", SIDE, SIDE, 25, OnsetEncoder.FEATURES, LATENT, 1,
            20 + WAIT_FRAMES * 40);

    @Override
    public PackSpec spec() {
        return SPEC;
    }

    @Override
    public Portrait openPortrait(PortraitSource source, VideoFormat format) {
        return source::name;
    }

    @Override
    public AudioEncoder newAudioEncoder() {
        return new OnsetEncoder();
    }

    @Override
    public MotionGenerator newMotionGenerator(long seed) {
        return new Delay();
    }

    @Override
    public FaceDecoder newFaceDecoder(Portrait portrait, Background background) {
        return new Painter();
    }

    @Override
    public void close() {
        // holds nothing
    }

    /** Passes features through as latents {frame, event, offset}, {@link #WAIT_FRAMES} frames later. */
    private static final class Delay implements MotionGenerator {
        private final float[][] waiting = new float[WAIT_FRAMES + 1][LATENT];
        private long heard;

        @Override
        public int generate(float[] features, float partnerDb, MotionControls controls, float[][] latents) {
            float[] slot = waiting[(int) (heard % waiting.length)];
            slot[0] = heard;
            slot[1] = features[0];
            slot[2] = features[1];
            heard++;
            if (heard <= WAIT_FRAMES) {
                return 0;
            }
            System.arraycopy(waiting[(int) (heard % waiting.length)], 0, latents[0], 0, LATENT);
            return 1;
        }

        @Override
        public void rewind(long frame) {
            heard = frame + WAIT_FRAMES;
        }

        @Override
        public void close() {
            // holds nothing
        }
    }

    /** Grey picture, the code on top, and a bar that moves so that no two frames are equal. */
    private static final class Painter implements FaceDecoder {
        @Override
        public void decode(float[] latent, I420Frame frame) {
            Arrays.fill(frame.y(), (byte) 90);
            Arrays.fill(frame.u(), (byte) 128);
            Arrays.fill(frame.v(), (byte) 128);
            int number = (int) latent[0];
            int bar = number * 8 % (SIDE - 32);
            for (int row = 200; row < 300; row++) {
                Arrays.fill(frame.y(), row * SIDE + bar, row * SIDE + bar + 32, (byte) 180);
            }
            int payload = ((int) latent[1] << OFFSET_BITS | (int) latent[2]) << FRAME_BITS
                    | number & (1 << FRAME_BITS) - 1;
            MarkerCode.paint(payload, frame);
        }

        @Override
        public void close() {
            // holds nothing
        }
    }
}
