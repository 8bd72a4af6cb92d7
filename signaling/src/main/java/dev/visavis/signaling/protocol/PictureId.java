package dev.visavis.signaling.protocol;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Name of a portrait or background that somebody uploaded: the SHA-256 of the picture's bytes in hex; of portraits also
 * {@code -2}, {@code -3}, ... behind it where not the largest face was chosen. Who does not have the picture cannot guess
 * it, so that it is also the right to it.
 *
 * @param sha256 64 hex digits in lower case
 * @param face which face, 1 for the largest
 */
public record PictureId(String sha256, int face) {
    /** More faces than this cannot be told apart by number. */
    public static final int MAX_FACE = 99;

    private static final Pattern FORM = Pattern.compile("([0-9a-f]{64})(?:-([1-9][0-9]?))?");

    /** The id of a picture that is not a portrait, or of a photo's largest face. */
    public static PictureId of(byte[] picture) {
        return of(picture, 1);
    }

    /** The id of a photo's face. */
    public static PictureId of(byte[] photo, int face) {
        return new PictureId(digest(photo), face);
    }

    /** Empty if the text is no such id. */
    public static Optional<PictureId> parse(String text) {
        Matcher m = FORM.matcher(text);
        if (!m.matches() || "1".equals(m.group(2))) {
            return Optional.empty();
        }
        return Optional.of(new PictureId(m.group(1), m.group(2) == null ? 1 : Integer.parseInt(m.group(2))));
    }

    /** True if these are the photo's bytes. */
    public boolean names(byte[] photo) {
        return sha256.equals(digest(photo));
    }

    private static String digest(byte[] photo) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(photo));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return face == 1 ? sha256 : sha256 + "-" + face;
    }
}
