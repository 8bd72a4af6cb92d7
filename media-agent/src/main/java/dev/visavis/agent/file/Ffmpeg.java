package dev.visavis.agent.file;

import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;
import static org.bytedeco.ffmpeg.global.avutil.av_version_info;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_ENOSPC;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;

/** What every user of FFmpeg's C interface needs: its errors in words, its paths, its silence on stderr. */
final class Ffmpeg {
    /** FFmpeg's negated POSIX error numbers (libavutil/error.h). */
    static final int EAGAIN;
    static final int ENOSPC;

    static {
        // Errors reach people as exceptions; a second copy on stderr would only spoil the progress bar. This call also
        // loads the library, which the two below need.
        av_log_set_level(AV_LOG_QUIET);
        EAGAIN = AVERROR_EAGAIN();
        ENOSPC = AVERROR_ENOSPC();
    }

    private Ffmpeg() {
    }

    /** Loads the native libraries and tells which version they are. */
    static String version() {
        return av_version_info().getString();
    }

    /**
     * FFmpeg's name of a local file. The scheme keeps a colon in the name from being read as a protocol, and a Java
     * string would be turned into bytes by the locale.
     */
    static BytePointer url(Path path) {
        byte[] text = ("file:" + path.toAbsolutePath() + '\0').getBytes(StandardCharsets.UTF_8);
        return new BytePointer(text);
    }

    /**
     * @param rc what an FFmpeg function returned
     * @param what could not be done, for people
     * @return {@code rc}, if it is no error
     */
    static int check(int rc, String what) throws MediaFileException {
        if (rc < 0) {
            throw new MediaFileException(what + ": " + message(rc));
        }
        return rc;
    }

    /** FFmpeg's own words for an error. */
    static String message(int rc) {
        byte[] text = new byte[256];
        av_strerror(rc, text, text.length);
        int end = 0;
        while (end < text.length && text[end] != 0) {
            end++;
        }
        return new String(text, 0, end, StandardCharsets.UTF_8);
    }

    static <T> T notNull(T pointer, String what) throws MediaFileException {
        if (pointer == null) {
            throw new MediaFileException(what + ": out of memory, or missing in this build of FFmpeg");
        }
        return pointer;
    }

    static AVRational rational(int numerator, int denominator) {
        return new AVRational().num(numerator).den(denominator);
    }
}
