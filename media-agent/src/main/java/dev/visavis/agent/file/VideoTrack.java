package dev.visavis.agent.file;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;

import dev.visavis.agent.openh264.OpenH264Options;
import dev.visavis.inference.I420Frame;
import java.util.Map;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.javacpp.BytePointer;

/** H.264 by OpenH264, constant frame rate: frame n is shown from n to n + 1 frame times. */
final class VideoTrack extends EncodedTrack {
    private final int width;
    private final int height;
    private long frames;

    VideoTrack(AVFormatContext file, int width, int height, int framesPerSecond, VideoEncoding encoding)
            throws MediaFileException {
        super(file, "libopenh264");
        this.width = width;
        this.height = height;
        codec.width(width).height(height).pix_fmt(AV_PIX_FMT_YUV420P);
        // The colours of I420Frame; without this, players guess by the size of the picture.
        codec.color_range(AVCOL_RANGE_MPEG).colorspace(AVCOL_SPC_SMPTE170M);
        codec.color_primaries(AVCOL_PRI_SMPTE170M).color_trc(AVCOL_TRC_SMPTE170M);
        codec.time_base(Ffmpeg.rational(1, framesPerSecond)).framerate(Ffmpeg.rational(framesPerSecond, 1));
        codec.bit_rate(encoding.bitsPerSecond()).gop_size(encoding.keyFrameInterval()).thread_count(1);
        // The rate control may not leave frames out: the frame rate is constant.
        open(Map.of("profile", encoding.profile(), "allow_skip_frames", "0"));
        new OpenH264Options(codec, Math.toIntExact(encoding.bitsPerSecond()))
                .encodeWholePictures(encoding.keyFrameInterval());
        frame.width(width).height(height).format(AV_PIX_FMT_YUV420P);
        Ffmpeg.check(av_frame_get_buffer(frame, 0), "cannot encode");
    }

    void write(I420Frame picture) throws MediaFileException {
        if (picture.width() != width || picture.height() != height) {
            throw new IllegalArgumentException("the video is " + width + "x" + height + ", the frame "
                    + picture.width() + "x" + picture.height());
        }
        Ffmpeg.check(av_frame_make_writable(frame), "cannot encode");
        put(0, picture.y(), width, height);
        put(1, picture.u(), width / 2, height / 2);
        put(2, picture.v(), width / 2, height / 2);
        frame.pts(frames++);
        encode();
    }

    long frames() {
        return frames;
    }

    private void put(int plane, byte[] pixels, int columns, int rows) {
        BytePointer target = frame.data(plane);
        int stride = frame.linesize(plane);
        for (int row = 0; row < rows; row++) {
            target.position((long) row * stride).put(pixels, row * columns, columns);
        }
    }
}
