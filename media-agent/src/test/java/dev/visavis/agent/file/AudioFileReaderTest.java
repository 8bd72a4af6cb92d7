package dev.visavis.agent.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AudioFileReaderTest {
    @TempDir
    Path folder;

    record Pcm(float[] at16k, float[] at48k) {
    }

    static Pcm readAll(Path path) throws MediaFileException {
        float[] at16k = new float[0];
        float[] at48k = new float[0];
        float[] tick16k = new float[AudioFileReader.TICK_16K];
        float[] tick48k = new float[AudioFileReader.TICK_48K];
        try (AudioFileReader reader = AudioFileReader.open(path)) {
            while (reader.read(tick16k, tick48k)) {
                at16k = append(at16k, tick16k);
                at48k = append(at48k, tick48k);
            }
        }
        return new Pcm(at16k, at48k);
    }

    private static float[] append(float[] all, float[] tick) {
        float[] longer = Arrays.copyOf(all, all.length + tick.length);
        System.arraycopy(tick, 0, longer, all.length, tick.length);
        return longer;
    }

    @ParameterizedTest
    @EnumSource
    void readsEveryKindInBothRatesAtTheRightTime(SoundFiles.Kind kind) throws IOException {
        Path path = SoundFiles.write(folder.resolve("a sound: ü " + kind), kind, 2.004);
        Pcm pcm = readAll(path);
        assertThat(pcm.at48k().length).isEqualTo(3 * pcm.at16k().length);
        assertThat(pcm.at16k().length / 16_000.0).isBetween(2.0, 2.06);
        assertMatchesTone(pcm.at16k(), 16_000);
        assertMatchesTone(pcm.at48k(), 48_000);
    }

    /** Phase and loudness: a shift of one sample at 16 kHz turns the tone by 10 degrees, an error of 17 %. */
    private static void assertMatchesTone(float[] pcm, int rateHz) {
        double error = 0;
        double power = 0;
        for (int i = rateHz / 10; i < 1.9 * rateHz; i++) {
            double t = i / (double) rateHz;
            if (Math.abs(t - 1) < 0.05 || Math.abs(t - 1.5) < 0.05) {
                continue; // codecs smear the steps
            }
            double want = SoundFiles.tone(t);
            error += (pcm[i] - want) * (pcm[i] - want);
            power += want * want;
        }
        assertThat(Math.sqrt(error / power)).isLessThan(0.1);
    }

    @Test
    void tellsItsVersion() {
        assertThat(AudioFileReader.ffmpegVersion()).isNotBlank();
    }

    @Test
    void tellsTheLength() throws IOException {
        Path path = SoundFiles.write(folder.resolve("x.wav"), SoundFiles.Kind.WAV, 1.5);
        try (AudioFileReader reader = AudioFileReader.open(path)) {
            assertThat(reader.headerSeconds()).isBetween(1.49, 1.51);
        }
    }

    @Test
    void refusesAMissingFile() {
        assertRefused(folder.resolve("none.wav"), "there is no sound file");
    }

    @Test
    void refusesAFolder() {
        assertRefused(folder, "is a folder");
    }

    @Test
    void refusesAnEmptyFile() throws IOException {
        assertRefused(Files.createFile(folder.resolve("empty.wav")), "is empty (0 bytes)");
    }

    @Test
    void refusesTextAndNoiseAndPictures() throws IOException {
        assertRefused(Files.writeString(folder.resolve("notes.wav"), "hello, this is not a sound\n".repeat(99)),
                "is not a sound file");
        byte[] noise = new byte[50_000];
        new Random(1).nextBytes(noise);
        assertRefused(Files.write(folder.resolve("noise.flac"), noise), "is not a sound file");
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        javax.imageio.ImageIO.write(new java.awt.image.BufferedImage(64, 64, 1), "png", png);
        assertRefused(Files.write(folder.resolve("face.mp3"), png.toByteArray()), "is not a sound file");
    }

    @Test
    void refusesAHeaderWithoutSound() throws IOException {
        Path path = SoundFiles.write(folder.resolve("x.wav"), SoundFiles.Kind.WAV, 0.5);
        byte[] bytes = Arrays.copyOf(Files.readAllBytes(path), 78);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(74, 0);
        assertRefused(Files.write(path, bytes), "sound");
    }

    @ParameterizedTest
    @EnumSource
    void refusesAFileThatIsCutOff(SoundFiles.Kind kind) throws IOException {
        Path path = SoundFiles.write(folder.resolve("x"), kind, 3);
        byte[] bytes = Files.readAllBytes(path);
        Files.write(path, Arrays.copyOf(bytes, bytes.length * 6 / 10));
        assertThatThrownBy(() -> readAll(path)).isInstanceOf(MediaFileException.class)
                .hasMessageContaining(path.toString()).hasMessageMatching("(?s).*(cut off|damaged).*");
    }

    private static void assertRefused(Path path, String why) {
        assertThatThrownBy(() -> readAll(path)).isInstanceOf(MediaFileException.class)
                .hasMessageContaining(path.toString()).hasMessageContaining(why);
    }
}
