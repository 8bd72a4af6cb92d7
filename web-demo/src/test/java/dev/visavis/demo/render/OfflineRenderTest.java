package dev.visavis.demo.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.visavis.agent.file.AudioFileReader;
import dev.visavis.agent.file.MediaFileException;
import dev.visavis.inference.VideoFormat;
import dev.visavis.inference.motion.MotionControls;
import dev.visavis.inference.pack.ModelPack;
import dev.visavis.inference.pack.ModelPacks;
import dev.visavis.inference.portrait.Portrait;
import dev.visavis.inference.portrait.Presenters;
import dev.visavis.inference.provenance.VisibleBadge;
import dev.visavis.inference.render.Background;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OfflineRenderTest {
    private static final int RATE = 16_000;

    private static ModelPack pack;
    private static Portrait portrait;

    @TempDir
    Path folder;

    private final AtomicLong clockNs = new AtomicLong();

    @BeforeAll
    static void open() throws Exception {
        pack = ModelPacks.explicit();
        portrait = pack.openPortrait(Presenters.open("w1").orElseThrow());
    }

    @AfterAll
    static void close() {
        pack.close();
    }

    /** A voice-like buzz that comes and goes. */
    private Path buzz(double seconds) throws IOException {
        return buzz("buzz.wav", seconds, 12_000);
    }

    private Path buzz(String name, double seconds, int loudness) throws IOException {
        ByteBuffer pcm = ByteBuffer.allocate((int) (seconds * RATE) * 2).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; pcm.hasRemaining(); i++) {
            double t = i / (double) RATE;
            double voice = Math.sin(2 * Math.PI * 2 * t) > 0 ? (t * 120 % 1 - 0.5) : 0;
            pcm.putShort((short) (loudness * voice));
        }
        Path file = folder.resolve(name);
        AudioFormat format = new AudioFormat(RATE, 16, 1, true, false);
        AudioSystem.write(new AudioInputStream(new ByteArrayInputStream(pcm.array()), format, pcm.capacity() / 2),
                AudioFileFormat.Type.WAVE, file.toFile());
        return file;
    }

    private RenderFigures render(Path sound, Path target, long seed) throws MediaFileException {
        return render(new OfflineRender.Shown(portrait, Background.OWN, pack.spec().format()), sound, target, seed);
    }

    private RenderFigures render(OfflineRender.Shown shown, Path sound, Path target, long seed)
            throws MediaFileException {
        return render(shown, new OfflineRender.Sounds(sound, null), target, seed);
    }

    private RenderFigures render(OfflineRender.Shown shown, OfflineRender.Sounds sounds, Path target, long seed)
            throws MediaFileException {
        return OfflineRender.run(pack, shown, new VisibleBadge(), sounds, target, seed, MotionControls.NEUTRAL,
                OfflineRender.Progress.NONE, () -> clockNs.addAndGet(1_000));
    }

    @Test
    void theVideoIsAsLongAsTheSoundInWholeFrames() throws Exception {
        Path target = folder.resolve("talk.mp4");
        RenderFigures figures = render(buzz(1.01), target, 1);
        assertThat(figures.frames()).isEqualTo(26);
        try (AudioFileReader sound = AudioFileReader.open(target)) {
            assertThat(sound.headerSeconds()).isBetween(1.03, 1.07);
        }
        JsonNode json = new ObjectMapper().readTree(figures.toJson());
        assertThat(json.fieldNames()).toIterable().containsExactly("frames", "rtf", "ms_per_frame", "audio_ms",
                "motion_ms", "render_ms", "encode_ms");
        assertThat(json.path("render_ms").asDouble()).isPositive();
        assertThat(figures.msPerFrame()).isGreaterThan(
                figures.audioMs() + figures.motionMs() + figures.renderMs() + figures.encodeMs());
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("buzz.wav", "talk.mp4");
    }

    @ParameterizedTest
    @CsvSource({"256, 256, 30, 33", "640, 480, 40, 42", "1280, 720, 25, 26"})
    void otherSizesAndRatesTakeAsLong(int width, int height, int rate, int frames) throws Exception {
        VideoFormat format = new VideoFormat(width, height, rate);
        Portrait other = pack.openPortrait(Presenters.open("m3").orElseThrow(), format);
        Path target = folder.resolve("wide.mp4");
        RenderFigures figures = render(new OfflineRender.Shown(other, Background.BLURRED, format), buzz(1.01), target,
                1);
        assertThat(figures.frames()).isEqualTo(frames);
        try (AudioFileReader sound = AudioFileReader.open(target)) {
            assertThat(sound.headerSeconds()).isBetween(1.0, 1.15);
        }
    }

    @Test
    void theSoundIsInTheVideoWhereItWas() throws Exception {
        Path sound = buzz(2);
        Path target = folder.resolve("talk.mp4");
        render(sound, target, 1);
        float[] before = levels(sound);
        float[] after = levels(target);
        assertThat(correlation(before, after, 0)).isGreaterThan(0.98);
        assertThat(correlation(before, after, 0)).isGreaterThan(correlation(before, after, 1))
                .isGreaterThan(correlation(before, after, -1));
    }

    @Test
    void theSameSeedMakesTheSameVideo() throws Exception {
        Path sound = buzz(1);
        render(sound, folder.resolve("a.mp4"), 7);
        render(sound, folder.resolve("b.mp4"), 7);
        assertThat(folder.resolve("b.mp4")).hasSameBinaryContentAs(folder.resolve("a.mp4"));
    }

    @Test
    void aPartnerIsHeardAndListenedTo() throws Exception {
        Path silence = buzz("silence.wav", 3, 0);
        Path partner = buzz("partner.wav", 2, 12_000);
        OfflineRender.Shown shown = new OfflineRender.Shown(portrait, Background.OWN, pack.spec().format());
        render(shown, new OfflineRender.Sounds(silence, null), folder.resolve("alone.mp4"), 7);
        RenderFigures figures = render(shown, new OfflineRender.Sounds(silence, partner), folder.resolve("two.mp4"), 7);
        assertThat(figures.frames()).isEqualTo(75);
        assertThat(correlation(levels(partner), levels(folder.resolve("two.mp4")), 0)).isGreaterThan(0.98);
        assertThat(sizesOfPictures("two.mp4", 75)).isNotEqualTo(sizesOfPictures("alone.mp4", 75));
    }

    /** Sizes of the video's coded pictures, from the box stsz of its track (ISO/IEC 14496-12, 8.7.3.2). */
    private int[] sizesOfPictures(String name, int pictures) throws IOException {
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(folder.resolve(name)));
        for (int at = 0; at < file.limit() - 16; at++) {
            if (file.getInt(at) == 0x7374737A && file.getInt(at + 12) == pictures) {
                int[] sizes = new int[pictures];
                file.position(at + 16).slice().asIntBuffer().get(sizes);
                return sizes;
            }
        }
        throw new AssertionError(name + " has no track of " + pictures + " pictures");
    }

    @Test
    void brokenSoundLeavesNoVideo() throws Exception {
        Path sound = buzz(2);
        Files.write(sound, Arrays.copyOf(Files.readAllBytes(sound), 40_000));
        assertThatThrownBy(() -> render(sound, folder.resolve("a.mp4"), 1)).isInstanceOf(MediaFileException.class)
                .hasMessageContaining("cut off");
        assertThat(folder.toFile().list()).containsExactly("buzz.wav");
    }

    /** Loudness of each 10 ms. */
    private static float[] levels(Path file) throws MediaFileException {
        float[] levels = new float[0];
        float[] pcm = new float[AudioFileReader.TICK_16K];
        try (AudioFileReader reader = AudioFileReader.open(file)) {
            while (reader.read(pcm, new float[AudioFileReader.TICK_48K])) {
                double power = 0;
                for (float s : pcm) {
                    power += s * s;
                }
                levels = Arrays.copyOf(levels, levels.length + 1);
                levels[levels.length - 1] = (float) Math.sqrt(power);
            }
        }
        return levels;
    }

    private static double correlation(float[] a, float[] b, int shift) {
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 2; i < Math.min(a.length, b.length) - 2; i++) {
            ab += a[i] * b[i + shift];
            aa += a[i] * a[i];
            bb += b[i + shift] * b[i + shift];
        }
        return ab / Math.sqrt(aa * bb);
    }
}
