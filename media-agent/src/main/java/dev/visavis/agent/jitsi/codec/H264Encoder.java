package dev.visavis.agent.jitsi.codec;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_I;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_NONE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;

import dev.visavis.agent.openh264.OpenH264Options;
import dev.visavis.inference.I420Frame;
import java.util.Arrays;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;

/**
 * Pictures to H.264 constrained baseline, one in, one out, key frames only when asked for. Opened with the first picture
 * and anew when the size changes. One thread.
 */
public final class H264Encoder implements AutoCloseable {
    private static final int TIME_BASE = 90_000;
    private static final int FIRST_FRAME_RATE = 25;
    private static final int ENDLESS = 30_000;

    static {
        av_log_set_level(AV_LOG_QUIET); // what goes wrong is thrown
    }

    private final H264Flavor flavor;
    private final AVPacket packet = av_packet_alloc();
    private byte[] accessUnit = new byte[64 * 1024];
    private int bitsPerSecond;
    private int width;
    private int height;
    private float framesPerSecond = FIRST_FRAME_RATE;
    private AVCodecContext codec;
    private AVFrame frame;
    private OpenH264Options openH264;

    public H264Encoder(int bitsPerSecond) {
        this(H264Flavor.best(), bitsPerSecond);
    }

    H264Encoder(H264Flavor flavor, int bitsPerSecond) {
        this.flavor = flavor;
        this.bitsPerSecond = bitsPerSecond;
    }

    /** Takes effect with the next picture. */
    public void setBitrate(int newBitsPerSecond) {
        if (newBitsPerSecond == bitsPerSecond) {
            return;
        }
        bitsPerSecond = newBitsPerSecond;
        if (flavor == H264Flavor.NVENC && codec != null) {
            codec.bit_rate(bitsPerSecond).rc_max_rate(bitsPerSecond); // it looks with each picture
        } else if (openH264 != null) {
            openH264.setBitrate(bitsPerSecond);
        }
        if (openH264 != null && !openH264.isUsable()) {
            release(); // the next picture opens it anew
        }
    }

    /** What the rate control reckons with; pictures may come at any pace. */
    public void setFrameRate(float newFramesPerSecond) {
        framesPerSecond = newFramesPerSecond;
        if (openH264 != null && openH264.isUsable()) {
            openH264.setFrameRate(framesPerSecond);
        }
    }

    /**
     * Encodes a picture.
     *
     * @param mediaNs later than that of the picture before
     * @param keyFrame make it one that needs no other
     * @return bytes of the access unit in {@link #accessUnit()}; 0 if the encoder made none
     * @throws IllegalStateException if the encoder fails
     */
    public int encode(I420Frame picture, long mediaNs, boolean keyFrame) {
        if (codec == null || picture.width() != width || picture.height() != height) {
            release();
            open(picture.width(), picture.height());
        }
        check(av_frame_make_writable(frame), "encode");
        put(0, picture.y(), width, height);
        put(1, picture.u(), width / 2, height / 2);
        put(2, picture.v(), width / 2, height / 2);
        frame.pts(mediaNs * 9 / 100_000);
        frame.pict_type(keyFrame ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE);
        check(avcodec_send_frame(codec, frame), "encode");
        return receive();
    }

    private int receive() {
        int length = 0;
        while (avcodec_receive_packet(codec, packet) >= 0) {
            int size = packet.size();
            if (accessUnit.length < length + size) {
                accessUnit = Arrays.copyOf(accessUnit, 2 * (length + size));
            }
            packet.data().position(0).get(accessUnit, length, size);
            length += size;
            av_packet_unref(packet);
        }
        return length;
    }

    /** NAL units after start codes, as long as {@link #encode} said; valid until it is called again. */
    public byte[] accessUnit() {
        return accessUnit;
    }

    private void open(int newWidth, int newHeight) {
        width = newWidth;
        height = newHeight;
        AVCodec encoder = avcodec_find_encoder_by_name(flavor.encoder());
        codec = encoder == null ? null : avcodec_alloc_context3(encoder);
        if (codec == null) {
            throw new IllegalStateException("FFmpeg has no encoder " + flavor.encoder());
        }
        codec.width(width).height(height).pix_fmt(AV_PIX_FMT_YUV420P);
        codec.color_range(AVCOL_RANGE_MPEG).colorspace(AVCOL_SPC_SMPTE170M);
        codec.color_primaries(AVCOL_PRI_SMPTE170M).color_trc(AVCOL_TRC_SMPTE170M);
        codec.time_base(rational(1, TIME_BASE)).framerate(rational(Math.round(framesPerSecond), 1));
        codec.bit_rate(bitsPerSecond).rc_max_rate(bitsPerSecond).gop_size(ENDLESS).max_b_frames(0).thread_count(1);
        AVDictionary options = new AVDictionary(null);
        flavor.options().forEach((key, value) -> av_dict_set(options, key, value, 0));
        int rc = avcodec_open2(codec, encoder, options);
        av_dict_free(options);
        if (rc < 0) {
            release();
        }
        check(rc, "be opened at " + width + "x" + height);
        frame = av_frame_alloc();
        frame.width(width).height(height).format(AV_PIX_FMT_YUV420P);
        check(av_frame_get_buffer(frame, 0), "encode");
        openH264 = flavor == H264Flavor.OPENH264 ? new OpenH264Options(codec, bitsPerSecond) : null;
        if (openH264 != null) {
            openH264.encodeWholePictures(ENDLESS);
        }
    }

    private static AVRational rational(int numerator, int denominator) {
        return new AVRational().num(numerator).den(denominator);
    }

    private void check(int rc, String what) {
        if (rc < 0) {
            throw new IllegalStateException("the H.264 encoder " + flavor.encoder() + " cannot " + what + ": error "
                    + rc);
        }
    }

    private void put(int plane, byte[] pixels, int columns, int rows) {
        BytePointer target = frame.data(plane);
        int stride = frame.linesize(plane);
        if (stride == columns) {
            target.position(0).put(pixels, 0, columns * rows);
            return;
        }
        for (int row = 0; row < rows; row++) {
            target.position((long) row * stride).put(pixels, row * columns, columns);
        }
    }

    private void release() {
        openH264 = null;
        if (codec != null) {
            avcodec_free_context(codec);
            codec = null;
        }
        if (frame != null) {
            av_frame_free(frame);
            frame = null;
        }
    }

    @Override
    public void close() {
        release();
        av_packet_free(packet);
    }
}
