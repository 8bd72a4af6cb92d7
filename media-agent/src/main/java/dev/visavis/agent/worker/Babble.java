package dev.visavis.agent.worker;

import dev.visavis.agent.transport.MediaTransport;

/**
 * A voice that says nothing: pulses through two resonances, the formants of one vowel after the other, in syllables with
 * a pause after every few (the source-filter model; G. Fant, Acoustic Theory of Speech Production, 1960). It moves the
 * lips as speech does.
 */
final class Babble {
    private static final int PITCH_HZ = 120;
    private static final int SYLLABLE_TICKS = 20;
    private static final int VOICED_TICKS = 15;
    /** After so many syllables one is left out. */
    private static final int PHRASE = 6;
    /** First and second formant in Hz of "ah", "ee" and "oo". */
    private static final int[][] VOWELS = {{730, 1090}, {270, 2290}, {300, 870}};
    private static final double BANDWIDTH_HZ = 80;
    private static final double PEAK = 0.5 * Short.MAX_VALUE;

    private final Resonance first = new Resonance();
    private final Resonance second = new Resonance();
    private long tick;
    private long sample;

    /** Says 10 ms. */
    void speak(short[] pcm) {
        long syllable = tick / SYLLABLE_TICKS;
        boolean voiced = tick % SYLLABLE_TICKS < VOICED_TICKS && syllable % PHRASE != PHRASE - 1;
        int[] vowel = VOWELS[(int) (syllable % VOWELS.length)];
        first.tune(vowel[0]);
        second.tune(vowel[1]);
        for (int i = 0; i < pcm.length; i++, sample++) {
            boolean pulse = voiced && sample % (MediaTransport.SAMPLE_RATE_HZ / PITCH_HZ) == 0;
            double formants = first.pass(pulse ? 1 : 0) + second.pass(pulse ? 0.5 : 0);
            pcm[i] = (short) Math.max(-PEAK, Math.min(PEAK, PEAK * formants));
        }
        tick++;
    }

    /** A two-pole filter with a peak of about 1 in its answer to a pulse. */
    private static final class Resonance {
        private static final double RADIUS = Math.exp(-Math.PI * BANDWIDTH_HZ / MediaTransport.SAMPLE_RATE_HZ);
        private double turn;
        private double gain;
        private double before;
        private double beforeThat;

        void tune(int hz) {
            double angle = 2 * Math.PI * hz / MediaTransport.SAMPLE_RATE_HZ;
            turn = 2 * RADIUS * Math.cos(angle);
            gain = Math.sin(angle);
        }

        double pass(double in) {
            double out = gain * in + turn * before - RADIUS * RADIUS * beforeThat;
            beforeThat = before;
            before = out;
            return out;
        }
    }
}
