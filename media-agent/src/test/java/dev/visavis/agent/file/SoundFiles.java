package dev.visavis.agent.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open2;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16P;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;

import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.ffmpeg.avformat.AVOutputFormat;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.ShortPointer;

/** Makes sound files of every kind to read back. */
final class SoundFiles {
    /** A container, an encoder and the format that the encoder takes. */
    enum Kind {
        WAV("wav", "pcm_s16le", AV_SAMPLE_FMT_S16, 22_050, 2), TELEPHONE("wav", "pcm_s16le", AV_SAMPLE_FMT_S16, 8_000,
                1),
        STUDIO("wav", "pcm_s16le", AV_SAMPLE_FMT_S16, 96_000, 2), FLAC("flac", "flac", AV_SAMPLE_FMT_S16, 44_100, 1),
        OPUS("ogg", "libopus", AV_SAMPLE_FMT_S16, 48_000, 1), VORBIS("ogg", "vorbis", AV_SAMPLE_FMT_FLTP, 44_100, 2),
        MP3("mp3", "libmp3lame", AV_SAMPLE_FMT_S16P, 44_100, 2), M4A("ipod", "aac", AV_SAMPLE_FMT_FLTP, 44_100, 1);

        final String container;
        final String encoder;
        final int sampleFormat;
        final int rateHz;
        final int channels;

        Kind(String container, String encoder, int sampleFormat, int rateHz, int channels) {
            this.container = container;
            this.encoder = encoder;
            this.sampleFormat = sampleFormat;
            this.rateHz = rateHz;
            this.channels = channels;
        }
    }

    private SoundFiles() {
    }

    /** Writes {@code seconds} of sound: a soft 440 Hz tone, four times louder from second 1 to second 1.5. */
    static Path write(Path path, Kind kind, double seconds) throws MediaFileException {
        AVFormatContext file = new AVFormatContext(null);
        Ffmpeg.check(avformat_alloc_output_context2(file, (AVOutputFormat) null, kind.container, (String) null), "x");
        try (BytePointer url = Ffmpeg.url(path); Track track = new Track(file, kind)) {
            AVIOContext io = new AVIOContext(null);
            Ffmpeg.check(avio_open2(io, url, AVIO_FLAG_WRITE, (AVIOInterruptCB) null, (AVDictionary) null), "open");
            file.pb(io);
            Ffmpeg.check(avformat_write_header(file, (AVDictionary) null), "header");
            track.writeTone(seconds);
            Ffmpeg.check(av_write_trailer(file), "trailer");
            avio_closep(io);
        }
        avformat_free_context(file);
        return path;
    }

    static float tone(double t) {
        return (float) ((t >= 1 && t < 1.5 ? 0.8 : 0.2) * Math.sin(2 * Math.PI * 440 * t));
    }

    private static final class Track extends EncodedTrack {
        private final Kind kind;
        private final int block;

        Track(AVFormatContext file, Kind kind) throws MediaFileException {
            super(file, kind.encoder);
            this.kind = kind;
            av_channel_layout_default(codec.ch_layout(), kind.channels);
            codec.sample_rate(kind.rateHz).sample_fmt(kind.sampleFormat).bit_rate(96_000);
            codec.time_base(Ffmpeg.rational(1, kind.rateHz));
            codec.strict_std_compliance(-2); // the Vorbis encoder counts as experimental
            open(Map.of());
            block = codec.frame_size() > 0 ? codec.frame_size() : 1024;
            frame.nb_samples(block).format(kind.sampleFormat).sample_rate(kind.rateHz);
            av_channel_layout_default(frame.ch_layout(), kind.channels);
            Ffmpeg.check(av_frame_get_buffer(frame, 0), "buffer");
        }

        void writeTone(double seconds) throws MediaFileException {
            long total = Math.round(seconds * kind.rateHz);
            for (long at = 0; at < total; at += block) {
                Ffmpeg.check(av_frame_make_writable(frame), "frame");
                int n = (int) Math.min(block, total - at);
                frame.nb_samples(n);
                for (int i = 0; i < n; i++) {
                    put(i, tone((at + i) / (double) kind.rateHz));
                }
                frame.pts(at);
                encode();
            }
            flush();
        }

        private void put(int i, float s) {
            boolean planar = kind.sampleFormat == AV_SAMPLE_FMT_FLTP || kind.sampleFormat == AV_SAMPLE_FMT_S16P;
            for (int c = 0; c < kind.channels; c++) {
                BytePointer plane = frame.data(planar ? c : 0);
                assertThat(plane).isNotNull();
                int at = planar ? i : i * kind.channels + c;
                if (kind.sampleFormat == AV_SAMPLE_FMT_FLTP) {
                    new FloatPointer(plane).put(at, s);
                } else {
                    new ShortPointer(plane).put(at, (short) (s * 32767));
                }
            }
        }
    }
}
