package dev.visavis.agent.voice;

import dev.visavis.inference.audio.Resampler;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** S16LE at one rate to PCM at another. */
final class PcmVoice implements VoiceDecoder {
    private static final int BLOCK = 480;

    private final Resampler resampler;
    private final float[] in = new float[BLOCK];
    private final float[] out;

    PcmVoice(int fromHz, int toHz) {
        resampler = fromHz == toHz ? null : new Resampler(fromHz, toHz, BLOCK);
        out = new float[BLOCK * toHz / fromHz + 2];
    }

    @Override
    public short[] decode(byte[] message) {
        if (message.length % 2 != 0) {
            throw new IllegalArgumentException("PCM is 16 bit, so a message has an even number of bytes, not "
                    + message.length);
        }
        short[] pcm = new short[message.length / 2];
        ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(pcm);
        return resampler == null ? pcm : resample(pcm);
    }

    private short[] resample(short[] pcm) {
        short[] resampled = new short[(pcm.length / BLOCK + 1) * out.length];
        int made = 0;
        for (int at = 0; at < pcm.length; at += BLOCK) {
            int count = Math.min(BLOCK, pcm.length - at);
            for (int i = 0; i < count; i++) {
                in[i] = pcm[at + i];
            }
            int some = resampler.process(in, count, out);
            for (int i = 0; i < some; i++) {
                resampled[made++] = (short) Math.round(Math.max(-32_768, Math.min(32_767, out[i])));
            }
        }
        return java.util.Arrays.copyOf(resampled, made);
    }

    /** The resampler lags by half its filter. */
    @Override
    public short[] flush() {
        if (resampler == null) {
            return new short[0];
        }
        short[] tail = resample(new short[resampler.latencyInputSamples()]);
        resampler.reset();
        return tail;
    }

    @Override
    public void reset() {
        if (resampler != null) {
            resampler.reset();
        }
    }

    @Override
    public void close() {
        // holds nothing
    }
}
