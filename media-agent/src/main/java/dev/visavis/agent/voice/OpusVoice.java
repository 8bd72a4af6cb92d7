package dev.visavis.agent.voice;

import club.minnced.opus.util.OpusLibrary;
import com.sun.jna.ptr.PointerByReference;
import dev.visavis.agent.transport.MediaTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.ShortBuffer;
import tomp2p.opuswrapper.Opus;

/** Opus packets (RFC 6716) to PCM at 48 kHz. */
final class OpusVoice implements VoiceDecoder {
    /** 120 ms, the longest packet. */
    private static final int MAX_SAMPLES = MediaTransport.SAMPLE_RATE_HZ * 120 / 1_000;
    private static final int OPUS_RESET_STATE = 4028;

    private final Opus opus = library();
    private final ShortBuffer output = ByteBuffer.allocateDirect(2 * MAX_SAMPLES).order(ByteOrder.nativeOrder())
            .asShortBuffer();
    private PointerByReference decoder;

    OpusVoice() {
        IntBuffer error = IntBuffer.allocate(1);
        decoder = opus.opus_decoder_create(MediaTransport.SAMPLE_RATE_HZ, 1, error);
        if (error.get(0) != 0) {
            throw new IllegalStateException("no Opus decoder can be made: error " + error.get(0));
        }
    }

    private static Opus library() {
        try {
            OpusLibrary.loadFromJar();
            return Opus.INSTANCE;
        } catch (IOException e) {
            throw new UncheckedIOException("the Opus library cannot be unpacked", e);
        }
    }

    @Override
    public short[] decode(byte[] message) {
        output.clear();
        int samples = message.length == 0
                ? 0
                : opus.opus_decode(decoder, message, message.length, output, MAX_SAMPLES, 0);
        if (samples <= 0) {
            throw new IllegalArgumentException("a message of " + message.length + " bytes is no Opus packet");
        }
        short[] pcm = new short[samples];
        output.clear();
        output.get(pcm);
        return pcm;
    }

    @Override
    public short[] flush() {
        reset();
        return new short[0];
    }

    @Override
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
