package dev.visavis.agent.opus;

import com.sun.jna.ptr.PointerByReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.ShortBuffer;
import java.util.Arrays;

/** Opus to speech: 48 kHz mono, whatever the packet holds (RFC 6716). */
public final class OpusDecoder implements SpeechDecoder {
    private static final int OPUS_RESET_STATE = 4028;

    private final tomp2p.opuswrapper.Opus opus = Opus.library();
    private PointerByReference decoder;
    private final ShortBuffer output = ByteBuffer.allocateDirect(2 * MAX_SAMPLES).order(ByteOrder.nativeOrder())
            .asShortBuffer();

    public OpusDecoder() {
        IntBuffer error = IntBuffer.allocate(1);
        decoder = opus.opus_decoder_create(Opus.SAMPLE_RATE_HZ, 1, error);
        Opus.check(error.get(0), "make a decoder");
    }

    @Override
    public int decode(byte[] packet, int offset, int length, short[] pcm) {
        return run(packet, offset, length, MAX_SAMPLES, false, pcm);
    }

    @Override
    public int recover(byte[] packet, int offset, int length, int samples, short[] pcm) {
        return run(packet, offset, length, samples, true, pcm);
    }

    @Override
    public int conceal(int samples, short[] pcm) {
        output.clear();
        return take(opus.opus_decode(decoder, (byte[]) null, 0, output, samples, 0), pcm);
    }

    private int run(byte[] packet, int offset, int length, int samples, boolean redundancy, short[] pcm) {
        byte[] exact = offset == 0 && length == packet.length
                ? packet
                : Arrays.copyOfRange(packet, offset, offset + length);
        output.clear();
        return take(opus.opus_decode(decoder, exact, length, output, samples, redundancy ? 1 : 0), pcm);
    }

    /** A packet that is none gives a negative number; a peer's mistake is no reason to end the call. */
    private int take(int samples, short[] pcm) {
        if (samples <= 0) {
            return 0;
        }
        output.clear();
        output.get(pcm, 0, samples);
        return samples;
    }

    /** Forgets what came before: what comes next does not go on from it. */
    public void reset() {
        opus.opus_decoder_ctl(decoder, OPUS_RESET_STATE);
    }

    @Override
    public void close() {
        if (decoder != null) {
            opus.opus_decoder_destroy(decoder);
            decoder = null;
        }
    }
}
