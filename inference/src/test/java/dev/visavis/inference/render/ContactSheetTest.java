package dev.visavis.inference.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.visavis.inference.encoder.Faces;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class ContactSheetTest {
    @Test
    void drawsEveryPoseInItsCell() {
        var cells = ContactSheet.poses();
        try (ExplicitFaceDecoder decoder = new ExplicitFaceDecoder(Faces.portrait("w2"))) {
            BufferedImage sheet = ContactSheet.draw(decoder, Faces.SIZE, Faces.SIZE, cells.subList(0, 3), 2);
            assertThat(sheet.getWidth()).isEqualTo(1024);
            assertThat(sheet.getHeight()).isEqualTo(1024);
            BufferedImage alone = ContactSheet.picture(Faces.draw(Faces.portrait("w2"), cells.get(2).latent()));
            assertThat(sheet.getRGB(250, 512 + 300)).isEqualTo(alone.getRGB(250, 300));
            assertThat(sheet.getRGB(1000, 1000)).as("no cell").isEqualTo(0xFF000000);
        }
        assertThat(cells).extracting(ContactSheet.Cell::title).contains("AA", "blink", "yaw -20", "pitch 15",
                "roll 12");
    }
}
