package dev.visavis.infra.browser;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

/** WAV files for the browser's microphone: 48 kHz, mono, S16. */
public final class Microphone {
    private static final int RATE = 48_000;

    private Microphone() {
    }

    /** @param pcm full scale +-1 at 48 kHz */
    public static void write(float[] pcm, Path wav) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(pcm.length * 2).order(ByteOrder.LITTLE_ENDIAN);
        for (float x : pcm) {
            bytes.putShort((short) Math.round(Math.max(-1, Math.min(1, x)) * 32767));
        }
        AudioFormat format = new AudioFormat(RATE, 16, 1, true, false);
        AudioSystem.write(new AudioInputStream(new ByteArrayInputStream(bytes.array()), format, pcm.length),
                AudioFileFormat.Type.WAVE, wav.toFile());
    }

    /**
     * Beeps of 60 ms, 1 kHz, that begin at full loudness, in silence.
     *
     * @param seconds length
     * @param everySeconds from beep to beep; choose no multiple of a frame, so that all places within a frame occur
     */
    public static float[] beeps(double seconds, double everySeconds) {
        float[] pcm = new float[(int) (seconds * RATE)];
        int every = (int) (everySeconds * RATE);
        int length = RATE * 60 / 1000;
        for (int start = RATE / 2; start + length < pcm.length; start += every) {
            for (int i = 0; i < length; i++) {
                pcm[start + i] = (float) (0.6 * Math.cos(2 * Math.PI * 1000 * i / RATE));
            }
        }
        return pcm;
    }
}
