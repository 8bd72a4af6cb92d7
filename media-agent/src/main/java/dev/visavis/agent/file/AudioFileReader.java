package dev.visavis.agent.file;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Reads the sound of a file as mono PCM, 10 ms at a time, at the engine's 16 kHz and the call's 48 kHz side by side:
 * sample n of the one lies at the time of sample 3n of the other.
 *
 * <p>WAV, FLAC, Ogg (Opus, Vorbis), MP3 and M4A are tested; whatever else FFmpeg knows works too, the sound of a video
 * file included. Streams: memory does not grow with the file. Not thread-safe.
 */
public final class AudioFileReader implements AutoCloseable {
    /** Samples of one tick at 16 kHz. */
    public static final int TICK_16K = 160;
    /** Samples of one tick at 48 kHz. */
    public static final int TICK_48K = 480;

    private static final String FORMATS = "WAV, FLAC, Ogg (Opus, Vorbis), MP3 and M4A files are read";
    /** Less than this missing is a header's rounding, not a file cut short. */
    private static final double HEADER_SLACK_SECONDS = 0.1;

    private final Path path;
    private final AudioDecoder decoder;
    private final PcmResampler to16k = new PcmResampler(16_000);
    private final PcmResampler to48k = new PcmResampler(48_000);
    private boolean ended;

    private AudioFileReader(Path path, AudioDecoder decoder) {
        this.path = path;
        this.decoder = decoder;
    }

    /**
     * Opens a sound file.
     *
     * @throws MediaFileException if it is missing, empty, or no sound file
     */
    public static AudioFileReader open(Path path) throws MediaFileException {
        if (!Files.exists(path)) {
            throw new MediaFileException("there is no sound file " + path);
        }
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            throw new MediaFileException(path + " is a folder, or may not be read; give a sound file");
        }
        if (path.toFile().length() == 0) {
            throw new MediaFileException(path + " is empty (0 bytes); record or copy it again");
        }
        try {
            return new AudioFileReader(path, new AudioDecoder(path));
        } catch (MediaFileException e) {
            throw new MediaFileException(
                    path + " is not a sound file, or is damaged (" + e.getMessage() + "); " + FORMATS,
                    e);
        }
    }

    /** The version of FFmpeg underneath; loads its native libraries. */
    public static String ffmpegVersion() {
        return Ffmpeg.version();
    }

    /** Length in seconds by the file's header, for a progress bar; -1 if the header does not say. */
    public double headerSeconds() {
        return decoder.headerSeconds();
    }

    /**
     * Reads the next 10 ms. The last piece is filled up with silence.
     *
     * @param pcm16k receives {@link #TICK_16K} samples, full scale +-1
     * @param pcm48k receives {@link #TICK_48K} samples of the same time
     * @return false at the end; the arrays are then untouched
     * @throws MediaFileException if the file is damaged, or ends before its header says
     */
    public boolean read(float[] pcm16k, float[] pcm48k) throws MediaFileException {
        while (!ended && (to16k.available() < TICK_16K || to48k.available() < TICK_48K)) {
            decode();
        }
        if (to48k.available() == 0) {
            return false;
        }
        to16k.take(pcm16k);
        to48k.take(pcm48k);
        return true;
    }

    private void decode() throws MediaFileException {
        AVFrame frame;
        try {
            frame = decoder.next();
        } catch (MediaFileException e) {
            throw new MediaFileException(
                    String.format(Locale.ROOT, "%s is damaged or cut off at %.1f s (%s); copy it again", path,
                            decoder.seconds(), e.getMessage()),
                    e);
        }
        if (frame != null) {
            to16k.add(frame);
            to48k.add(frame);
            return;
        }
        ended = true;
        to16k.finish();
        to48k.finish();
        checkWhole();
    }

    private void checkWhole() throws MediaFileException {
        double has = decoder.seconds();
        double promised = decoder.headerSeconds();
        if (decoder.headerCounts() && has < promised - HEADER_SLACK_SECONDS) {
            throw new MediaFileException(
                    String.format(Locale.ROOT, "%s is cut off: it holds %.1f of the %.1f s its header tells;"
                            + " copy it again", path, has, promised));
        }
        if (has == 0) {
            throw new MediaFileException(path + " holds no sound; record it again");
        }
        if (CutOff.is(path)) {
            throw new MediaFileException(
                    String.format(Locale.ROOT, "%s is cut off after %.1f s; copy it again", path, has));
        }
    }

    @Override
    public void close() {
        decoder.close();
        to16k.close();
        to48k.close();
    }
}
