package dev.visavis.inference.photo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;

/**
 * The marker segments of a JPEG file (ITU-T T.81, annex B), walked without decoding: what the decoder must know before
 * it may start.
 *
 * @param components of the frame: 1 grey, 3 colour, 4 CMYK; 0 if there is no frame header
 * @param progressive whether the decoder must keep all coefficients
 * @param scans start-of-scan markers; a file of a few kilobytes can hold thousands, each as slow as a whole picture
 * @param adobeTransform of the Adobe segment: 0 none, 2 YCCK; -1 without that segment
 */
record JpegSegments(int components, boolean progressive, int scans, int adobeTransform) {
    private static final int SOF0 = 0xc0;
    private static final int SOF15 = 0xcf;
    private static final int DHT = 0xc4;
    private static final int JPG = 0xc8;
    private static final int DAC = 0xcc;
    private static final int EOI = 0xd9;
    private static final int SOS = 0xda;
    private static final int APP0 = 0xe0;
    private static final int APP1 = 0xe1;
    private static final int APP14 = 0xee;
    private static final int APP15 = 0xef;

    /** Called for each segment with its marker and where its payload lies; false stops the walk. */
    private interface Visitor {
        boolean visit(int marker, int offset, int length);
    }

    static JpegSegments of(byte[] file) {
        int[] found = {0, 0, 0, -1};
        walk(file, (marker, offset, length) -> {
            if (isFrame(marker) && length >= 6) {
                found[0] = file[offset + 5] & 0xff;
                found[1] = marker >= 0xc2 && marker != 0xc3 ? 1 : 0;
            } else if (marker == SOS) {
                found[2]++;
            } else if (marker == APP14 && length >= 12 && text(file, offset, 5).equals("Adobe")) {
                found[3] = file[offset + 11] & 0xff;
            }
            return true;
        });
        return new JpegSegments(found[0], found[1] == 1, found[2], found[3]);
    }

    /** @return 1 to 8; see {@link ExifOrientation} */
    static int orientation(byte[] file) {
        int[] found = {ExifOrientation.AS_STORED};
        walk(file, (marker, offset, length) -> {
            if (marker == APP1 && length > 6 && text(file, offset, 4).equals("Exif")) {
                found[0] = ExifOrientation.ofTiff(file, offset, length);
                return false;
            }
            return marker != SOS;
        });
        return found[0];
    }

    /** The file without its application segments but Adobe's and JFIF's: what is left if metadata cannot be read. */
    static byte[] withoutMetadata(byte[] file) {
        ByteArrayOutputStream kept = new ByteArrayOutputStream(file.length);
        int[] from = {0};
        walk(file, (marker, offset, length) -> {
            if (marker > APP0 && marker <= APP15 && marker != APP14) {
                kept.write(file, from[0], offset - 4 - from[0]);
                from[0] = offset + length;
            }
            return marker != SOS;
        });
        kept.write(file, from[0], file.length - from[0]);
        return kept.toByteArray();
    }

    private static boolean isFrame(int marker) {
        return marker >= SOF0 && marker <= SOF15 && marker != DHT && marker != JPG && marker != DAC;
    }

    private static void walk(byte[] file, Visitor visitor) {
        int at = 2;
        while (at + 4 <= file.length) {
            int marker = file[at + 1] & 0xff;
            if ((file[at] & 0xff) != 0xff || marker == 0 || marker == 0xff || marker >= 0xd0 && marker <= 0xd7) {
                at++; // entropy-coded data, fill bytes, restart markers
                continue;
            }
            int length = (file[at + 2] & 0xff) << 8 | file[at + 3] & 0xff;
            if (marker == EOI || length < 2 || at + 2 + length > file.length
                    || !visitor.visit(marker, at + 4, length - 2)) {
                return;
            }
            at += 2 + length;
        }
    }

    private static String text(byte[] file, int offset, int length) {
        return new String(file, offset, length, ISO_8859_1);
    }
}
