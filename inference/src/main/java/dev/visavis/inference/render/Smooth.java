package dev.visavis.inference.render;

/** Small scalar functions used all over the renderer. */
final class Smooth {
    private Smooth() {
    }

    static float clamp(float x, float low, float high) {
        return x < low ? low : x > high ? high : x;
    }

    /** Hermite step: 0 up to {@code a}, 1 from {@code b} on. */
    static float step(float x, float a, float b) {
        float t = clamp((x - a) / (b - a), 0, 1);
        return t * t * (3 - 2 * t);
    }

    static float mix(float a, float b, float t) {
        return a + (b - a) * t;
    }

    /** exp(-x * x) for weights. */
    static float bell(float x) {
        return (float) Math.exp(-x * x);
    }
}
