package dev.visavis.inference.latent;

import dev.visavis.inference.portrait.Portrait;

/** The appearance tensor of one photo, and the encoder that it came from. Immutable. */
public final class LatentPortrait implements Portrait {
    private final String name;
    private final LatentPortraitEncoder encoder;
    private final float[] appearance;

    LatentPortrait(String name, LatentPortraitEncoder encoder, float[] appearance) {
        this.name = name;
        this.encoder = encoder;
        this.appearance = appearance;
    }

    @Override
    public String name() {
        return name;
    }

    /** Whether this portrait was made by that encoder. */
    public boolean isFrom(LatentPortraitEncoder other) {
        return encoder == other;
    }

    /** Never written to. */
    float[] appearance() {
        return appearance;
    }
}
