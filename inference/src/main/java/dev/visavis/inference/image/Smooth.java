package dev.visavis.inference.image;

/** Small scalar functions used all over the renderer. */
public final class Smooth {
    private Smooth() {
    }

    public static float clamp(float x, float low, float high) {
        return x < low ? low : x > high ? high : x;
    }

    /** Hermite step: 0 up to {@code a}, 1 from {@code b} on. */
    public static float step(float x, float a, float b) {
        float t = clamp((x - a) / (b - a), 0, 1);
        return t * t * (3 - 2 * t);
    }

    public static float mix(float a, float b, float t) {
        return a + (b - a) * t;
    }

    /** exp(-x * x) for weights. */
    public static float bell(float x) {
        return (float) Math.exp(-x * x);
    }
}
