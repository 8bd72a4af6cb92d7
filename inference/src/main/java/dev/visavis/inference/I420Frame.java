package dev.visavis.inference;

/**
 * One planar 4:2:0 picture (I420, BT.601 limited range: Y 16..235, U and V 16..240), stored without row padding.
 *
 * <p>Frames are buffers: a stage writes into the frame it is given and keeps no reference to it.
 */
public final class I420Frame {
    private final int width;
    private final int height;
    private final byte[] y;
    private final byte[] u;
    private final byte[] v;

    /**
     * @param width even, in pixels
     * @param height even, in pixels
     * @throws IllegalArgumentException if a side is odd or not positive
     */
    public I420Frame(int width, int height) {
        if (width <= 0 || height <= 0 || (width & 1) != 0 || (height & 1) != 0) {
            throw new IllegalArgumentException("I420 sides must be positive and even, got " + width + "x" + height);
        }
        this.width = width;
        this.height = height;
        this.y = new byte[width * height];
        this.u = new byte[width * height / 4];
        this.v = new byte[width * height / 4];
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** Luma, {@code width * height} bytes, the live array. */
    public byte[] y() {
        return y;
    }

    /** Blue-difference chroma, {@code width/2 * height/2} bytes, the live array. */
    public byte[] u() {
        return u;
    }

    /** Red-difference chroma, {@code width/2 * height/2} bytes, the live array. */
    public byte[] v() {
        return v;
    }

    /**
     * Copies the pixels of another frame of the same size.
     *
     * @throws IllegalArgumentException if the sizes differ
     */
    public void copyFrom(I420Frame other) {
        if (other.width != width || other.height != height) {
            throw new IllegalArgumentException(
                    "cannot copy " + other.width + "x" + other.height + " into " + width + "x" + height);
        }
        System.arraycopy(other.y, 0, y, 0, y.length);
        System.arraycopy(other.u, 0, u, 0, u.length);
        System.arraycopy(other.v, 0, v, 0, v.length);
    }
}
