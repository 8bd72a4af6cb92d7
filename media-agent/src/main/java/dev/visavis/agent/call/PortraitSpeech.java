package dev.visavis.agent.call;

import dev.visavis.agent.call.VoiceFeed.Segment;
import dev.visavis.agent.transport.MediaTransport;
import java.util.Arrays;
import java.util.List;

/**
 * What the portrait says, tick by tick: its caller's own words, or a {@link VoiceFeed}. A tick is kept from when it is
 * heard until it leaves, D later, so that it leaves with its picture; until then it can still be changed. That is done
 * twice: a fed voice that is taken back falls silent at once, within {@link #FADE_SAMPLES}; and one that begins is put
 * as far into what has not left as it reaches, so that it is heard after {@link #LEAD_TICKS} and not after D, with all
 * of the look-ahead that the motion wants.
 */
final class PortraitSpeech {
    /** From the beginning of a fed voice until it leaves: time to make its motion and draw its first picture. */
    static final int LEAD_TICKS = 3;

    /** What a voice that is cut off takes to fall silent, 5 ms. */
    static final int FADE_SAMPLES = 240;

    /** Beyond D, for what a call that is late makes anew. */
    private static final int SPARE_TICKS = 16;
    private static final int RESERVE_TICKS = VoiceFeed.START_MS / CallClock.TICK_MS;

    private final VoiceFeed feed;
    private final int delayTicks;
    private final float[][] ticks;
    private final Segment[] segments;
    private final int[] fed;
    private final Splice splice = new Splice();
    private boolean flowing;
    /** The last tick that speech was put into. */
    private long spoken = -1;

    PortraitSpeech(FixedDelay delay, VoiceFeed feed) {
        this.feed = feed;
        delayTicks = delay.ticks();
        int size = delayTicks + SPARE_TICKS;
        ticks = new float[size][MediaTransport.TICK_SAMPLES];
        segments = new Segment[size];
        fed = new int[size];
    }

    private int slot(long tick) {
        return (int) (tick % ticks.length);
    }

    /** The speech of a tick, {@link MediaTransport#TICK_SAMPLES} samples of full scale +-1; {@link #oldest} at most back. */
    float[] at(long tick) {
        return ticks[slot(tick)];
    }

    /** The first tick that is still known at a tick. */
    long oldest(long tick) {
        return Math.max(0, tick - ticks.length + 1);
    }

    /**
     * The portrait says its caller's words.
     *
     * @return -1: no segment begins
     */
    long repeat(long tick, float[] caller) {
        System.arraycopy(caller, 0, at(tick), 0, caller.length);
        segments[slot(tick)] = null;
        spoken = tick;
        return -1;
    }

    /**
     * The portrait says what it is fed, silence if that is nothing.
     *
     * @return the tick at which a segment begins, which may lie before this one; -1 if none begins
     */
    long take(long tick) {
        boolean begins = feed.begins();
        long from = begins ? begin(tick) : tick;
        for (long t = from; t <= tick; t++) {
            read(t);
        }
        return begins ? from : -1;
    }

    private long begin(long tick) {
        int ahead = Math.min(delayTicks - LEAD_TICKS, feed.waitingMs() / CallClock.TICK_MS - RESERVE_TICKS);
        return Math.min(tick, Math.max(spoken + 1, tick - Math.max(0, ahead)));
    }

    private void read(long tick) {
        float[] speech = at(tick);
        int slot = slot(tick);
        int count = feed.read(speech);
        segments[slot] = count > 0 ? feed.readSegment() : null;
        fed[slot] = count;
        join(speech, count);
        spoken = count > 0 ? tick : spoken;
    }

    /** A segment that ran dry stops and goes on without a click. */
    private void join(float[] speech, int count) {
        if (count > 0 && !flowing && !feed.readSegment().beginsWith(count)) {
            splice.cut();
        }
        splice.process(speech, 0, count);
        if (count < speech.length) {
            splice.cut();
            Arrays.fill(speech, count, speech.length, 0);
            splice.process(speech, count, speech.length);
        }
        flowing = count == speech.length;
    }

    /**
     * Takes back what the feed has taken back.
     *
     * @return true if ticks before this one were changed
     */
    boolean cut(long tick) {
        List<Segment> taken = feed.takeCut();
        if (taken == null) {
            return false;
        }
        boolean changed = false;
        long leaving = Math.max(0, tick - delayTicks);
        for (long t = leaving; t < tick; t++) {
            changed |= segments[slot(t)] != null;
            silence(t, t == leaving ? FADE_SAMPLES : 0);
        }
        spoken = Math.min(spoken, leaving);
        splice.reset();
        flowing = false;
        for (Segment segment : taken) {
            feed.listener().finished(segment.number, segment.positionMs(), true);
        }
        return changed;
    }

    private void silence(long tick, int fade) {
        int slot = slot(tick);
        if (segments[slot] == null) {
            return;
        }
        float[] speech = at(tick);
        for (int i = 0; i < fade; i++) {
            speech[i] *= 1 - (i + 1f) / fade;
        }
        Arrays.fill(speech, fade, speech.length, 0);
        segments[slot] = null;
    }

    /**
     * Gives the tick of D ago.
     *
     * @param voice receives 16 bit PCM; beyond full scale is clipped
     */
    void leave(long tick, short[] voice) {
        long leaving = tick - delayTicks;
        if (leaving < 0) {
            Arrays.fill(voice, (short) 0);
            return;
        }
        float[] speech = at(leaving);
        for (int i = 0; i < voice.length; i++) {
            voice[i] = (short) Math.round(Math.max(-32_768, Math.min(32_767, speech[i] * 32_768)));
        }
        Segment segment = segments[slot(leaving)];
        if (segment != null) {
            if (segment.left == 0) {
                feed.listener().started(segment.number);
            }
            segment.left += fed[slot(leaving)];
        }
        feed.settle();
    }
}
