package dev.visavis.agent.call;

import dev.visavis.inference.I420Frame;

/** Pictures of half the width and height, each pixel the mean of four. Allocates nothing but its one frame. */
final class HalfSize {
    private final I420Frame half;

    /** @param width and height of what is halved; multiples of 4 */
    HalfSize(int width, int height) {
        half = new I420Frame(width / 2, height / 2);
    }

    /** @return valid until the next call */
    I420Frame of(I420Frame whole) {
        halve(whole.y(), whole.width(), half.y(), half.width());
        halve(whole.u(), whole.width() / 2, half.u(), half.width() / 2);
        halve(whole.v(), whole.width() / 2, half.v(), half.width() / 2);
        return half;
    }

    private static void halve(byte[] from, int fromWidth, byte[] to, int toWidth) {
        for (int i = 0, row = 0; i < to.length; row += 2 * fromWidth) {
            for (int at = row; at < row + 2 * toWidth; at += 2, i++) {
                int sum = (from[at] & 255) + (from[at + 1] & 255) + (from[at + fromWidth] & 255)
                        + (from[at + fromWidth + 1] & 255);
                to[i] = (byte) (sum + 2 >> 2);
            }
        }
    }
}
