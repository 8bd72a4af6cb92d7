package dev.visavis.agent.file;

import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_flush;
import static org.bytedeco.ffmpeg.global.avformat.avio_open2;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_strdup;

import dev.visavis.inference.I420Frame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.ffmpeg.avformat.AVOutputFormat;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.BytePointer;

/**
 * Writes frames and speech into an MP4 file: H.264 and AAC, constant frame rate, sample 0 and frame 0 both at time 0.
 *
 * <p>What is written goes to a hidden file beside the target; {@link #finish()} gives it its name in one step. A writer
 * closed without it, or a process that ends, leaves no file. Not thread-safe.
 *
 * <pre>{@code
 * try (Mp4Writer video = Mp4Writer.create(path, 512, 512, 25)) {
 *     while (...) {
 *         video.write(frame);
 *         video.write(pcm); // 1920 samples a frame, in pieces of any size
 *     }
 *     video.finish();
 * }
 * }</pre>
 */
public final class Mp4Writer implements AutoCloseable {
    private final Path target;
    private final Path part;
    private final AVFormatContext file = new AVFormatContext(null);
    private VideoTrack video;
    private AudioTrack audio;
    private boolean closed;

    /**
     * Begins a file; one that is already there is replaced at the end.
     *
     * @param width even, in pixels
     * @param height even, in pixels
     * @throws MediaFileException if the folder is missing or cannot be written to
     */
    public static Mp4Writer create(Path target, int width, int height, int framesPerSecond) throws MediaFileException {
        return create(target, width, height, framesPerSecond, VideoEncoding.forFile(width, height, framesPerSecond));
    }

    /** As {@link #create(Path, int, int, int)}, with the encoding of one's choice. */
    public static Mp4Writer create(Path target, int width, int height, int framesPerSecond, VideoEncoding encoding)
            throws MediaFileException {
        Path absolute = target.toAbsolutePath();
        Path folder = absolute.getParent();
        if (folder == null || Files.isDirectory(absolute)) {
            throw new MediaFileException(target + " is a folder; give the name of a file");
        }
        if (!Files.isDirectory(folder)) {
            throw new MediaFileException("there is no folder " + folder + "; make it first");
        }
        if (!Files.isWritable(folder)) {
            throw new MediaFileException("the folder " + folder + " may not be written to; choose another");
        }
        Path part = folder.resolve("." + absolute.getFileName() + "." + UUID.randomUUID() + ".part");
        // For a process that is ended by a signal; close() is the usual way.
        part.toFile().deleteOnExit();
        return new Mp4Writer(absolute, part, width, height, framesPerSecond, encoding);
    }

    /** @param part where the file grows; deleted unless finished */
    Mp4Writer(Path target, Path part, int width, int height, int framesPerSecond, VideoEncoding encoding)
            throws MediaFileException {
        this.target = target;
        this.part = part;
        try {
            Ffmpeg.check(avformat_alloc_output_context2(file, (AVOutputFormat) null, "mp4", (String) null),
                    "cannot write MP4");
            video = new VideoTrack(file, width, height, framesPerSecond, encoding);
            audio = new AudioTrack(file);
            open();
        } catch (MediaFileException e) {
            close();
            throw e;
        }
    }

    private void open() throws MediaFileException {
        try (BytePointer url = Ffmpeg.url(part)) {
            AVIOContext io = new AVIOContext(null);
            Ffmpeg.check(avio_open2(io, url, AVIO_FLAG_WRITE, (AVIOInterruptCB) null, (AVDictionary) null),
                    "cannot write " + part);
            file.pb(io);
            // With faststart, the muxer opens the file a second time, by this name; it frees the name itself.
            file.url(av_strdup(url));
        }
        AVDictionary options = new AVDictionary(null);
        av_dict_set(options, "movflags", "+faststart", 0);
        int rc = avformat_write_header(file, options);
        av_dict_free(options);
        checkWrite(rc, file);
    }

    /** Adds the next frame, of the size given at the start. */
    public void write(I420Frame frame) throws MediaFileException {
        video.write(frame);
    }

    /** Adds sound, 48 kHz mono, full scale +-1; give as much as the frames last. */
    public void write(float[] pcm48k) throws MediaFileException {
        audio.write(pcm48k);
    }

    /** Frames written so far. */
    public long frames() {
        return video.frames();
    }

    /** Completes the file and gives it its name. */
    public void finish() throws MediaFileException {
        video.flush();
        audio.finish();
        checkWrite(av_write_trailer(file), file);
        closeFile();
        try {
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new MediaFileException("cannot name the finished file " + target + ": " + e.getMessage(), e);
        }
        close();
    }

    /** Says in words why a write failed; some errors only show in the I/O context. */
    static void checkWrite(int rc, AVFormatContext file) throws MediaFileException {
        int error = rc < 0 ? rc : file.pb() == null ? 0 : file.pb().error();
        if (error == Ffmpeg.ENOSPC) {
            throw new MediaFileException("the disk is full; make room, or write the video to another disk");
        }
        Ffmpeg.check(error, "cannot write the video");
    }

    private void closeFile() throws MediaFileException {
        AVIOContext io = file.pb();
        if (io != null) {
            avio_flush(io);
            int flushed = io.error();
            int rc = avio_closep(io);
            file.pb(null);
            checkWrite(flushed < 0 ? flushed : rc, file);
        }
    }

    /** Ends the writing; without {@link #finish()} before, the unfinished file is deleted. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (video != null) {
            video.close();
        }
        if (audio != null) {
            audio.close();
        }
        try {
            closeFile();
        } catch (MediaFileException e) {
            // What was not finished goes anyway; what was is closed already.
        }
        avformat_free_context(file);
        part.toFile().delete();
    }
}
