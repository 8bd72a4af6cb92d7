package dev.visavis.inference.portrait;

import java.awt.image.BufferedImage;
import java.util.Objects;

/**
 * A photo and, where they are known, its face landmarks.
 *
 * @param name for logs and messages
 * @param image upright, any size
 * @param landmarks 478 MediaPipe face-mesh points (468 face, 5 + 5 iris) as x, y, z triples in image pixels (z
 *            grows away from the camera, on the scale of x), or null to have the pack find them
 */
public record PortraitSource(String name, BufferedImage image, float[] landmarks) {
    /** Points in the face mesh with irises. */
    public static final int LANDMARKS = 478;

    public PortraitSource {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(image, "image");
        if (landmarks != null && landmarks.length != 3 * LANDMARKS) {
            throw new IllegalArgumentException(
                    "a portrait has " + LANDMARKS + " landmarks of 3 numbers, got " + landmarks.length + " numbers");
        }
    }
}
