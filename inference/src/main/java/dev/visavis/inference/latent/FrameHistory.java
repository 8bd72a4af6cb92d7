package dev.visavis.inference.latent;

/** The rows (features or latents) of the newest frames, by frame number; frames that never were are zeros. */
final class FrameHistory {
    private final float[][] rows;
    private final float[] zeros;

    FrameHistory(int frames, int rowSize) {
        rows = new float[frames][rowSize];
        zeros = new float[rowSize];
    }

    void put(long frame, float[] row) {
        System.arraycopy(row, 0, rows[slot(frame)], 0, zeros.length);
    }

    /** The row of a frame not older than the history is long. */
    float[] get(long frame) {
        return frame < 0 ? zeros : rows[slot(frame)];
    }

    private int slot(long frame) {
        return (int) (frame % rows.length);
    }
}
