package dev.visavis.inference.photo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The orientation tag of an Exif block (JEITA CP-3451, tag 0x0112): how the stored picture must be turned to stand
 * upright. Anything odd in the block means 1, as stored: a wrong tag must not cost a person their photo.
 */
final class ExifOrientation {
    static final int AS_STORED = 1;
    private static final int TAG = 0x0112;
    private static final int ENTRY_BYTES = 12;

    private ExifOrientation() {
    }

    /** @return 1 to 8 */
    static int ofFile(PhotoFormat format, byte[] file) {
        return switch (format) {
            case JPEG -> JpegSegments.orientation(file);
            case PNG -> ofChunks(file, 8, ByteOrder.BIG_ENDIAN, "eXIf", 4);
            case WEBP -> ofChunks(file, 12, ByteOrder.LITTLE_ENDIAN, "EXIF", 0);
            case GIF -> AS_STORED;
        };
    }

    /**
     * Walks the chunks of PNG (length, name, data, checksum) or RIFF (name, length, data, padded to even).
     *
     * @param checksum bytes after a chunk's data; with any, the length comes before the name
     */
    private static int ofChunks(byte[] file, int start, ByteOrder order, String wanted, int checksum) {
        ByteBuffer buffer = ByteBuffer.wrap(file).order(order);
        boolean lengthFirst = checksum > 0;
        for (long at = start; at + 8 <= file.length;) {
            long length = buffer.getInt((int) at + (lengthFirst ? 0 : 4)) & 0xffffffffL;
            String name = new String(file, (int) at + (lengthFirst ? 4 : 0), 4, ISO_8859_1);
            if (name.equals(wanted)) {
                return ofTiff(file, (int) at + 8, (int) Math.min(length, file.length - at - 8));
            }
            at += 8 + length + (lengthFirst ? checksum : length & 1);
        }
        return AS_STORED;
    }

    /** @param offset of the TIFF header, or of "Exif\0\0" before it */
    static int ofTiff(byte[] file, int offset, int length) {
        int start = offset;
        int end = offset + length;
        if (length > 6 && new String(file, offset, 6, ISO_8859_1).equals("Exif\0\0")) {
            start += 6;
        }
        if (end - start < 8) {
            return AS_STORED;
        }
        ByteBuffer tiff = ByteBuffer.wrap(file, start, end - start).slice();
        tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        long directory = tiff.getInt(4) & 0xffffffffL;
        if (directory + 2 > tiff.capacity()) {
            return AS_STORED;
        }
        int entries = tiff.getShort((int) directory) & 0xffff;
        for (int i = 0; i < entries; i++) {
            long entry = directory + 2 + (long) i * ENTRY_BYTES;
            if (entry + ENTRY_BYTES > tiff.capacity()) {
                return AS_STORED;
            }
            if ((tiff.getShort((int) entry) & 0xffff) == TAG) {
                int value = tiff.getShort((int) entry + 8);
                return value >= 1 && value <= 8 ? value : AS_STORED;
            }
        }
        return AS_STORED;
    }
}
