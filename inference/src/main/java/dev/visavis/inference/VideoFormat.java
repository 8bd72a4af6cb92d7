package dev.visavis.inference;

import java.util.Locale;
import java.util.Optional;

/**
 * Size and rate of a picture. Motion is made at the pack's own rate whatever the picture's.
 *
 * @param width in pixels, even
 * @param height in pixels, even
 * @param framesPerSecond 25, 30 or 40
 */
public record VideoFormat(int width, int height, int framesPerSecond) {
    /** @throws IllegalArgumentException if a side is odd or not positive, or the rate is another */
    public VideoFormat {
        if (width <= 0 || height <= 0 || (width & 1) != 0 || (height & 1) != 0) {
            throw new IllegalArgumentException("a picture's sides are even, got " + width + "x" + height);
        }
        if (framesPerSecond != 25 && framesPerSecond != 30 && framesPerSecond != 40) {
            throw new IllegalArgumentException("there are 25, 30 and 40 frames a second, not " + framesPerSecond);
        }
    }

    /** The same size at another rate. */
    public VideoFormat at(int rate) {
        return new VideoFormat(width, height, rate);
    }

    /** What is written {@code 1280x720}, at 25 frames a second; empty if it is not written so. */
    public static Optional<VideoFormat> ofSize(String size) {
        if (!size.matches("[1-9][0-9]{1,3}x[1-9][0-9]{1,3}")) {
            return Optional.empty();
        }
        String[] sides = size.split("x");
        int width = Integer.parseInt(sides[0]);
        int height = Integer.parseInt(sides[1]);
        return (width & 1) == 0 && (height & 1) == 0
                ? Optional.of(new VideoFormat(width, height, 25))
                : Optional.empty();
    }

    /** As {@link #ofSize} reads it. */
    public String size() {
        return String.format(Locale.ROOT, "%dx%d", width, height);
    }
}
