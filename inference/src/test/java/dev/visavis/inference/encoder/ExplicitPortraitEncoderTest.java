package dev.visavis.inference.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.visavis.inference.I420Frame;
import dev.visavis.inference.image.Yuv;
import dev.visavis.inference.portrait.PortraitException;
import dev.visavis.inference.portrait.PortraitSource;
import dev.visavis.inference.portrait.Presenters;
import dev.visavis.inference.render.ExplicitPortrait;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExplicitPortraitEncoderTest {
    private final ExplicitPortraitEncoder encoder = Faces.encoder(512, 512);
    private final PortraitSource presenter = Presenters.open("m2").orElseThrow();

    private PortraitSource with(float[] landmarks) {
        return new PortraitSource("photo", presenter.image(), landmarks);
    }

    private void refused(float[] landmarks, String words) {
        assertThatThrownBy(() -> encoder.encode(with(landmarks))).isInstanceOf(PortraitException.class)
                .hasMessageContaining(words);
    }

    @Test
    void saysWhyAPhotoCannotBeUsed() {
        refused(null, "no face landmarks");
        float[] broken = presenter.landmarks().clone();
        broken[100] = Float.NaN;
        refused(broken, "not numbers");
        float[] small = presenter.landmarks().clone();
        for (int i = 0; i < small.length; i++) {
            small[i] *= 0.05f;
        }
        refused(small, "pixels wide");
        refused(new float[3 * PortraitSource.LANDMARKS], "pixels wide");
        float[] away = presenter.landmarks().clone();
        for (int i = 0; i < away.length; i += 3) {
            away[i] += 5000;
        }
        refused(away, "outside the photo");
    }

    @Test
    void refusesPointsThatAreNoFace() {
        java.util.Random random = new java.util.Random(1);
        float[] noise = new float[3 * PortraitSource.LANDMARKS];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = 1000 * random.nextFloat();
        }
        refused(noise, "upright face");
        float[] upsideDown = presenter.landmarks().clone();
        for (int i = 0; i < upsideDown.length; i += 3) {
            upsideDown[i] = 1024 - upsideDown[i];
            upsideDown[i + 1] = 1024 - upsideDown[i + 1];
        }
        refused(upsideDown, "upright face");
    }

    /** Sizes of later formats work already. */
    @ParameterizedTest
    @CsvSource({"256, 256", "768, 768", "1280, 720", "360, 640"})
    void drawsAtOtherSizes(int width, int height) throws PortraitException {
        ExplicitPortrait portrait = Faces.encoder(width, height).encode(presenter);
        I420Frame frame = Faces.draw(portrait, Faces.posed(0, 10));
        assertThat(frame.width()).isEqualTo(width);
        assertThat(portrait.mesh.halfWidth / Math.min(width, height)).isBetween(0.15f, 0.4f);
    }

    /** Against the plain mean of the photo's pixels under each frame pixel. */
    @ParameterizedTest
    @ValueSource(strings = {"w1", "m3"})
    void theStillPictureIsThePhoto(String id) throws PortraitException {
        PortraitSource source = Presenters.open(id).orElseThrow();
        FrameCrop crop = FrameCrop.around(source.landmarks(), 1024, 1024, 512, 512);
        I420Frame still = Faces.draw(encoder.encode(source), Faces.rest());
        double error = 0;
        int pixels = 0;
        for (int y = 100; y < 450; y++) {
            for (int x = 100; x < 400; x++, pixels++) {
                double d = photoLuma(source.image(), crop, x, y) - (still.y()[y * 512 + x] & 0xFF);
                error += d * d;
            }
        }
        assertThat(10 * Math.log10(255 * 255 / (error / pixels))).isGreaterThan(36);
    }

    private static double photoLuma(BufferedImage photo, FrameCrop crop, int x, int y) {
        int grid = 4;
        double sum = 0;
        for (int s = 0; s < grid * grid; s++) {
            int rgb = photo.getRGB((int) (crop.left() + (x + (s % grid + 0.5) / grid) * crop.step()),
                    (int) (crop.top() + (y + (s / grid + 0.5) / grid) * crop.step()));
            sum += Yuv.y(rgb >> 16 & 0xFF, rgb >> 8 & 0xFF, rgb & 0xFF);
        }
        return sum / (grid * grid);
    }

    @Test
    void aPhotoOfAnotherSizeGivesTheSamePicture() throws PortraitException {
        BufferedImage large = presenter.image();
        BufferedImage small = new BufferedImage(700, 700, BufferedImage.TYPE_INT_RGB);
        java.awt.Graphics2D pen = small.createGraphics();
        pen.setRenderingHint(java.awt.RenderingHints.KEY_INTERPOLATION,
                java.awt.RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        pen.drawImage(large, 0, 0, 700, 700, null);
        pen.dispose();
        float[] scaled = presenter.landmarks().clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= 700f / 1024;
        }
        I420Frame a = Faces.draw(encoder.encode(presenter), Faces.rest());
        I420Frame b = Faces.draw(encoder.encode(new PortraitSource("small", small, scaled)), Faces.rest());
        double error = 0;
        for (int i = 0; i < a.y().length; i++) {
            error += Math.abs((a.y()[i] & 0xFF) - (b.y()[i] & 0xFF));
        }
        assertThat(error / a.y().length).isLessThan(3);
    }

    @Test
    void refusesOddOrTinyFrames() {
        assertThatThrownBy(() -> Faces.encoder(511, 512))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("511x512");
        assertThatThrownBy(() -> Faces.encoder(32, 32))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("32x32");
    }
}
