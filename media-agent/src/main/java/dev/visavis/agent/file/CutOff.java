package dev.visavis.agent.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Tells whether a file ends too early, for the two containers where FFmpeg takes the break for the end. */
final class CutOff {
    private static final int RIFF_HEADER = 12;
    private static final int CHUNK_HEADER = 8;
    /** Programs that write to a pipe leave a size about this large, for they do not know it yet. */
    private static final long UNKNOWN_SIZE = 0x7FFF0000L;

    private static final int OGG_HEADER = 27;
    /** Header, 255 lacing values, 255 segments of 255 bytes. */
    private static final int OGG_MAX_PAGE = OGG_HEADER + 255 + 255 * 255;

    private CutOff() {
    }

    /** True if the file is WAV or Ogg and surely not whole. */
    static boolean is(Path path) throws MediaFileException {
        try (FileChannel file = FileChannel.open(path)) {
            byte[] head = read(file, 0, RIFF_HEADER);
            if (matches(head, 0, "RIFF") && matches(head, 8, "WAVE")) {
                return isWavCutOff(file);
            }
            return matches(head, 0, "OggS")
                    && isOggCutOff(read(file, Math.max(0, file.size() - OGG_MAX_PAGE), OGG_MAX_PAGE));
        } catch (IOException e) {
            throw new MediaFileException("cannot read " + path, e);
        }
    }

    /** The data chunk's size goes past the end of the file (Multimedia Programming Interface 1.0, RIFF). */
    private static boolean isWavCutOff(FileChannel file) throws IOException {
        long at = RIFF_HEADER;
        while (at + CHUNK_HEADER <= file.size()) {
            byte[] chunk = read(file, at, CHUNK_HEADER);
            long size = ByteBuffer.wrap(chunk, 4, 4).order(ByteOrder.LITTLE_ENDIAN).getInt() & 0xFFFFFFFFL;
            if (matches(chunk, 0, "data")) {
                return size < UNKNOWN_SIZE && at + CHUNK_HEADER + size > file.size();
            }
            at += CHUNK_HEADER + size + (size & 1);
        }
        return false;
    }

    /** The last page is not whole (RFC 3533, section 6). */
    private static boolean isOggCutOff(byte[] tail) {
        int page = tail.length - 1;
        while (page >= 0 && !matches(tail, page, "OggS")) {
            page--;
        }
        if (page < 0 || page + OGG_HEADER > tail.length) {
            return true;
        }
        int segments = tail[page + OGG_HEADER - 1] & 0xFF;
        int size = OGG_HEADER + segments;
        for (int i = 0; i < segments && page + OGG_HEADER + i < tail.length; i++) {
            size += tail[page + OGG_HEADER + i] & 0xFF;
        }
        return page + size > tail.length;
    }

    private static byte[] read(FileChannel file, long at, int length) throws IOException {
        byte[] bytes = new byte[(int) Math.max(0, Math.min(length, file.size() - at))];
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining() && file.read(buffer, at + buffer.position()) >= 0) {
            // A read may give less than was asked for.
        }
        return bytes;
    }

    private static boolean matches(byte[] bytes, int at, String ascii) {
        byte[] want = ascii.getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < want.length; i++) {
            if (at + i >= bytes.length || bytes[at + i] != want[i]) {
                return false;
            }
        }
        return true;
    }
}
