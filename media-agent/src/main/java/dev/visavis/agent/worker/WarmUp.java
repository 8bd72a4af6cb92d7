package dev.visavis.agent.worker;

import dev.visavis.agent.call.CallClock;
import dev.visavis.agent.call.CallPipeline;
import dev.visavis.agent.call.CallStages;
import dev.visavis.agent.call.FixedDelay;
import dev.visavis.agent.transport.MediaTransport;
import dev.visavis.agent.transport.TransportStats;
import dev.visavis.inference.I420Frame;
import java.util.function.BooleanSupplier;

/**
 * Runs speech through a pipeline as fast as it goes, so that the first call finds compiled code and warm caches: silence
 * would leave the inside of the mouth for the call itself to compile.
 */
final class WarmUp {
    private WarmUp() {
    }

    /**
     * @param stages closed at the end
     * @param stopped looked at before each tick
     */
    static void run(CallStages stages, FixedDelay delay, int ticks, BooleanSupplier stopped) {
        Clock clock = new Clock();
        try (CallPipeline pipeline = new CallPipeline(stages, new Nowhere(), clock, delay, stats -> {
        })) {
            pipeline.runAtOnce(ticks, new Babble()::speak, stopped);
        }
    }

    /** Always on time. */
    private static final class Clock implements CallClock {
        @Override
        public void awaitTick(long tick) {
            // no waiting
        }

        @Override
        public long nowNs() {
            return 0;
        }
    }

    /** Sends nothing. */
    private static final class Nowhere implements MediaTransport {
        @Override
        public void setListener(Listener listener) {
            // nothing to tell
        }

        @Override
        public State state() {
            return State.CONNECTED;
        }

        @Override
        public void sendFrame(I420Frame frame, long timestampNs) {
            // nowhere
        }

        @Override
        public void sendPcm(short[] pcm, long timestampNs) {
            // nowhere
        }

        @Override
        public TransportStats stats() {
            return new TransportStats(0, 0, 0, 0, -1, -1);
        }

        @Override
        public void close() {
            // nothing to release
        }
    }
}
