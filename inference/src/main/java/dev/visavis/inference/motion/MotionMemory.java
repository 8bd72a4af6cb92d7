package dev.visavis.inference.motion;

import java.util.ArrayList;
import java.util.List;

/**
 * All that the models of one generator remember between frames, with snapshots of the last {@link #FRAMES} frames (2 s)
 * to go back to. A model asks for its array when it is made and keeps nothing elsewhere.
 */
final class MotionMemory {
    /** How many frames back a generator can be rewound. */
    static final int FRAMES = 50;

    private final List<double[]> arrays = new ArrayList<>();
    private final double[][] snapshots = new double[FRAMES + 1][];
    private long saved = -1;
    private long oldest;

    /** A zeroed array that goes back in time with the rest. */
    double[] array(int size) {
        double[] array = new double[size];
        arrays.add(array);
        return array;
    }

    /** Keeps the state as it is before frame {@code frame} is made. */
    void save(long frame) {
        int slot = (int) (frame % snapshots.length);
        if (snapshots[slot] == null) {
            snapshots[slot] = new double[arrays.stream().mapToInt(a -> a.length).sum()];
        }
        int at = 0;
        for (double[] array : arrays) {
            System.arraycopy(array, 0, snapshots[slot], at, array.length);
            at += array.length;
        }
        saved = frame;
        oldest = Math.max(oldest, frame - FRAMES);
    }

    /** @throws IllegalArgumentException if that frame is not kept (any more) */
    void restore(long frame) {
        if (frame > saved || frame < oldest) {
            throw new IllegalArgumentException("cannot go back to frame " + frame + ": the " + FRAMES
                    + " frames before the newest are kept, " + oldest + " to " + saved);
        }
        double[] snapshot = snapshots[(int) (frame % snapshots.length)];
        int at = 0;
        for (double[] array : arrays) {
            System.arraycopy(snapshot, at, array, 0, array.length);
            at += array.length;
        }
        saved = frame;
    }
}
