package dev.visavis.demo.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.visavis.inference.portrait.PortraitException;
import dev.visavis.inference.portrait.PortraitSource;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhotoFileTest {
    @TempDir
    Path folder;

    private Path photo() throws IOException {
        Path file = folder.resolve("my face.png");
        ImageIO.write(new BufferedImage(200, 100, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
        return file;
    }

    private void landmarks(String json) throws IOException {
        Files.writeString(folder.resolve("my face.landmarks.json"), json);
    }

    private static String repeated(String element, int times) {
        return "[" + String.join(",", Collections.nCopies(times, element)) + "]";
    }

    @Test
    void readsFractionsAndPixels() throws Exception {
        Path photo = photo();
        landmarks("{\"w\": 200, \"lm\": " + repeated("[0.5, 0.25, -0.1]", 478) + "}");
        PortraitSource fractions = PhotoFile.read(photo);
        assertThat(fractions.name()).isEqualTo("my face");
        assertThat(fractions.landmarks()).hasSize(3 * 478).startsWith(100, 25, -20);
        landmarks(repeated("100, 25, -20", 478));
        assertThat(PhotoFile.read(photo).landmarks()).isEqualTo(fractions.landmarks());
    }

    @Test
    void saysThatLandmarksAreNeeded() throws IOException {
        assertRefused(photo(), "does not find the face in a photo by itself yet");
    }

    @Test
    void refusesWhatIsNoPictureAndNoLandmarks() throws IOException {
        Path photo = photo();
        landmarks("not json");
        assertRefused(photo, "is not JSON");
        landmarks(repeated("[1, 2, 3]", 468));
        assertRefused(photo, "must hold 478 points of 3 numbers; it holds 1404 numbers");
        landmarks(repeated("\"x\"", 3 * 478));
        assertRefused(photo, "must hold 478 points");
        landmarks("{}");
        assertRefused(photo, "it holds 0 numbers");
        assertRefused(Files.writeString(folder.resolve("text.png"), "hello"), "is not a picture");
    }

    private static void assertRefused(Path photo, String why) {
        assertThatThrownBy(() -> PhotoFile.read(photo)).isInstanceOf(PortraitException.class).hasMessageContaining(why);
    }
}
