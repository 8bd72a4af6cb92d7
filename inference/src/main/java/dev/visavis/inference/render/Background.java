package dev.visavis.inference.render;

import java.awt.image.BufferedImage;
import java.util.Objects;
import java.util.Optional;

/** What is seen behind a person. It stays still whatever the person does. */
public sealed interface Background {
    /** The photo's own, continued behind the person and beyond the photo. */
    Background OWN = new Own();
    /** The photo's own, far out of focus. */
    Background BLURRED = new Blurred();

    /** See {@link #OWN}. */
    record Own() implements Background {
    }

    /** See {@link #BLURRED}. */
    record Blurred() implements Background {
    }

    /**
     * One colour.
     *
     * @param rgb 0xRRGGBB, sRGB
     */
    record Plain(int rgb) implements Background {
    }

    /**
     * A picture, scaled to cover the frame and cut where it hangs over.
     *
     * @param image any size; may not change any more ({@link BackgroundReader} makes it fit for calls)
     */
    record Picture(BufferedImage image) implements Background {
        public Picture {
            Objects.requireNonNull(image, "image");
        }
    }

    /** The background that a word stands for: {@code own}, {@code blurred}, or a colour like {@code #20405c}. */
    static Optional<Background> named(String word) {
        if (word.equals("own")) {
            return Optional.of(OWN);
        }
        if (word.equals("blurred")) {
            return Optional.of(BLURRED);
        }
        return word.matches("#[0-9a-fA-F]{6}")
                ? Optional.of(new Plain(Integer.parseInt(word.substring(1), 16)))
                : Optional.empty();
    }
}
