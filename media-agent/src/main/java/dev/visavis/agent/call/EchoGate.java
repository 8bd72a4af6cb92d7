package dev.visavis.agent.call;

import dev.visavis.agent.transport.MediaTransport;
import java.util.Arrays;

/**
 * Keeps the portrait from hearing itself: while its voice sounds at the caller's side, the caller's microphone counts
 * as silent unless it is louder than the echo that is to be expected. Browsers cancel most of the echo themselves; this
 * is for what they leave, and for callers that are none.
 *
 * <p>The echo's delay and strength are found by correlating the loudness of what left with that of what came, over
 * {@value #WINDOW_TICKS} ticks, twice a second ({@link EchoPath}). Until then the echo may be as strong as
 * {@link #UNKNOWN_COUPLING} and come at any time up to {@value EchoPath#MAX_LAG_TICKS} ticks later. Its output is
 * {@value #LOOK_BACK_TICKS} ticks late, so that the word that opens the gate is heard from its beginning.
 */
final class EchoGate {
    /** Power of the echo over that of the voice: -12 dB, a loudspeaker beside the microphone. */
    static final float UNKNOWN_COUPLING = 0.063f;

    /** -32 dB, once the voice has sounded for a while and nothing like it has come back. */
    static final float NO_COUPLING = 0.00063f;

    static final int LOOK_BACK_TICKS = 6;
    static final int WINDOW_TICKS = 300;

    /** The caller must be louder than the echo by 6 dB, for 3 of 5 ticks; then the gate is open for 300 ms. */
    private static final float MARGIN = 4;
    private static final int VOTES = 5;
    private static final int NEEDED = 3;
    private static final int HOLD_TICKS = 30;

    /** -60 dBFS. */
    private static final float SILENT = 1e-6f;

    private final EchoPath path = new EchoPath(WINDOW_TICKS);
    private final float[][] delayed = new float[LOOK_BACK_TICKS][MediaTransport.TICK_SAMPLES];
    private int position;
    private int votes;
    private int hold;
    private float gain = 1;

    /**
     * Hot path: passes 10 ms.
     *
     * @param caller the microphone, full scale +-1
     * @param voice what leaves of the portrait's voice in the same tick, 16 bit
     * @param out receives the microphone of {@value #LOOK_BACK_TICKS} ticks ago, or silence
     */
    void process(float[] caller, short[] voice, float[] out) {
        float power = power(caller);
        path.add(power(voice), power);
        boolean open = !path.sounds(SILENT) || callerSpeaks(power);
        float[] oldest = delayed[position];
        ramp(oldest, out, open ? 1 : 0);
        System.arraycopy(caller, 0, oldest, 0, oldest.length);
        position = (position + 1) % delayed.length;
    }

    private boolean callerSpeaks(float power) {
        boolean louder = power > SILENT && power > MARGIN * path.expectedEcho();
        votes = (votes << 1 | (louder ? 1 : 0)) & (1 << VOTES) - 1;
        hold = Integer.bitCount(votes) >= NEEDED ? HOLD_TICKS : Math.max(0, hold - 1);
        return hold > 0;
    }

    private void ramp(float[] in, float[] out, float target) {
        float step = (target - gain) / in.length;
        for (int i = 0; i < in.length; i++) {
            gain += step;
            out[i] = gain * in[i];
        }
        gain = target;
    }

    private static float power(float[] pcm) {
        float sum = 0;
        for (float s : pcm) {
            sum += s * s;
        }
        return sum / pcm.length;
    }

    private static float power(short[] pcm) {
        float sum = 0;
        for (short s : pcm) {
            sum += (float) s * s;
        }
        return sum / pcm.length / (32_768f * 32_768f);
    }
}
