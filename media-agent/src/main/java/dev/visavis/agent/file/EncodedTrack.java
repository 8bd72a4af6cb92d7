package dev.visavis.agent.file;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** One encoder, and the stream of the file that its packets go to. */
abstract class EncodedTrack implements AutoCloseable {
    final AVCodecContext codec;
    final AVFrame frame = av_frame_alloc();
    private final AVCodec encoder;
    private final AVFormatContext file;
    private final AVPacket packet = av_packet_alloc();
    private AVStream stream;

    EncodedTrack(AVFormatContext file, String encoderName) throws MediaFileException {
        this.file = file;
        this.encoder = Ffmpeg.notNull(avcodec_find_encoder_by_name(encoderName), "no encoder " + encoderName);
        this.codec = Ffmpeg.notNull(avcodec_alloc_context3(encoder), "no encoder " + encoderName);
    }

    /** Opens the encoder, whose settings are then in {@link #codec}, and adds a stream to the file. */
    final void open(Map<String, String> options) throws MediaFileException {
        codec.flags(codec.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
        AVDictionary dictionary = new AVDictionary(null);
        options.forEach((key, value) -> av_dict_set(dictionary, key, value, 0));
        int rc = avcodec_open2(codec, encoder, dictionary);
        av_dict_free(dictionary);
        String what = "cannot open the encoder " + encoder.name().getString();
        Ffmpeg.check(rc, what);
        stream = Ffmpeg.notNull(avformat_new_stream(file, null), what);
        stream.time_base(codec.time_base());
        Ffmpeg.check(avcodec_parameters_from_context(stream.codecpar(), codec), what);
    }

    /** Encodes {@link #frame}, whose pts is in the codec's time base, and writes what comes out. */
    final void encode() throws MediaFileException {
        Ffmpeg.check(avcodec_send_frame(codec, frame), "cannot encode");
        writePackets();
    }

    /** Writes what the encoder still holds. */
    final void flush() throws MediaFileException {
        Ffmpeg.check(avcodec_send_frame(codec, null), "cannot encode");
        writePackets();
    }

    private void writePackets() throws MediaFileException {
        while (true) {
            int rc = avcodec_receive_packet(codec, packet);
            if (rc == Ffmpeg.EAGAIN || rc == AVERROR_EOF) {
                return;
            }
            Ffmpeg.check(rc, "cannot encode");
            if (packet.duration() == 0) {
                packet.duration(1);
            }
            av_packet_rescale_ts(packet, codec.time_base(), stream.time_base());
            packet.stream_index(stream.index());
            Mp4Writer.checkWrite(av_interleaved_write_frame(file, packet), file);
        }
    }

    @Override
    public void close() {
        avcodec_free_context(codec);
        av_frame_free(frame);
        av_packet_free(packet);
    }
}
