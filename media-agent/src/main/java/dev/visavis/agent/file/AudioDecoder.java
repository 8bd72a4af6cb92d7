package dev.visavis.agent.file;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_DURATION_FROM_STREAM;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AV_TIME_BASE;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;

/** Demultiplexes and decodes the sound of one file, frame by frame, in the file's own format. */
final class AudioDecoder implements AutoCloseable {
    private final AVPacket packet = av_packet_alloc();
    private final AVFrame frame = av_frame_alloc();
    private final AVFormatContext format;
    private AVCodecContext codec = new AVCodecContext(null);
    private int streamIndex;
    private boolean drained;
    private int rateHz;
    private int channels;
    private long samples;

    AudioDecoder(Path path) throws MediaFileException {
        format = new AVFormatContext(null);
        try (BytePointer url = Ffmpeg.url(path)) {
            // Without a name's help: what a file is, its bytes say.
            check(avformat_open_input(format, url, (AVInputFormat) null, (AVDictionary) null));
            check(avformat_find_stream_info(format, (AVDictionary) null));
            streamIndex = check(av_find_best_stream(format, AVMEDIA_TYPE_AUDIO, -1, -1, (AVCodec) null, 0));
            openCodec();
        } catch (MediaFileException e) {
            close();
            throw e;
        }
    }

    private void openCodec() throws MediaFileException {
        AVStream stream = format.streams(streamIndex);
        AVCodec decoder = Ffmpeg.notNull(avcodec_find_decoder(stream.codecpar().codec_id()), "no decoder");
        codec = Ffmpeg.notNull(avcodec_alloc_context3(decoder), "no decoder");
        check(avcodec_parameters_to_context(codec, stream.codecpar()));
        codec.pkt_timebase(stream.time_base());
        check(avcodec_open2(codec, decoder, (AVDictionary) null));
    }

    /** Seconds that the file's header tells (exactly, or guessed from the bitrate), or -1. */
    double headerSeconds() {
        return format.duration() > 0 ? format.duration() / (double) AV_TIME_BASE : -1;
    }

    /** True if the header itself counts the samples, so that fewer of them mean a file cut short. */
    boolean headerCounts() {
        AVStream stream = format.streams(streamIndex);
        return format.duration_estimation_method() == AVFMT_DURATION_FROM_STREAM && stream.duration() > 0;
    }

    /** Seconds of sound given so far. */
    double seconds() {
        return rateHz == 0 ? 0 : samples / (double) rateHz;
    }

    /**
     * The next piece of sound, valid until the next call.
     *
     * @return null at the end
     * @throws MediaFileException if the data is damaged; the message does not name the file
     */
    AVFrame next() throws MediaFileException {
        while (true) {
            int rc = avcodec_receive_frame(codec, frame);
            if (rc == AVERROR_EOF) {
                return null;
            }
            if (rc >= 0) {
                return counted();
            }
            if (rc != Ffmpeg.EAGAIN) {
                check(rc);
            }
            feed();
        }
    }

    private AVFrame counted() throws MediaFileException {
        if (rateHz == 0) {
            rateHz = frame.sample_rate();
            channels = frame.ch_layout().nb_channels();
        } else if (rateHz != frame.sample_rate() || channels != frame.ch_layout().nb_channels()) {
            throw new MediaFileException("the sampling rate or the number of channels changes on the way");
        }
        samples += frame.nb_samples();
        return frame;
    }

    private void feed() throws MediaFileException {
        if (drained) {
            throw new MediaFileException("the decoder gave no end");
        }
        int rc;
        do {
            av_packet_unref(packet);
            rc = av_read_frame(format, packet);
        } while (rc >= 0 && packet.stream_index() != streamIndex);
        drained = rc == AVERROR_EOF;
        if (!drained) {
            check(rc);
        }
        check(avcodec_send_packet(codec, drained ? null : packet));
    }

    private static int check(int rc) throws MediaFileException {
        if (rc < 0) {
            throw new MediaFileException(Ffmpeg.message(rc));
        }
        return rc;
    }

    @Override
    public void close() {
        avcodec_free_context(codec);
        avformat_close_input(format);
        av_packet_free(packet);
        av_frame_free(frame);
    }
}
