package dev.visavis.agent.voice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.visavis.agent.opus.OpusEncoder;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VoiceDecoderTest {
    private static final int TONE_HZ = 440;

    private static short[] tone(int rateHz, int ms) {
        short[] pcm = new short[rateHz * ms / 1_000];
        for (int i = 0; i < pcm.length; i++) {
            pcm[i] = (short) (10_000 * Math.sin(2 * Math.PI * TONE_HZ * i / rateHz));
        }
        return pcm;
    }

    private static byte[] littleEndian(short[] pcm) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * pcm.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asShortBuffer().put(pcm);
        return bytes.array();
    }

    /** Share of the sound's power that is the tone's. */
    private static double purity(short[] pcm) {
        double re = 0;
        double im = 0;
        double power = 0;
        for (int i = 0; i < pcm.length; i++) {
            re += pcm[i] * Math.cos(2 * Math.PI * TONE_HZ * i / 48_000);
            im += pcm[i] * Math.sin(2 * Math.PI * TONE_HZ * i / 48_000);
            power += (double) pcm[i] * pcm[i];
        }
        return 2 * (re * re + im * im) / pcm.length / power;
    }

    @ParameterizedTest
    @ValueSource(ints = {16_000, 24_000, 48_000})
    void pcmOfAnyRateBecomes48kHzWhateverThePieces(int rate) {
        byte[] bytes = littleEndian(tone(rate, 500));
        VoiceDecoder whole = VoiceDecoder.of(VoiceFormat.parse("pcm", Integer.toString(rate)));
        short[] at48k = whole.decode(bytes);
        assertThat(at48k).hasSize(24_000);
        assertThat(purity(Arrays.copyOfRange(at48k, 480, at48k.length))).isGreaterThan(0.999);

        VoiceDecoder pieces = VoiceDecoder.of(VoiceFormat.parse(null, Integer.toString(rate)));
        ShortBuffer joined = ShortBuffer.allocate(30_000);
        for (int at = 0; at < bytes.length; at += 322) {
            joined.put(pieces.decode(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + 322))));
        }
        assertThat(Arrays.copyOf(joined.array(), 24_000)).isEqualTo(at48k);
    }

    @Test
    void theEndOfASegmentIsNotLostInTheResampler() {
        VoiceDecoder decoder = VoiceDecoder.of(VoiceFormat.parse("pcm", "24000"));
        short[] click = new short[240];
        click[239] = 20_000;
        decoder.decode(littleEndian(click));
        short[] rest = decoder.flush();
        int peak = 0;
        for (short s : rest) {
            peak = Math.max(peak, s);
        }
        assertThat(peak).isCloseTo(20_000, within(1_000));
        assertThat(decoder.decode(littleEndian(new short[240]))).containsOnly(0);
    }

    @Test
    void opusPacketsBecomePcm() {
        VoiceDecoder decoder = VoiceDecoder.of(VoiceFormat.parse("opus", null));
        short[] tone = tone(48_000, 400);
        ByteArrayOutputStream sound = new ByteArrayOutputStream();
        try (OpusEncoder encoder = new OpusEncoder()) {
            byte[] packet = new byte[OpusEncoder.MAX_BYTES];
            for (int at = 0; at < tone.length; at += OpusEncoder.PACKET_SAMPLES) {
                int length = encoder.encode(Arrays.copyOfRange(tone, at, at + OpusEncoder.PACKET_SAMPLES), packet);
                short[] pcm = decoder.decode(Arrays.copyOf(packet, length));
                assertThat(pcm).hasSize(OpusEncoder.PACKET_SAMPLES);
                sound.writeBytes(littleEndian(pcm));
            }
        }
        short[] all = new short[tone.length];
        ByteBuffer.wrap(sound.toByteArray()).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(all);
        assertThat(purity(Arrays.copyOfRange(all, 4_800, all.length))).isGreaterThan(0.97);
        decoder.close();
    }

    @Test
    void whatIsNoVoiceIsRefusedInWordsAndTheStreamGoesOn() {
        VoiceDecoder pcm = VoiceDecoder.of(VoiceFormat.parse(null, null));
        assertThatThrownBy(() -> pcm.decode(new byte[7])).hasMessageContaining("even number of bytes");
        assertThat(pcm.decode(new byte[480])).hasSize(480);
        VoiceDecoder opus = VoiceDecoder.of(VoiceFormat.parse("opus", null));
        assertThatThrownBy(() -> opus.decode(new byte[0])).hasMessageContaining("no Opus packet");
        assertThatThrownBy(() -> opus.decode(new byte[] {-1, -1, -1})).hasMessageContaining("no Opus packet");
        opus.close();
    }

    @Test
    void formatsThatAreNotThereAreNamed() {
        assertThatThrownBy(() -> VoiceFormat.parse("mp3", null)).hasMessageContaining("pcm")
                .hasMessageContaining("mp3");
        assertThatThrownBy(() -> VoiceFormat.parse("pcm", "44100")).hasMessageContaining("24000");
        assertThatThrownBy(() -> VoiceFormat.parse("pcm", "fast")).hasMessageContaining("fast");
    }
}
