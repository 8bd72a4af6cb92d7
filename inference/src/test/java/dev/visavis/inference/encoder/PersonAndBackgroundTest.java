package dev.visavis.inference.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.visavis.inference.I420Frame;
import dev.visavis.inference.face.FaceTopology;
import dev.visavis.inference.image.Smooth;
import dev.visavis.inference.image.Texture;
import dev.visavis.inference.image.Yuv;
import dev.visavis.inference.motion.ExplicitMotion;
import dev.visavis.inference.render.Background;
import dev.visavis.inference.render.ExplicitFaceDecoder;
import dev.visavis.inference.render.ExplicitPortrait;
import java.awt.image.BufferedImage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The person is taken out of the photo whole, and nothing else is; what is behind them stays still. */
class PersonAndBackgroundTest {
    private static final int GREEN = 0x00ff00;
    private static final int SIZE = Faces.SIZE;

    private static int cover(ExplicitPortrait portrait, float x, float y) {
        Texture texture = portrait.texture;
        return texture.cover[(int) texture.texelY(y) / Texture.SCALE * texture.chromaWidth
                + (int) texture.texelX(x) / Texture.SCALE] & 0xFF;
    }

    @ParameterizedTest
    @ValueSource(strings = {"w1", "w2", "w3", "m1", "m2", "m3"})
    void theMatteHoldsFaceHairAndClothesButNotTheRoom(String id) {
        ExplicitPortrait portrait = Faces.portrait(id);
        float[] rest = portrait.mesh.rest;
        for (int o : FaceTopology.OVAL) {
            float x = Smooth.mix(rest[3 * FaceTopology.NOSE_TIP], rest[3 * o], 0.9f);
            float y = Smooth.mix(rest[3 * FaceTopology.NOSE_TIP + 1], rest[3 * o + 1], 0.9f);
            assertThat(cover(portrait, x, y)).as("face at %s, %s", x, y).isEqualTo(255);
        }
        float top = rest[3 * FaceTopology.OVAL[0] + 1];
        assertThat(cover(portrait, rest[3 * FaceTopology.OVAL[0]], top - 10)).as("hair").isGreaterThan(200);
        assertThat(cover(portrait, SIZE / 2f, SIZE - 4)).as("clothes").isEqualTo(255);
        for (int x : new int[] {4, SIZE - 5}) {
            assertThat(cover(portrait, x, 4)).as("corner").isZero();
            assertThat(cover(portrait, x, SIZE / 2f)).as("side").isZero();
        }
    }

    /** Edges are few: a haze over the room or a hole in the person would show as pixels in between. */
    @ParameterizedTest
    @ValueSource(strings = {"w1", "w2", "w3", "m1", "m2", "m3"})
    void theMatteIsClear(String id) {
        int between = 0;
        byte[] cover = Faces.portrait(id).texture.cover;
        for (byte c : cover) {
            between += (c & 0xFF) > 8 && (c & 0xFF) < 247 ? 1 : 0;
        }
        assertThat(between / (double) cover.length).isLessThan(0.015);
    }

    @ParameterizedTest
    @ValueSource(strings = {"w1", "m3"})
    void beforeTheirOwnBackgroundTheyAreThePhoto(String id) {
        I420Frame drawn = Faces.draw(Faces.portrait(id), Faces.rest());
        I420Frame photo = Faces.photo(id);
        double error = 0;
        for (int i = 0; i < drawn.y().length; i++) {
            double d = (drawn.y()[i] & 0xFF) - (photo.y()[i] & 0xFF);
            error += d * d;
        }
        assertThat(10 * Math.log10(255 * 255 / (error / drawn.y().length))).isGreaterThan(34);
    }

    @ParameterizedTest
    @ValueSource(strings = {"w1", "w2", "w3", "m1", "m2", "m3"})
    void theRoomStaysStillWhileTheHeadTurns(String id) {
        ExplicitPortrait portrait = Faces.portrait(id);
        boolean[] person = new boolean[SIZE * SIZE];
        I420Frame[] frames = new I420Frame[5];
        for (int n = 0; n < frames.length; n++) {
            float[] latent = Faces.posed(ExplicitMotion.YAW, 10 * (n - 2));
            frames[n] = Faces.draw(portrait, latent);
            I420Frame green = draw(portrait, latent, new Background.Plain(GREEN));
            I420Frame black = draw(portrait, latent, new Background.Plain(0));
            for (int i = 0; i < person.length; i++) {
                person[i] |= green.y()[i] != Yuv.toByte(Yuv.y(0, 255, 0)) || black.y()[i] != (byte) Yuv.BLACK;
            }
        }
        int still = 0;
        for (int i = 0; i < person.length; i++) {
            for (I420Frame frame : frames) {
                if (!person[i]) {
                    // coverage too slight to show on green may still round to a few levels
                    assertThat(Math.abs(frame.y()[i] - portrait.background.y()[i])).isLessThanOrEqualTo(3);
                }
            }
            still += person[i] ? 0 : 1;
        }
        assertThat(still).isGreaterThan(person.length / 4);
    }

    /** Dark hair before a light room: nothing of the room may rim it before another background. */
    @ParameterizedTest
    @ValueSource(strings = {"w2", "m2"})
    void noRimOfTheOldBackgroundIsLeft(String id) {
        ExplicitPortrait portrait = Faces.portrait(id);
        I420Frame black = draw(portrait, Faces.rest(), new Background.Plain(0));
        int rim = 0;
        int lighter = 0;
        for (int y = 20; y < SIZE / 2; y++) {
            for (int x = 4; x < SIZE - 4; x++) {
                int c = cover(portrait, x, y);
                if (c > 40 && c < 215) {
                    rim++;
                    // what the pixel may show of a person is their colour, weighted; the room behind was lighter
                    lighter += (black.y()[y * SIZE + x] & 0xFF) > 16 + 0.6 * ((portrait.background.y()[y * SIZE
                            + x] & 0xFF) - 16) ? 1 : 0;
                }
            }
        }
        assertThat(rim).isGreaterThan(100);
        assertThat(lighter / (double) rim).isLessThan(0.12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"own", "blurred", "#204060"})
    void backgroundsHaveNames(String name) {
        I420Frame frame = draw(Faces.portrait("w3"), Faces.rest(), Background.named(name).orElseThrow());
        int corner = frame.y()[0] & 0xFF;
        int expected = name.startsWith("#")
                ? Math.round(Yuv.y(0x20, 0x40, 0x60))
                : Faces.portrait("w3").background.y()[0] & 0xFF;
        assertThat(corner).isBetween(expected - 6, expected + 6);
        assertThat(Background.named(name + "x")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 2000})
    void aPictureCoversTheFrame(int width) {
        BufferedImage picture = new BufferedImage(width, 400, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 400 * width; i++) {
            picture.setRGB(i % width, i / width, 0x00a0ff);
        }
        I420Frame frame = draw(Faces.portrait("w3"), Faces.rest(), new Background.Picture(picture));
        for (int at : new int[] {0, SIZE - 1, SIZE * (SIZE / 3), SIZE * (SIZE / 3) + SIZE - 1}) {
            assertThat(frame.y()[at] & 0xFF).isEqualTo(Math.round(Yuv.y(0, 0xa0, 0xff)));
        }
    }

    private static I420Frame draw(ExplicitPortrait portrait, float[] latent, Background background) {
        I420Frame frame = new I420Frame(portrait.width(), portrait.height());
        try (ExplicitFaceDecoder decoder = new ExplicitFaceDecoder(portrait, background)) {
            decoder.decode(latent, frame);
        }
        return frame;
    }
}
