package dev.visavis.inference.photo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.visavis.inference.portrait.PortraitException;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The largest pictures that are read, and worse, in a Java process that has 300 MB for them. */
class PhotoMemoryTest {
    @TempDir
    Path folder;

    @Test
    void noFileTakesMoreThan300Mb() throws Exception {
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx300m", "-cp", System.getProperty("java.class.path"), Hostile.class.getName())
                .redirectErrorStream(true).redirectOutput(log.toFile()).start();
        boolean ended = process.waitFor(5, TimeUnit.MINUTES);
        process.destroyForcibly();
        String said = Files.readString(log);
        assertThat(ended).as(said).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        assertThat(said).contains("gif: 64 pixels", "64 million: No face", "webp: No face",
                "cut: The picture is damaged");
    }

    /** Main program of the other process. */
    static final class Hostile {
        private Hostile() {
        }

        public static void main(String[] args) {
            Map<String, byte[]> files = new LinkedHashMap<>();
            files.put("64 million", TestFiles.blackPng(8000, 8000, 8, 2, 3));
            files.put("16 bits", TestFiles.blackPng(5600, 5600, 16, 6, 8));
            files.put("cut", TestFiles.cut(files.get("16 bits"), 0.9));
            files.put("bomb", TestFiles.pngHead(65_535, 65_535, 8, 2));
            files.put("webp", TestPhotos.file("grey-10-megapixels.webp"));
            files.put("jpeg", TestPhotos.encoded(new BufferedImage(8000, 4000, BufferedImage.TYPE_BYTE_GRAY), "jpeg"));
            BufferedImage tiny = new BufferedImage(64, 64, BufferedImage.TYPE_BYTE_INDEXED);
            files.put("gif", TestFiles.withFrames(TestPhotos.encoded(tiny, "gif"), 10_000));
            try (PhotoAnalyzer analyzer = PhotoAnalyzer.load()) {
                files.forEach((name, bytes) -> System.out.println(name + ": " + look(analyzer, name, bytes)));
            }
        }

        private static String look(PhotoAnalyzer analyzer, String name, byte[] bytes) {
            try {
                return name.equals("gif")
                        ? PhotoReader.read(bytes).getWidth() + " pixels"
                        : analyzer.analyze(name, bytes).analysis().toString();
            } catch (PortraitException e) {
                return e.getMessage();
            }
        }
    }
}
