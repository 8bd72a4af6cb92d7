package dev.visavis.inference.photo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.visavis.inference.portrait.PortraitException;
import java.util.Set;

/** What a file is by its first bytes; names and content types are not believed. */
enum PhotoFormat {
    JPEG, PNG, GIF, WEBP;

    private static final Set<String> HEIC_BRANDS = Set.of("heic", "heix", "hevc", "hevx", "heim", "heis", "mif1",
            "msf1");
    private static final String WANTED = " Save the picture as JPEG or PNG and try again.";

    /** @throws PortraitException that says what the file is, where it is a known kind that we do not read */
    static PhotoFormat of(byte[] bytes) throws PortraitException {
        String head = new String(bytes, 0, Math.min(bytes.length, 16), ISO_8859_1);
        if (head.startsWith("\u00ff\u00d8\u00ff")) {
            return JPEG;
        } else if (head.startsWith("\u0089PNG\r\n\u001a\n")) {
            return PNG;
        } else if (head.startsWith("GIF87a") || head.startsWith("GIF89a")) {
            return GIF;
        } else if (head.startsWith("RIFF") && head.startsWith("WEBP", 8)) {
            return WEBP;
        }
        throw new PortraitException(unreadable(head) + WANTED);
    }

    private static String unreadable(String head) {
        if (head.startsWith("ftyp", 4) && head.length() >= 12) {
            String brand = head.substring(8, 12);
            if (HEIC_BRANDS.contains(brand)) {
                return "This is a HEIC picture, as iPhones store them, which cannot be read here.";
            }
            return brand.startsWith("avi")
                    ? "This is an AVIF picture, which cannot be read here."
                    : "This is a video, not a photo.";
        } else if (head.startsWith("II*\0") || head.startsWith("MM\0*")) {
            return "This is a TIFF or camera raw picture, which cannot be read here.";
        } else if (head.startsWith("BM")) {
            return "This is a BMP picture, which cannot be read here.";
        } else if (head.startsWith("%PDF")) {
            return "This is a PDF document, not a photo.";
        } else if (head.isEmpty()) {
            return "The file is empty.";
        }
        return "This file is not a picture, whatever its name says.";
    }
}
