package dev.visavis.agent.transport;

/** A sine at 48 kHz that goes on from piece to piece, and a meter for one (Goertzel). */
public final class Tone {
    private final double radiansPerSample;
    private final double amplitude;
    private long sample;

    public Tone(double hz, double amplitude) {
        this.radiansPerSample = 2 * Math.PI * hz / MediaTransport.SAMPLE_RATE_HZ;
        this.amplitude = amplitude;
    }

    /** The next 10 ms. */
    public short[] next() {
        short[] pcm = new short[MediaTransport.TICK_SAMPLES];
        for (int i = 0; i < pcm.length; i++) {
            pcm[i] = (short) Math.round(amplitude * Math.sin(radiansPerSample * sample++));
        }
        return pcm;
    }

    /** Amplitude of one frequency in a piece. */
    public static double amplitude(short[] pcm, double hz) {
        double w = 2 * Math.PI * hz / MediaTransport.SAMPLE_RATE_HZ;
        double re = 0;
        double im = 0;
        for (int i = 0; i < pcm.length; i++) {
            re += pcm[i] * Math.cos(w * i);
            im += pcm[i] * Math.sin(w * i);
        }
        return 2 * Math.hypot(re, im) / pcm.length;
    }
}
