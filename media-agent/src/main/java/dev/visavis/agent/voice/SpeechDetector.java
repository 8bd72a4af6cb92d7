package dev.visavis.agent.voice;

/**
 * Tells speech from the noise behind it by loudness: 12 dB over the noise floor, and over -50 dBFS. The floor falls at
 * once and rises by 3 dB a second, so that a steady noise is taken for one after some seconds.
 */
final class SpeechDetector {
    private static final float OVER_FLOOR = 16;
    private static final float LEAST = 1e-5f;
    private static final float RISE_PER_TICK = 1.007f;
    private static final float SMOOTHING = 0.5f;

    private float smooth;
    private float floor = LEAST;

    /** @param pcm 10 ms, full scale +-1 */
    boolean isSpeech(float[] pcm) {
        float sum = 0;
        for (float s : pcm) {
            sum += s * s;
        }
        smooth += SMOOTHING * (sum / pcm.length - smooth);
        floor = Math.max(1e-9f, Math.min(smooth, floor * RISE_PER_TICK));
        return smooth > Math.max(LEAST, OVER_FLOOR * floor);
    }
}
