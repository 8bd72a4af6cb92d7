package dev.visavis.inference.motion;

/**
 * Random numbers that depend on seed, frame and channel alone, so that a frame made anew draws what it drew before and
 * there is no generator state to rewind. Mixing function: SplitMix64 (Steele, Lea and Flood 2014).
 *
 * @param seed same seed, same numbers
 */
public record FrameNoise(long seed) {

    /** Evenly spread over 0..1. */
    private double uniform(long frame, int channel) {
        long z = mix(seed + 0x9E3779B97F4A7C15L * (frame + 1)) ^ (0xD1B54A32D192ED03L * (channel + 1));
        return (mix(z) >>> 11) * 0x1p-53;
    }

    /** Mean 0, variance 1 (Box and Muller). */
    public double gaussian(long frame, int channel) {
        double radius = Math.sqrt(-2 * Math.log(1 - uniform(frame, 2 * channel)));
        return radius * Math.cos(2 * Math.PI * uniform(frame, 2 * channel + 1));
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
