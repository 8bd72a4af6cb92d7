package dev.visavis.inference.audio;

/** Layout of the feature frame that {@link BandAudioEncoder} makes: band levels first, then four summary values. */
public final class BandFeatures {
    /** Mel bands from 60 to 7600 Hz, natural logarithm of power at -25 dBFS speech level, mean of the 40 ms. */
    public static final int BANDS = 12;
    /** The lowest of the four ticks' mean band level: dips here are closures. */
    public static final int LEVEL_MIN = BANDS;
    /** The highest of the four ticks' mean band level. */
    public static final int LEVEL_MAX = BANDS + 1;
    /** 0 background noise or silence, 1 sound that is clearly above the noise floor. */
    public static final int SPEECH = BANDS + 2;
    /** Loudness against the speaker's own mean, in dB, -40..20. */
    public static final int LOUDNESS_DB = BANDS + 3;
    /** Floats in a frame. */
    public static final int SIZE = BANDS + 4;

    private BandFeatures() {
    }
}
