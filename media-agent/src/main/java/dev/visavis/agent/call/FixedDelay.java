package dev.visavis.agent.call;

import dev.visavis.inference.VideoFormat;
import dev.visavis.inference.pack.PackSpec;

/**
 * The delay D between speech in and speech and picture out, the same for the whole of a call: the pack's look-ahead,
 * the wait for the rest of a hop, and an allowance for computing, rounded up to whole ticks.
 *
 * @param ticks in ticks of {@link CallClock}
 */
public record FixedDelay(int ticks) {
    public FixedDelay {
        if (ticks < 1) {
            throw new IllegalArgumentException("a call's delay is at least one tick, got " + ticks);
        }
    }

    /**
     * For pictures at another rate than motion's: one may lie just past a latent, and waits for the next.
     *
     * @param computeAllowanceMs as below
     */
    public static FixedDelay of(PackSpec spec, VideoFormat format, int computeAllowanceMs) {
        int waitMs = format.framesPerSecond() == spec.framesPerSecond() ? 0 : 1_000 / spec.framesPerSecond();
        return of(spec, computeAllowanceMs + waitMs);
    }

    /** @param computeAllowanceMs time to make the frames of one hop: audio encoder, motion and the first picture */
    public static FixedDelay of(PackSpec spec, int computeAllowanceMs) {
        int hopWaitMs = (spec.hopFrames() - 1) * 1_000 / spec.framesPerSecond();
        int delayMs = spec.lookaheadMs() + hopWaitMs + computeAllowanceMs;
        return new FixedDelay((delayMs + CallClock.TICK_MS - 1) / CallClock.TICK_MS);
    }

    public int ms() {
        return ticks * CallClock.TICK_MS;
    }

    long ns() {
        return ticks * CallClock.TICK_NS;
    }
}
