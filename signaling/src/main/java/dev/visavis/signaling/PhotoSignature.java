package dev.visavis.signaling;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** Looks at a photo's first bytes, so that agents are not bothered with what is no picture at all. */
final class PhotoSignature {
    /** What is taken, as {@code Accept-Post} tells it. */
    static final String TYPES = "image/jpeg, image/png, image/webp, image/gif, application/octet-stream";

    private PhotoSignature() {
    }

    /** @throws Problem 415 if it is no JPEG, PNG, WebP or GIF; content types and names are not believed */
    static void check(byte[] photo) {
        String head = new String(photo, 0, Math.min(photo.length, 16), ISO_8859_1);
        boolean known = head.startsWith("\u00ff\u00d8\u00ff") || head.startsWith("\u0089PNG\r\n\u001a\n")
                || head.startsWith("GIF87a") || head.startsWith("GIF89a")
                || head.startsWith("RIFF") && head.startsWith("WEBP", 8);
        if (!known) {
            String what = head.startsWith("ftyp", 4)
                    ? "HEIC and AVIF pictures cannot be read here."
                    : head.isEmpty() ? "The file is empty." : "This is no JPEG, PNG, WebP or GIF picture.";
            throw problem(what + " Save it as JPEG or PNG and try again.");
        }
    }

    static Problem problem(String detail) {
        return new Problem(415, detail).with("Accept-Post", TYPES);
    }
}
