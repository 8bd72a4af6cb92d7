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

    /** Copies a latent; it is of {@link #nextFrame}. */
    void add(float[] latent) {
        if (size == latents.length) {
            remove();
        }
        float[] slot = latents[(start + size) % latents.length];
        System.arraycopy(latent, 0, slot, 0, slot.length);
        size++;
    }

    /** Forgets all; the next latent is of {@code frame}. */
    void restart(long frame) {
        size = 0;
        firstFrame = frame;
    }

    /** Which frame the next latent is of. */
    long nextFrame() {
        return firstFrame + size;
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
