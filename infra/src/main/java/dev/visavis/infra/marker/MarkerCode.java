package dev.visavis.infra.marker;

import dev.visavis.inference.I420Frame;

/**
 * A number painted into a picture as black and white blocks, so that it survives H.264 and can be read in a browser.
 * The top strip holds {@value #BITS} blocks of {@value #BLOCK} pixels: the bits {@code 1 0 1 1} as a preamble, then
 * the payload, most significant first. {@code av-probe.js} reads the same layout.
 */
public final class MarkerCode {
    /** Side of a block in pixels: one H.264 macroblock, so that blocks do not bleed into each other. */
    public static final int BLOCK = 16;
    /** Blocks in the strip. */
    public static final int BITS = 32;
    /** Bits that carry the payload. */
    public static final int PAYLOAD_BITS = BITS - 4;

    private static final int PREAMBLE = 0b1011;
    private static final byte BLACK = 16;
    private static final byte WHITE = (byte) 235;

    private MarkerCode() {
    }

    /**
     * Paints the strip.
     *
     * @param payload the low {@link #PAYLOAD_BITS} bits are painted
     * @param frame at least {@code BITS * BLOCK} pixels wide
     */
    public static void paint(int payload, I420Frame frame) {
        int word = PREAMBLE << PAYLOAD_BITS | payload & (1 << PAYLOAD_BITS) - 1;
        byte[] luma = frame.y();
        for (int row = 0; row < BLOCK; row++) {
            int at = row * frame.width();
            for (int bit = BITS - 1; bit >= 0; bit--, at += BLOCK) {
                java.util.Arrays.fill(luma, at, at + BLOCK, (word >>> bit & 1) != 0 ? WHITE : BLACK);
            }
        }
    }

    /**
     * Reads the strip.
     *
     * @return the payload, or -1 if the preamble is not there
     */
    public static int read(I420Frame frame) {
        int word = 0;
        int at = BLOCK / 2 * frame.width() + BLOCK / 2;
        for (int bit = 0; bit < BITS; bit++, at += BLOCK) {
            word = word << 1 | ((frame.y()[at] & 0xff) > 125 ? 1 : 0);
        }
        return word >>> PAYLOAD_BITS == PREAMBLE ? word & (1 << PAYLOAD_BITS) - 1 : -1;
    }
}
