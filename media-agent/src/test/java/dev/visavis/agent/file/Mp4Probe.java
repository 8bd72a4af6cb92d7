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
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;

/** Decodes the pictures of a video file: when each is shown, and how bright its middle is. */
final class Mp4Probe {
    record Picture(double seconds, int width, int height, int middleLuma) {
    }

    private Mp4Probe() {
    }

    static List<Picture> pictures(Path path) throws MediaFileException {
        AVFormatContext file = new AVFormatContext(null);
        List<Picture> pictures = new ArrayList<>();
        try (BytePointer url = Ffmpeg.url(path)) {
            Ffmpeg.check(avformat_open_input(file, url, (AVInputFormat) null, (AVDictionary) null), "open");
            Ffmpeg.check(avformat_find_stream_info(file, (AVDictionary) null), "info");
            int index = Ffmpeg.check(av_find_best_stream(file, AVMEDIA_TYPE_VIDEO, -1, -1, (AVCodec) null, 0), "v");
            AVStream stream = file.streams(index);
            AVCodec decoder = avcodec_find_decoder(stream.codecpar().codec_id());
            AVCodecContext codec = avcodec_alloc_context3(decoder);
            Ffmpeg.check(avcodec_parameters_to_context(codec, stream.codecpar()), "parameters");
            Ffmpeg.check(avcodec_open2(codec, decoder, (AVDictionary) null), "decoder");
            AVPacket packet = av_packet_alloc();
            while (av_read_frame(file, packet) >= 0) {
                if (packet.stream_index() == index) {
                    Ffmpeg.check(avcodec_send_packet(codec, packet), "decode");
                    receive(codec, stream, pictures);
                }
                av_packet_unref(packet);
            }
            avcodec_send_packet(codec, null);
            receive(codec, stream, pictures);
            av_packet_free(packet);
            avcodec_free_context(codec);
        }
        avformat_close_input(file);
        return pictures;
    }

    private static void receive(AVCodecContext codec, AVStream stream, List<Picture> pictures) {
        AVFrame frame = av_frame_alloc();
        while (avcodec_receive_frame(codec, frame) >= 0) {
            double tick = stream.time_base().num() / (double) stream.time_base().den();
            int middle = frame.height() / 2 * frame.linesize(0) + frame.width() / 2;
            pictures.add(new Picture(frame.best_effort_timestamp() * tick, frame.width(), frame.height(),
                    frame.data(0).get(middle) & 0xFF));
        }
        av_frame_free(frame);
    }
}
