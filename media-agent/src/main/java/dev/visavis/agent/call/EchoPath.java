package dev.visavis.agent.call;

/**
 * The way of the portrait's voice from leaving to the caller's microphone: how late and how strong it comes back, found
 * from the powers of both, tick by tick.
 */
final class EchoPath {
    /** Jitter buffer, loudspeaker, air, and the way back. */
    static final int MAX_LAG_TICKS = 80;

    private static final int EVERY_TICKS = 50;

    /** A correlation of powers that is no accident over three seconds. */
    private static final float FOUND = 0.6f;
    /** How far the echo of one tick spreads. */
    private static final int SPREAD_TICKS = 4;
    private static final float AUDIBLE = 1e-6f;

    private final int window;
    private final float[] voice;
    private final float[] caller;
    private long tick = -1;
    private int audible;
    private int lag = -1;
    private float coupling = EchoGate.UNKNOWN_COUPLING;

    EchoPath(int window) {
        this.window = window;
        voice = new float[window + MAX_LAG_TICKS];
        caller = new float[window + MAX_LAG_TICKS];
    }

    /** Powers of one tick, full scale 1. */
    void add(float voicePower, float callerPower) {
        tick++;
        voice[slot(tick)] = voicePower;
        caller[slot(tick)] = callerPower;
        audible += voicePower > AUDIBLE ? 1 : 0;
        if (tick >= voice.length && tick % EVERY_TICKS == 0 && audible > window / 2) {
            estimate();
        }
    }

    private int slot(long t) {
        return (int) (t % voice.length);
    }

    /** True if the voice may still be heard at the caller's side. */
    boolean sounds(float silent) {
        return loudest(0, MAX_LAG_TICKS) > silent;
    }

    /** Power of the echo in the newest tick, at most. */
    float expectedEcho() {
        return lag < 0
                ? coupling * loudest(0, MAX_LAG_TICKS)
                : coupling * loudest(Math.max(0, lag - SPREAD_TICKS), lag + SPREAD_TICKS);
    }

    private float loudest(int fromLag, int toLag) {
        float max = 0;
        for (int l = fromLag; l <= Math.min(toLag, Math.min(tick, voice.length - 1)); l++) {
            max = Math.max(max, voice[slot(tick - l)]);
        }
        return max;
    }

    private void estimate() {
        float best = 0;
        int bestLag = -1;
        for (int l = 0; l < MAX_LAG_TICKS; l++) {
            float r = correlation(l);
            if (r > best) {
                best = r;
                bestLag = l;
            }
        }
        if (best > FOUND) {
            lag = bestLag;
            coupling = strength(lag);
        } else if (lag < 0) {
            coupling = EchoGate.NO_COUPLING;
        }
    }

    /** Pearson's r of the amplitudes: powers would be ruled by the loudest tick. */
    private float correlation(int lagTicks) {
        double x = 0;
        double y = 0;
        double xx = 0;
        double yy = 0;
        double xy = 0;
        for (long t = tick - window + 1; t <= tick; t++) {
            double a = Math.sqrt(voice[slot(t - lagTicks)]);
            double b = Math.sqrt(caller[slot(t)]);
            x += a;
            y += b;
            xx += a * a;
            yy += b * b;
            xy += a * b;
        }
        double spread = (xx - x * x / window) * (yy - y * y / window);
        return spread <= 1e-12 ? 0 : (float) ((xy - x * y / window) / Math.sqrt(spread));
    }

    /** Least squares through zero. */
    private float strength(int lagTicks) {
        double xx = 0;
        double xy = 0;
        for (long t = tick - window + 1; t <= tick; t++) {
            double a = voice[slot(t - lagTicks)];
            xx += a * a;
            xy += a * caller[slot(t)];
        }
        return (float) (xy / xx);
    }
}
