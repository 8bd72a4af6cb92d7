package dev.visavis.agent.file;

import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;

import java.util.Map;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.javacpp.FloatPointer;

/** AAC-LC, mono, 48 kHz. The file's edit list takes the encoder's delay out, so sample 0 plays at time 0. */
final class AudioTrack extends EncodedTrack {
    private static final int RATE_HZ = 48_000;
    private static final int BITS_PER_SECOND = 128_000;

    private final float[] block;
    private int filled;
    private long samples;

    AudioTrack(AVFormatContext file) throws MediaFileException {
        super(file, "aac");
        av_channel_layout_default(codec.ch_layout(), 1);
        codec.sample_rate(RATE_HZ).sample_fmt(AV_SAMPLE_FMT_FLTP).bit_rate(BITS_PER_SECOND);
        codec.time_base(Ffmpeg.rational(1, RATE_HZ));
        open(Map.of());
        block = new float[codec.frame_size()];
        frame.nb_samples(block.length).format(AV_SAMPLE_FMT_FLTP).sample_rate(RATE_HZ);
        av_channel_layout_default(frame.ch_layout(), 1);
        Ffmpeg.check(av_frame_get_buffer(frame, 0), "cannot encode");
    }

    void write(float[] pcm) throws MediaFileException {
        for (int from = 0; from < pcm.length;) {
            int n = Math.min(pcm.length - from, block.length - filled);
            System.arraycopy(pcm, from, block, filled, n);
            from += n;
            filled += n;
            if (filled == block.length) {
                encodeBlock();
            }
        }
    }

    /** Encodes the last, shorter block. */
    void finish() throws MediaFileException {
        if (filled > 0) {
            encodeBlock();
        }
        flush();
    }

    private void encodeBlock() throws MediaFileException {
        Ffmpeg.check(av_frame_make_writable(frame), "cannot encode");
        frame.nb_samples(filled);
        try (FloatPointer target = new FloatPointer(frame.data(0))) {
            target.put(block, 0, filled);
        }
        frame.pts(samples);
        samples += filled;
        filled = 0;
        encode();
    }
}
