package dev.visavis.agent.call;

import dev.visavis.inference.I420Frame;
import dev.visavis.inference.VideoFormat;
import dev.visavis.inference.audio.AudioEncoder;
import dev.visavis.inference.motion.MotionControls;
import dev.visavis.inference.motion.MotionGenerator;
import dev.visavis.inference.pack.PackSpec;
import dev.visavis.inference.provenance.ProvenanceMark;
import dev.visavis.inference.render.FaceDecoder;
import java.util.function.IntConsumer;

/**
 * Stages whose pictures tell what was heard: the luma at the top left is the loudest sample (0..255) of the 10 ms
 * around the middle of the frame's span, the next pixels hold the frame's number, the last the distance asked for.
 */
public final class FakeStages {
    static final int SIDE = 16;

    private final PackSpec spec;
    private IntConsumer onFrame = frame -> {
    };
    private int closed;

    /** @param lookaheadFrames feature frames after its own that a latent waits for */
    FakeStages(int hopFrames, int lookaheadFrames) {
        // the middle of a span is 20 ms before its end
        spec = new PackSpec("fake", SIDE, SIDE, 25, 1, 2, hopFrames, 20 + 40 * lookaheadFrames);
    }

    /** Called by the face decoder with each frame's number. */
    FakeStages onFrame(IntConsumer action) {
        onFrame = action;
        return this;
    }

    PackSpec spec() {
        return spec;
    }

    int closed() {
        return closed;
    }

    CallStages stages() {
        return stages(spec.format());
    }

    CallStages stages(VideoFormat format) {
        return new CallStages(spec, new Ears(), new Motion(), new Painter(), new Mark(), format);
    }

    /** Feature: the loudest sample of the middle two ticks' inner 10 ms. */
    private final class Ears implements AudioEncoder {
        private final float[] span = new float[FRAME_SAMPLES];
        private int heard;

        @Override
        public boolean encode(float[] pcm, float[] features) {
            System.arraycopy(pcm, 0, span, heard, TICK_SAMPLES);
            heard += TICK_SAMPLES;
            if (heard < FRAME_SAMPLES) {
                return false;
            }
            heard = 0;
            features[0] = 0;
            for (int i = FRAME_SAMPLES / 2 - TICK_SAMPLES / 2; i < FRAME_SAMPLES / 2 + TICK_SAMPLES / 2; i++) {
                features[0] = Math.max(features[0], Math.abs(span[i]));
            }
            return true;
        }

        @Override
        public void rewind(long frame) {
            heard = 0;
        }

        @Override
        public void close() {
            closed++;
        }
    }

    private final class Motion implements MotionGenerator {
        private final int lookahead = (spec.lookaheadMs() - 20) / 40;
        private final float[] heard = new float[64];
        private long frames;
        private long made;

        @Override
        public int generate(float[] features, float partnerDb, MotionControls controls, float[][] latents) {
            heard[(int) (frames++ % heard.length)] = features[0];
            long ready = frames - lookahead;
            if (ready < made + spec.hopFrames()) {
                return 0;
            }
            made = ready;
            for (int i = 0; i < spec.hopFrames(); i++) {
                latents[i][0] = heard[(int) ((ready - spec.hopFrames() + i) % heard.length)];
                latents[i][1] = controls.distance();
            }
            return spec.hopFrames();
        }

        @Override
        public void rewind(long frame) {
            if (frame > made) {
                throw new IllegalArgumentException("frame " + frame + " was never made");
            }
            frames = frame;
            made = frame;
        }

        @Override
        public void closeLips(float[] latent, float openness) {
            latent[0] *= openness;
        }

        @Override
        public void close() {
            closed++;
        }
    }

    private final class Painter implements FaceDecoder {
        private int frame;

        @Override
        public void decode(float[] latent, I420Frame to) {
            onFrame.accept(frame++);
            to.y()[0] = (byte) Math.round(latent[0] * 255);
            to.y()[SIDE * SIDE - 1] = (byte) Math.round(latent[1] * 100);
        }

        @Override
        public void close() {
            closed++;
        }
    }

    private final class Mark implements ProvenanceMark {
        @Override
        public void mark(I420Frame frame, long frameIndex) {
            frame.y()[1] = (byte) (frameIndex >> 8);
            frame.y()[2] = (byte) frameIndex;
        }

        @Override
        public void close() {
            closed++;
        }
    }

    static int loudness(I420Frame frame) {
        return frame.y()[0] & 0xff;
    }

    static int number(I420Frame frame) {
        return (frame.y()[1] & 0xff) << 8 | frame.y()[2] & 0xff;
    }

    static float distance(I420Frame frame) {
        return (frame.y()[SIDE * SIDE - 1] & 0xff) / 100f;
    }
}
