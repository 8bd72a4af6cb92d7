package dev.visavis.inference.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.visavis.inference.I420Frame;
import dev.visavis.inference.motion.ExplicitMotion;
import dev.visavis.inference.portrait.PortraitSource;
import dev.visavis.inference.portrait.Presenters;
import dev.visavis.inference.render.ContactSheet;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class FramePictureTest {
    private final PortraitSource source = Presenters.open("w1").orElseThrow();

    /** Away from the face, which the renderer takes apart. */
    @Test
    void showsThePhotoAsTheRendererDoesAtRest() {
        float[] latent = new float[ExplicitMotion.SIZE];
        ExplicitMotion.rest(latent);
        I420Frame frame = Faces.draw(Faces.portrait("w1"), latent);
        BufferedImage drawn = ContactSheet.picture(frame);
        BufferedImage shown = FramePicture.of(source, Faces.SIZE, Faces.SIZE).image();
        double difference = 0;
        int count = 0;
        for (int y = 8; y < Faces.SIZE; y += 8) {
            for (int x = 8; x < Faces.SIZE; x += 8) {
                difference += Math.abs((drawn.getRGB(x, y) >> 8 & 0xff) - (shown.getRGB(x, y) >> 8 & 0xff));
                count++;
            }
        }
        assertThat(difference / count).isLessThan(5);
    }

    @Test
    void tellsWhereTheFaceIs() {
        FramePicture picture = FramePicture.of(source, 256, 256);
        assertThat(picture.image().getWidth()).isEqualTo(256);
        assertThat(picture.face().getCenterX()).isBetween(100.0, 156.0);
        assertThat(picture.face().height).isBetween(90, 170);
    }
}
