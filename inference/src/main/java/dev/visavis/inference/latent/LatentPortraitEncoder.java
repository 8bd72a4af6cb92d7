package dev.visavis.inference.latent;

import dev.visavis.inference.portrait.PortraitSource;
import dev.visavis.inference.runtime.OnnxModel;
import dev.visavis.inference.runtime.OnnxRun;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.nio.FloatBuffer;

/**
 * Photo to appearance: input {@code image} 1x3xSxS, red, green, blue in 0..1; output {@code appearance}, any shape. The
 * photo is taken as the square around its middle. Thread-safe.
 */
public final class LatentPortraitEncoder {
    private final OnnxModel model;
    private final int side;

    /** @param model stays its owner's to close */
    public LatentPortraitEncoder(OnnxModel model) {
        this.model = model;
        this.side = model.inputs().get("image").shape().get(3);
    }

    /** Slow; not for a call's thread. */
    public LatentPortrait encode(PortraitSource source) {
        int[] rgb = square(source.image()).getRGB(0, 0, side, side, null, 0, side);
        try (OnnxRun run = model.newRun()) {
            FloatBuffer image = run.floatInput("image");
            for (int shift = 16; shift >= 0; shift -= 8) {
                for (int pixel : rgb) {
                    image.put((pixel >> shift & 0xFF) / 255f);
                }
            }
            run.run();
            FloatBuffer out = run.floatOutput("appearance");
            float[] appearance = new float[out.remaining()];
            out.get(appearance);
            return new LatentPortrait(source.name(), this, appearance);
        }
    }

    private BufferedImage square(BufferedImage photo) {
        int cut = Math.min(photo.getWidth(), photo.getHeight());
        int left = (photo.getWidth() - cut) / 2;
        int top = (photo.getHeight() - cut) / 2;
        BufferedImage scaled = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = scaled.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        g.drawImage(photo, 0, 0, side, side, left, top, left + cut, top + cut, null);
        g.dispose();
        return scaled;
    }
}
