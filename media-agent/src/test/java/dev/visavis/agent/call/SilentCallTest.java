package dev.visavis.agent.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.visavis.agent.transport.InMemoryTransport;
import dev.visavis.inference.I420Frame;
import dev.visavis.inference.motion.Blendshape;
import dev.visavis.inference.motion.ExplicitMotion;
import dev.visavis.inference.pack.ModelPack;
import dev.visavis.inference.pack.ModelPacks;
import dev.visavis.inference.provenance.ProvenanceMark;
import dev.visavis.inference.render.FaceDecoder;
import org.junit.jupiter.api.Test;

/** Nobody speaks: the portrait is alive and quiet, however long. {@code -Dvisavis.silence.minutes=30} waits longer. */
class SilentCallTest {
    private static final int MINUTES = Integer.getInteger("visavis.silence.minutes", 3);
    private static final int SETTLING_FRAMES = 150;

    /** Draws nothing, and keeps what it is given. */
    private static final class Watch implements FaceDecoder {
        private int frames;
        private float farthest;
        private float widest;
        private int blinks;
        private boolean shut;

        @Override
        public void decode(float[] latent, I420Frame frame) {
            if (++frames > SETTLING_FRAMES) {
                for (int axis : new int[] {ExplicitMotion.YAW, ExplicitMotion.PITCH, ExplicitMotion.ROLL}) {
                    farthest = Math.max(farthest, Math.abs(latent[axis]));
                }
                widest = Math.max(widest, latent[ExplicitMotion.index(Blendshape.JAW_OPEN)]);
                boolean closed = latent[ExplicitMotion.index(Blendshape.EYE_BLINK_LEFT)] > 0.5f;
                blinks += closed && !shut ? 1 : 0;
                shut = closed;
            }
        }

        @Override
        public void close() {
            // holds nothing
        }
    }

    private static final class NoMark implements ProvenanceMark {
        @Override
        public void mark(I420Frame frame, long frameIndex) {
            // nothing is shown
        }

        @Override
        public void close() {
            // holds nothing
        }
    }

    @Test
    void theHeadStaysTheMouthIsClosedAndTheEyesBlink() throws Exception {
        FakeClock clock = new FakeClock();
        Watch watch = new Watch();
        try (ModelPack pack = ModelPacks.explicit();
                CallPipeline pipeline = new CallPipeline(new CallStages(pack.spec(), pack.newAudioEncoder(),
                        pack.newMotionGenerator(1), watch, new NoMark(), pack.spec().format()),
                        new InMemoryTransport(clock::nowNs), clock,
                        FixedDelay.of(pack.spec(), 20), stats -> {
                        })) {
            for (long tick = 0; tick < MINUTES * 6_000L; tick++) {
                clock.awaitTick(tick);
                pipeline.tick(tick);
            }
        }
        assertThat(watch.farthest).as("degrees of yaw, pitch and roll").isBetween(0.5f, 5f);
        assertThat(watch.widest).as("jaw").isLessThan(0.05f);
        assertThat((double) watch.blinks / MINUTES).as("blinks a minute, 20 asked for").isBetween(10.0, 35.0);
    }
}
