package dev.visavis.agent.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.visavis.inference.I420Frame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class Mp4WriterTest {
    private static final int FPS = 25;
    private static final int FRAMES = 75;
    private static final int FLASH = 40;
    private static final int SAMPLES_PER_FRAME = 48_000 / FPS;

    @TempDir
    Path folder;

    private final I420Frame frame = new I420Frame(64, 64);
    private final float[] pcm = new float[SAMPLES_PER_FRAME];

    /** Frame {@link #FLASH} is white, and the tone sounds for exactly that frame's time. */
    private void writeFrames(Mp4Writer writer, int count) throws MediaFileException {
        Arrays.fill(frame.u(), (byte) 128);
        Arrays.fill(frame.v(), (byte) 128);
        for (int n = 0; n < count; n++) {
            Arrays.fill(frame.y(), (byte) (n == FLASH ? 235 : 16));
            for (int i = 0; i < pcm.length; i++) {
                pcm[i] = n == FLASH ? 0.5f * (float) Math.sin(2 * Math.PI * 1000 * i / 48_000) : 0;
            }
            writer.write(frame);
            writer.write(pcm);
        }
    }

    @Test
    void picturesAndSoundKeepTheirTimes() throws IOException {
        Path path = folder.resolve("a film: ü.mp4");
        try (Mp4Writer writer = Mp4Writer.create(path, 64, 64, FPS)) {
            writeFrames(writer, FRAMES);
            assertThat(writer.frames()).isEqualTo(FRAMES);
            writer.finish();
        }
        List<Mp4Probe.Picture> pictures = Mp4Probe.pictures(path);
        assertThat(pictures).hasSize(FRAMES);
        for (int n = 0; n < FRAMES; n++) {
            Mp4Probe.Picture picture = pictures.get(n);
            assertThat(picture.seconds()).isCloseTo(n / (double) FPS, within(1e-6));
            assertThat(picture.width()).isEqualTo(64);
            assertThat(picture.middleLuma()).isCloseTo(n == FLASH ? 235 : 16, within(25));
        }
        float[] sound = AudioFileReaderTest.readAll(path).at48k();
        assertThat(sound.length).isBetween(FRAMES * SAMPLES_PER_FRAME, FRAMES * SAMPLES_PER_FRAME + 1024);
        // The middle of the burst by its energy: the codec smears both of its ends alike.
        assertThat(centre(sound) / 48_000).isCloseTo((FLASH + 0.5) / FPS, within(0.002));
        assertOnly(path);
    }

    private static double centre(float[] sound) {
        double energy = 0;
        double moment = 0;
        for (int i = 0; i < sound.length; i++) {
            energy += sound[i] * sound[i];
            moment += i * (double) sound[i] * sound[i];
        }
        return moment / energy;
    }

    @Test
    void replacesAFileOnlyWhenFinished() throws IOException {
        Path path = Files.writeString(folder.resolve("x.mp4"), "old");
        try (Mp4Writer writer = Mp4Writer.create(path, 64, 64, FPS)) {
            writeFrames(writer, 10);
        }
        assertThat(path).hasContent("old");
        assertOnly(path);
        try (Mp4Writer writer = Mp4Writer.create(path, 64, 64, FPS)) {
            writeFrames(writer, 10);
            writer.finish();
        }
        assertThat(Mp4Probe.pictures(path)).hasSize(10);
        assertOnly(path);
    }

    private void assertOnly(Path path) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(path);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void saysThatTheDiskIsFullAndLeavesNothing() throws IOException {
        Path target = folder.resolve("x.mp4");
        // A link, because the writer deletes its part.
        Path part = Files.createSymbolicLink(folder.resolve("x.part"), Path.of("/dev/full"));
        assertThatThrownBy(() -> {
            try (Mp4Writer writer = new Mp4Writer(target, part, 64, 64, FPS, VideoEncoding.forFile(64, 64, FPS))) {
                writeFrames(writer, FRAMES);
                writer.finish();
            }
        }).isInstanceOf(MediaFileException.class).hasMessageContaining("the disk is full");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void refusesAFolderThatIsNotThere() {
        assertThatThrownBy(() -> Mp4Writer.create(folder.resolve("no/x.mp4"), 64, 64, FPS))
                .isInstanceOf(MediaFileException.class).hasMessageContaining("there is no folder");
        assertThatThrownBy(() -> Mp4Writer.create(folder, 64, 64, FPS)).isInstanceOf(MediaFileException.class)
                .hasMessageContaining("is a folder");
    }

    @Test
    void refusesAFrameOfAnotherSize() throws IOException {
        try (Mp4Writer writer = Mp4Writer.create(folder.resolve("x.mp4"), 64, 64, FPS)) {
            assertThatThrownBy(() -> writer.write(new I420Frame(32, 32))).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("64x64");
        }
    }
}
