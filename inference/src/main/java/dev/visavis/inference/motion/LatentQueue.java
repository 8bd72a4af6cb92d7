package dev.visavis.inference.motion;

/**
 * Motion latents that are not drawn yet, in at the motion's rate and out at the picture's. A picture is of the middle of
 * its span, and takes the latents on either side of it in linear proportion; at the motion's own rate that is the one
 * latent, untouched. Bounded; full, it drops its oldest latent, and with it the pictures that need it.
 */
public final class LatentQueue {
    private final int motionRate;
    private final int pictureRate;
    private final float[][] latents;
    private final float[] mixed;
    private int start;
    private int size;
    /** Motion frame of the oldest latent. */
    private long oldest;
    private long picture;

    /**
     * @param capacity latents held at most, 2 or more
     * @param motionRate latents a second
     * @param pictureRate pictures a second
     */
    public LatentQueue(int capacity, int latentSize, int motionRate, int pictureRate) {
        this.motionRate = motionRate;
        this.pictureRate = pictureRate;
        latents = new float[Math.max(2, capacity)][latentSize];
        mixed = new float[latentSize];
    }

    /** Copies a latent; it is of {@link #nextLatent}. */
    public void add(float[] latent) {
        if (size == latents.length) {
            forgetOldest();
            while (before(picture) < oldest) {
                picture++;
            }
        }
        float[] slot = latents[(start + size) % latents.length];
        System.arraycopy(latent, 0, slot, 0, slot.length);
        size++;
        forgetUnneeded();
    }

    /** Which motion frame the next latent is of. */
    public long nextLatent() {
        return oldest + size;
    }

    /** The first motion frame that a picture needs. */
    public long firstLatentOf(long pictureNumber) {
        return before(pictureNumber);
    }

    /**
     * Forgets all.
     *
     * @param latent motion frame of the next latent
     * @param pictureNumber the next picture; a later one if that needs latents before
     */
    public void restart(long latent, long pictureNumber) {
        size = 0;
        oldest = latent;
        picture = pictureNumber;
        while (before(picture) < oldest) {
            picture++;
        }
    }

    /** Whether the next picture needs latents that are not here yet. */
    public boolean isEmpty() {
        return before(picture) + (share(picture) > 0 ? 1 : 0) >= nextLatent();
    }

    /** Which picture {@link #first} is of. */
    public long firstPicture() {
        return picture;
    }

    /** The next picture's latent, valid until the next call. */
    public float[] first() {
        int at = (int) (before(picture) - oldest);
        float[] a = latents[(start + at) % latents.length];
        float share = share(picture);
        if (share == 0) {
            return a;
        }
        float[] b = latents[(start + at + 1) % latents.length];
        for (int i = 0; i < mixed.length; i++) {
            mixed[i] = a[i] + (b[i] - a[i]) * share;
        }
        return mixed;
    }

    public void remove() {
        picture++;
        forgetUnneeded();
    }

    private void forgetUnneeded() {
        while (size > 0 && oldest < before(picture)) {
            forgetOldest();
        }
    }

    private void forgetOldest() {
        start = (start + 1) % latents.length;
        size--;
        oldest++;
    }

    /** The middle of picture p lies at ((2 p + 1) m / r - 1) / 2 motion frames, from the middle of the first. */
    private long doubled(long pictureNumber) {
        return (2 * pictureNumber + 1) * motionRate - pictureRate;
    }

    private long before(long pictureNumber) {
        return Math.max(0, Math.floorDiv(doubled(pictureNumber), 2L * pictureRate));
    }

    private float share(long pictureNumber) {
        long doubled = doubled(pictureNumber);
        return doubled < 0 ? 0 : (float) Math.floorMod(doubled, 2L * pictureRate) / (2 * pictureRate);
    }
}
