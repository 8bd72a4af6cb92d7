package dev.visavis.inference.provenance;

import dev.visavis.inference.I420Frame;

/**
 * The letters AI on a small dark plate in the lower right corner, one twelfth of the frame high and never hidden: the
 * disclosure of EU AI Act, Art. 50 (4), for people. Drawn once for each frame size, then blended into the frame.
 */
public final class VisibleBadge implements ProvenanceMark {
    private static final int GREY = 128;

    private BadgeMask mask;

    @Override
    public void mark(I420Frame frame, long frameIndex) {
        if (mask == null || !mask.isFor(frame.width(), frame.height())) {
            mask = BadgeMask.draw(frame.width(), frame.height());
        }
        blend(frame.y(), frame.width(), mask.left(), mask.top(), mask.luma(), mask.alpha(), mask.width());
        int half = mask.width() / 2;
        blend(frame.u(), frame.width() / 2, mask.left() / 2, mask.top() / 2, null, mask.chromaAlpha(), half);
        blend(frame.v(), frame.width() / 2, mask.left() / 2, mask.top() / 2, null, mask.chromaAlpha(), half);
    }

    /** @param values what is blended in, or null for grey chroma */
    private static void blend(byte[] plane, int stride, int left, int top, int[] values, int[] alpha, int width) {
        for (int i = 0; i < alpha.length; i++) {
            int at = (top + i / width) * stride + left + i % width;
            int value = values == null ? GREY : values[i];
            plane[at] = (byte) (((plane[at] & 0xFF) * (256 - alpha[i]) + value * alpha[i] + 128) >> 8);
        }
    }

    @Override
    public void close() {
        // holds nothing
    }
}
