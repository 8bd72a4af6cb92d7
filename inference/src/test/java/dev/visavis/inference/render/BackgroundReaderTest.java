package dev.visavis.inference.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.visavis.inference.portrait.PortraitException;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures as people have them become backgrounds as calls need them. */
class BackgroundReaderTest {
    /** Left half red, right half blue. */
    private static byte[] picture(int width, int height) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setColor(Color.RED);
        pen.fillRect(0, 0, width / 2, height);
        pen.setColor(Color.BLUE);
        pen.fillRect(width / 2, 0, width, height);
        pen.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }

    /** Large ones shrink to what covers 1280 x 768, long ones are cut to twice their other side. */
    @ParameterizedTest
    @CsvSource({"4000, 3000, 1280, 960", "3000, 4000, 1280, 1707", "1280, 768, 1280, 768", "300, 200, 300, 200",
        "6000, 500, 1000, 500", "400, 6000, 400, 800", "8000, 1600, 1536, 768"})
    void noMoreIsKeptThanCallsShow(int width, int height, int keptWidth, int keptHeight) throws Exception {
        BufferedImage kept = BackgroundReader.read(picture(width, height)).image();
        assertThat(kept.getWidth()).isEqualTo(keptWidth);
        assertThat(kept.getHeight()).isEqualTo(keptHeight);
        assertThat(kept.getRaster().getDataBuffer().getSize()).isEqualTo(3 * keptWidth * keptHeight);
        int middle = kept.getHeight() / 2;
        assertNear(kept.getRGB(kept.getWidth() / 4, middle), Color.RED);
        assertNear(kept.getRGB(3 * kept.getWidth() / 4, middle), Color.BLUE);
    }

    private static void assertNear(int rgb, Color expected) {
        Color seen = new Color(rgb);
        assertThat(Math.abs(seen.getRed() - expected.getRed())).isLessThan(6);
        assertThat(Math.abs(seen.getGreen() - expected.getGreen())).isLessThan(6);
        assertThat(Math.abs(seen.getBlue() - expected.getBlue())).isLessThan(6);
    }

    @Test
    void aSmallOneIsWarnedAboutAndATinyOneRefusedInWords() throws Exception {
        assertThat(BackgroundReader.warnings(BackgroundReader.read(picture(640, 480)))).isEmpty();
        assertThat(BackgroundReader.warnings(BackgroundReader.read(picture(200, 150)))).hasSize(1)
                .allMatch(w -> w.contains("200 x 150") && w.contains("1280 x 720"));
        assertThatThrownBy(() -> BackgroundReader.read(picture(800, 63))).isInstanceOf(PortraitException.class)
                .hasMessageContaining("800 x 63").hasMessageContaining("64");
        assertThatThrownBy(() -> BackgroundReader.read(Arrays.copyOf(picture(800, 600), 200)))
                .isInstanceOf(PortraitException.class).hasMessageContaining("damaged");
    }

    @Test
    void whatIsShownOfItIsSmaller() throws Exception {
        BufferedImage shown = BackgroundReader.smaller(BackgroundReader.read(picture(3000, 4000)), 640);
        assertThat(shown.getHeight()).isEqualTo(640);
        assertThat(shown.getWidth()).isEqualTo(480);
        assertThat(BackgroundReader.smaller(BackgroundReader.read(picture(300, 200)), 640).getWidth()).isEqualTo(300);
    }
}
