package dev.visavis.agent.voice;

import dev.visavis.agent.opus.OpusDecoder;
import dev.visavis.agent.opus.SpeechDecoder;
import java.util.Arrays;

/** Opus packets (RFC 6716) to PCM at 48 kHz. */
final class OpusVoice implements VoiceDecoder {
    private final OpusDecoder decoder = new OpusDecoder();
    private final short[] pcm = new short[SpeechDecoder.MAX_SAMPLES];

    @Override
    public short[] decode(byte[] message) {
        // To the library an empty packet is a lost one, to be concealed.
        int samples = message.length == 0 ? 0 : decoder.decode(message, 0, message.length, pcm);
        if (samples == 0) {
            throw new IllegalArgumentException("a message of " + message.length + " bytes is no Opus packet");
        }
        return Arrays.copyOf(pcm, samples);
    }

    @Override
    public short[] flush() {
        reset();
        return new short[0];
    }

    @Override
    public void reset() {
        decoder.reset();
    }

    @Override
    public void close() {
        decoder.close();
    }
}
