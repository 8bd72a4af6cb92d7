package dev.visavis.agent.file;

import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_opt_set_double;
import static org.bytedeco.ffmpeg.global.swresample.swr_alloc_set_opts2;
import static org.bytedeco.ffmpeg.global.swresample.swr_convert;
import static org.bytedeco.ffmpeg.global.swresample.swr_free;
import static org.bytedeco.ffmpeg.global.swresample.swr_get_out_samples;
import static org.bytedeco.ffmpeg.global.swresample.swr_init;

import java.util.Arrays;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swresample.SwrContext;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * Any PCM in, mono float PCM of one rate out, kept in order until it is taken. The filter's delay is made up for:
 * output sample n lies at the time of input sample n x in rate / out rate.
 */
final class PcmResampler implements AutoCloseable {
    private final int rateHz;
    private final PointerPointer<Pointer> outPlane = new PointerPointer<>(1);
    private SwrContext swr;
    private FloatPointer out = new FloatPointer(0L);
    private float[] samples = new float[1 << 13];
    private int from;
    private int to;

    PcmResampler(int rateHz) {
        this.rateHz = rateHz;
    }

    /** Takes decoded sound; all frames have the same format. */
    void add(AVFrame frame) throws MediaFileException {
        if (swr == null) {
            swr = open(frame);
        }
        convert(frame.extended_data(), frame.nb_samples());
    }

    /** Says that no more sound comes, so that the filter gives what it holds back. */
    void finish() throws MediaFileException {
        if (swr != null) {
            convert(null, 0);
        }
    }

    int available() {
        return to - from;
    }

    /** Moves the oldest {@code pcm.length} samples, or all there are and then zeros. */
    void take(float[] pcm) {
        int n = Math.min(pcm.length, available());
        for (int i = 0; i < n; i++) {
            float s = samples[from + i];
            // A float file may hold anything; only numbers up to full scale leave.
            pcm[i] = s >= -1 && s <= 1 ? s : s > 1 ? 1 : s < -1 ? -1 : 0;
        }
        Arrays.fill(pcm, n, pcm.length, 0);
        from += n;
    }

    private SwrContext open(AVFrame frame) throws MediaFileException {
        AVChannelLayout mono = new AVChannelLayout();
        av_channel_layout_default(mono, 1);
        SwrContext context = new SwrContext(null);
        Ffmpeg.check(swr_alloc_set_opts2(context, mono, AV_SAMPLE_FMT_FLT, rateHz, frame.ch_layout(), frame.format(),
                frame.sample_rate(), 0, null), "cannot resample");
        // Otherwise two equal channels add up to 1.41 times full scale.
        av_opt_set_double(context, "rematrix_maxval", 1, 0);
        int rc = swr_init(context);
        if (rc < 0) {
            swr_free(context);
        }
        Ffmpeg.check(rc, "cannot resample");
        return context;
    }

    private void convert(PointerPointer<?> planes, int count) throws MediaFileException {
        int room = Ffmpeg.check(swr_get_out_samples(swr, count), "cannot resample");
        if (out.capacity() < room) {
            out.close();
            out = new FloatPointer(Math.max(room, 1 << 13));
        }
        outPlane.put(0, out);
        int made = Ffmpeg.check(swr_convert(swr, outPlane, room, planes, count), "cannot resample");
        makeRoom(made);
        out.position(0).get(samples, to, made);
        to += made;
    }

    private void makeRoom(int count) {
        if (to + count > samples.length) {
            int kept = available();
            float[] target = kept + count > samples.length ? new float[2 * (kept + count)] : samples;
            System.arraycopy(samples, from, target, 0, kept);
            samples = target;
            from = 0;
            to = kept;
        }
    }

    @Override
    public void close() {
        if (swr != null) {
            swr_free(swr);
        }
        out.close();
        outPlane.close();
    }
}
