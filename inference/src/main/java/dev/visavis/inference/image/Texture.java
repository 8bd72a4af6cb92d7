package dev.visavis.inference.image;

/**
 * The person as the warper samples them: luma at {@link #SCALE} times the frame's resolution, chroma and coverage at the
 * frame's, all with a margin around the frame for heads and cameras that move. Immutable once its portrait is made.
 */
public final class Texture {
    /**
     * Luma texels for each frame pixel. Two keep a moving picture as sharp as a still one: at one, a shift by half a
     * pixel would blur it.
     */
    public static final int SCALE = 2;
    private final int originX;
    private final int originY;
    public final int width;
    public final int height;
    public final byte[] luma;
    public final int chromaWidth;
    public final int chromaHeight;
    /** V and U of each texel, side by side: what a picture reads of it comes from memory, for the models run in between. */
    public final byte[] chroma;
    /** How much of each chroma texel is the person, 0..255 unsigned; the rest is background and is not drawn. */
    public final byte[] cover;

    /**
     * @param image of the whole texture at luma resolution, sides even
     * @param originX where the texture's left edge lies in the frame, in frame pixels
     * @param originY likewise its top
     * @param cover at chroma resolution
     */
    public Texture(YuvImage image, int originX, int originY, byte[] cover) {
        this.cover = cover;
        this.originX = originX;
        this.originY = originY;
        width = image.width;
        height = image.height;
        luma = new byte[width * height];
        chromaWidth = width / 2;
        chromaHeight = height / 2;
        chroma = new byte[2 * chromaWidth * chromaHeight];
        float[] soft = soften(image.planes[0], width, height);
        for (int i = 0; i < luma.length; i++) {
            luma[i] = Yuv.toByte(soft[i]);
        }
        for (int y = 0; y < chromaHeight; y++) {
            for (int x = 0; x < chromaWidth; x++) {
                chroma[2 * (y * chromaWidth + x)] = quad(image.planes[2], x, y);
                chroma[2 * (y * chromaWidth + x) + 1] = quad(image.planes[1], x, y);
            }
        }
    }

    /** Replaces a rectangle; what of it hangs over the edge is left out. */
    public void lay(int x0, int y0, YuvImage patch) {
        for (int y = Math.max(0, -y0); y < Math.min(patch.height, height - y0); y++) {
            for (int x = Math.max(0, -x0); x < Math.min(patch.width, width - x0); x++) {
                int i = y * patch.width + x;
                luma[(y0 + y) * width + x0 + x] = Yuv.toByte(patch.planes[0][i]);
                int c = 2 * ((y0 + y) / 2 * chromaWidth + (x0 + x) / 2);
                chroma[c] = Yuv.toByte(patch.planes[2][i]);
                chroma[c + 1] = Yuv.toByte(patch.planes[1][i]);
            }
        }
    }

    /** Luma texel position of a frame position across. */
    public float texelX(float frame) {
        return (frame - originX) * SCALE;
    }

    /** Luma texel position of a frame position down. */
    public float texelY(float frame) {
        return (frame - originY) * SCALE;
    }

    /** Mean luma of a square around a frame position, {@code half} frame pixels to each side. */
    public float meanLuma(float frameX, float frameY, float half) {
        int fromX = (int) Smooth.clamp(texelX(frameX - half), 0, width - 1);
        int toX = (int) Smooth.clamp(texelX(frameX + half), 0, width - 1);
        int fromY = (int) Smooth.clamp(texelY(frameY - half), 0, height - 1);
        int toY = (int) Smooth.clamp(texelY(frameY + half), 0, height - 1);
        long sum = 0;
        for (int y = fromY; y <= toY; y++) {
            for (int x = fromX; x <= toX; x++) {
                sum += luma[y * width + x] & 0xFF;
            }
        }
        return (float) sum / ((toX - fromX + 1) * (toY - fromY + 1));
    }

    /** Where its lower edge lies in the frame, in frame pixels. */
    public float bottom() {
        return originY + (float) height / SCALE;
    }

    /** A light 1-6-1 low-pass: bilinear taps two texels apart would let the finest detail shimmer. */
    private static float[] soften(float[] p, int w, int h) {
        float[] across = new float[p.length];
        for (int i = 0; i < p.length; i++) {
            int x = i % w;
            across[i] = (p[x > 0 ? i - 1 : i] + 6 * p[i] + p[x < w - 1 ? i + 1 : i]) / 8;
        }
        float[] out = new float[p.length];
        for (int i = 0; i < p.length; i++) {
            int y = i / w;
            out[i] = (across[y > 0 ? i - w : i] + 6 * across[i] + across[y < h - 1 ? i + w : i]) / 8;
        }
        return out;
    }

    private byte quad(float[] p, int x, int y) {
        int i = 2 * y * width + 2 * x;
        return Yuv.toByte((p[i] + p[i + 1] + p[i + width] + p[i + width + 1]) / 4);
    }
}
