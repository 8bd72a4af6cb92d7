package dev.visavis.agent.voice;

import java.util.Set;

/**
 * How a program sends a voice, mono.
 *
 * @param opus true: every message is one Opus packet (RFC 6716), up to 120 ms; false: S16LE, any length
 * @param sampleRateHz of PCM; Opus says its own
 */
public record VoiceFormat(boolean opus, int sampleRateHz) {
    /** What most speech synthesis and voice models give. */
    public static final int DEFAULT_RATE_HZ = 24_000;

    private static final Set<Integer> RATES = Set.of(16_000, 24_000, 48_000);

    /**
     * Reads a request.
     *
     * @param format {@code pcm} or {@code opus}; null for PCM
     * @param rate of PCM in Hz; null for {@link #DEFAULT_RATE_HZ}
     * @throws IllegalArgumentException if there is no such format; the message says what there is
     */
    public static VoiceFormat parse(String format, String rate) {
        if (format != null && !format.equals("pcm") && !format.equals("opus")) {
            throw new IllegalArgumentException("format is pcm (S16LE) or opus (one packet a message), not " + format);
        }
        int hz = DEFAULT_RATE_HZ;
        if (rate != null) {
            hz = rate.matches("[0-9]{1,6}") ? Integer.parseInt(rate) : 0;
            if (!RATES.contains(hz)) {
                throw new IllegalArgumentException("rate is 16000, 24000 or 48000, not " + rate);
            }
        }
        return new VoiceFormat("opus".equals(format), hz);
    }
}
