package dev.visavis.inference.image;

/** BT.601 limited range, the colour space of {@link dev.visavis.inference.I420Frame}, in floats. */
public final class Yuv {
    public static final float BLACK = 16;
    public static final float GREY = 128;

    private Yuv() {
    }

    /** Luma of an sRGB triple 0..255. */
    public static float y(float r, float g, float b) {
        return BLACK + (65.481f * r + 128.553f * g + 24.966f * b) / 255f;
    }

    public static float u(float r, float g, float b) {
        return GREY + (-37.797f * r - 74.203f * g + 112f * b) / 255f;
    }

    public static float v(float r, float g, float b) {
        return GREY + (112f * r - 93.786f * g - 18.214f * b) / 255f;
    }

    /** 0xRRGGBB of a pixel, for pictures that people look at. */
    public static int rgb(int y, int u, int v) {
        float luma = (y - BLACK) * (255f / 219f);
        float cb = (u - GREY) * (255f / 224f);
        float cr = (v - GREY) * (255f / 224f);
        return channel(luma + 1.402f * cr) << 16 | channel(luma - 0.344136f * cb - 0.714136f * cr) << 8
                | channel(luma + 1.772f * cb);
    }

    private static int channel(float value) {
        return Math.max(0, Math.min(255, (int) (value + 0.5f)));
    }

    /** Nearest byte of a sample that may overshoot. */
    public static byte toByte(float value) {
        return (byte) channel(value);
    }
}
