package dev.visavis.agent.call;

/** Motion latents that are not drawn yet: the rest of a hop. Bounded; full, it drops its oldest. */
final class LatentQueue {
    private final float[][] latents;
    private int start;
    private int size;
    private long firstFrame;

    LatentQueue(int capacity, int latentSize) {
        latents = new float[capacity][latentSize];
    }

    /** Copies the first {@code count} latents; they are of the frames after the last one here. */
    void add(float[][] made, int count) {
        for (int i = 0; i < count; i++) {
            if (size == latents.length) {
                remove();
            }
            float[] slot = latents[(start + size) % latents.length];
            System.arraycopy(made[i], 0, slot, 0, slot.length);
            size++;
        }
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Which frame {@link #first} is of. */
    long firstFrame() {
        return firstFrame;
    }

    /** The oldest latent, valid until the next {@link #add}. */
    float[] first() {
        return latents[start];
    }

    void remove() {
        start = (start + 1) % latents.length;
        size--;
        firstFrame++;
    }
}
