package dev.visavis.inference.audio;

import java.util.Arrays;

/**
 * The plain audio encoder: a log-mel spectrum in 12 bands over 25 ms windows every 10 ms, level-normalised as it
 * streams, four ticks to a feature frame ({@link BandFeatures}). Causal: a frame comes with the last tick of its span.
 *
 * <p>Clipped audio, DC, NaN and infinities are harmless: DC is filtered out, samples are limited to +-1, and what is
 * not a number is silence.
 */
public final class BandAudioEncoder implements AudioEncoder {
    private static final int TICKS = FRAME_SAMPLES / TICK_SAMPLES;
    private static final int WINDOW = 400;
    private static final int FFT_SIZE = 512;
    /** Keeps the logarithm of silence finite; 70 dB below speech. */
    private static final float FLOOR = 1e-3f;
    /** One-pole high-pass at 13 Hz. */
    private static final float DC_POLE = 0.995f;

    private final PowerSpectrum fft = new PowerSpectrum(FFT_SIZE, WINDOW);
    private final MelBands mel = new MelBands(BandFeatures.BANDS, 60, 7600, FFT_SIZE, SAMPLE_RATE_HZ);
    private final LevelTracker level = new LevelTracker();
    private final float[] window = new float[WINDOW];
    private final float[] power = new float[FFT_SIZE / 2 + 1];
    private final float[] frame = new float[BandFeatures.SIZE];
    private float lastInput;
    private float lastOutput;
    private int tick;

    /** Starts at feature frame 0. */
    public BandAudioEncoder() {
        rewind(0);
    }

    @Override
    public boolean encode(float[] pcm, float[] features) {
        level.track(shiftIn(pcm));
        fft.compute(window, power);
        addTick();
        if (++tick < TICKS) {
            return false;
        }
        System.arraycopy(frame, 0, features, 0, BandFeatures.SIZE);
        startFrame();
        return true;
    }

    /** Appends the tick to the analysis window, cleaned; returns its mean square. */
    private float shiftIn(float[] pcm) {
        System.arraycopy(window, TICK_SAMPLES, window, 0, WINDOW - TICK_SAMPLES);
        float sum = 0;
        for (int i = 0; i < TICK_SAMPLES; i++) {
            float x = Float.isFinite(pcm[i]) ? Math.max(-1, Math.min(1, pcm[i])) : 0;
            float y = x - lastInput + DC_POLE * lastOutput;
            lastInput = x;
            lastOutput = Math.abs(y) < 1e-15f ? 0 : y; // denormals are slow
            window[WINDOW - TICK_SAMPLES + i] = y;
            sum += y * y;
        }
        return sum / TICK_SAMPLES;
    }

    private void addTick() {
        float gain = level.powerGain();
        float mean = 0;
        for (int b = 0; b < BandFeatures.BANDS; b++) {
            float log = (float) Math.log(mel.power(b, power) * gain + FLOOR);
            frame[b] += log / TICKS;
            mean += log / BandFeatures.BANDS;
        }
        frame[BandFeatures.LEVEL_MIN] = Math.min(frame[BandFeatures.LEVEL_MIN], mean);
        frame[BandFeatures.LEVEL_MAX] = Math.max(frame[BandFeatures.LEVEL_MAX], mean);
        frame[BandFeatures.SPEECH] = Math.max(frame[BandFeatures.SPEECH], level.speech());
        frame[BandFeatures.LOUDNESS_DB] += Math.max(-40, Math.min(20, level.loudnessDb())) / TICKS;
    }

    private void startFrame() {
        Arrays.fill(frame, 0);
        frame[BandFeatures.LEVEL_MIN] = Float.MAX_VALUE;
        frame[BandFeatures.LEVEL_MAX] = -Float.MAX_VALUE;
        tick = 0;
    }

    @Override
    public void rewind(long frameIndex) {
        Arrays.fill(window, 0);
        lastInput = 0;
        lastOutput = 0;
        level.reset();
        startFrame();
    }

    @Override
    public void close() {
        // holds nothing
    }
}
