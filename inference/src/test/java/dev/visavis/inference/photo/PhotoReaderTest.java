package dev.visavis.inference.photo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.visavis.inference.portrait.PortraitException;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhotoReaderTest {
    private static final int BACKGROUND = 0xd8d8d8;

    /** Red top left, green top right, blue bottom left, white bottom right. */
    private static BufferedImage quarters(int width, int height, int type) {
        BufferedImage image = new BufferedImage(width, height, type);
        Graphics2D graphics = image.createGraphics();
        Color[] colors = {Color.RED, Color.GREEN, Color.BLUE, Color.WHITE};
        for (int i = 0; i < 4; i++) {
            graphics.setColor(colors[i]);
            graphics.fillRect(i % 2 * width / 2, i / 2 * height / 2, width / 2, height / 2);
        }
        graphics.dispose();
        return image;
    }

    private static void assertQuarters(BufferedImage image, int width, int height) {
        assertThat(image.getWidth()).isEqualTo(width);
        assertThat(image.getHeight()).isEqualTo(height);
        assertThat(image.getType()).isEqualTo(BufferedImage.TYPE_3BYTE_BGR);
        int[] expected = {0xff0000, 0x00ff00, 0x0000ff, 0xffffff};
        for (int i = 0; i < 4; i++) {
            assertColor(image.getRGB(width / 4 + i % 2 * width / 2, height / 4 + i / 2 * height / 2), expected[i], 12);
        }
    }

    private static void assertColor(int actual, int expected, int tolerance) {
        for (int shift = 0; shift <= 16; shift += 8) {
            assertThat((actual >> shift & 0xff) - (expected >> shift & 0xff))
                    .as("%06x instead of %06x", actual & 0xffffff, expected).isBetween(-tolerance, tolerance);
        }
    }

    @ParameterizedTest
    @CsvSource({"jpeg,1", "png,1", "png,2", "png,5", "png,13"}) // RGB, ARGB, BGR, indexed
    void readsColour(String format, int type) throws PortraitException {
        byte[] file = TestPhotos.encoded(quarters(96, 64, type), format);
        assertQuarters(PhotoReader.read(file), 96, 64);
    }

    @ParameterizedTest
    @CsvSource({"jpeg,10", "png,10", "png,11"}) // 8 and 16 bits
    void keepsGreyAsItIs(String format, int type) throws PortraitException {
        BufferedImage grey = new BufferedImage(32, 32, type);
        int depth = grey.getColorModel().getPixelSize();
        grey.getRaster().setSamples(0, 0, 32, 32, 0, new int[32 * 32]);
        for (int i = 0; i < 32 * 32; i++) {
            grey.getRaster().setSample(i % 32, i / 32, 0, 100 << depth - 8);
        }
        assertColor(PhotoReader.read(TestPhotos.encoded(grey, format)).getRGB(16, 16), 0x646464, 1);
    }

    @Test
    void readsSixteenBitColour() throws PortraitException {
        byte[] png = TestFiles.blackPng(40, 30, 16, 2, 6);
        assertColor(PhotoReader.read(png).getRGB(5, 5), 0, 0);
    }

    @Test
    void putsTransparencyOnLightGrey() throws PortraitException {
        BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(3, 3, 0x80ff0000);
        image.setRGB(4, 4, 0xff00ff00);
        BufferedImage read = PhotoReader.read(TestPhotos.encoded(image, "png"));
        assertColor(read.getRGB(10, 10), BACKGROUND, 0);
        assertColor(read.getRGB(3, 3), 0xec6c6c, 2);
        assertColor(read.getRGB(4, 4), 0x00ff00, 0);
    }

    @Test
    void readsTheFirstFrameOfAnAnimation() throws PortraitException {
        byte[] gif = TestPhotos.encoded(quarters(64, 48, BufferedImage.TYPE_BYTE_INDEXED), "gif");
        assertQuarters(PhotoReader.read(TestFiles.withFrames(gif, 10_000)), 64, 48);
    }

    @Test
    void readsWebp() throws PortraitException {
        BufferedImage read = PhotoReader.read(TestPhotos.webp());
        assertThat(read.getWidth()).isEqualTo(400);
        int expected = TestPhotos.presenter("w2").getRGB(256, 300);
        assertColor(read.getRGB(200, 234), expected, 16);
    }

    @ParameterizedTest
    @CsvSource({"-1,0,128,255,127", "0,255,127,0,128", "2,149,43,21,128"})
    void readsPrintersColours(int adobeTransform, int a, int b, int c, int d) throws PortraitException {
        // no cyan, half magenta, all yellow, half black: a dark orange; the last likewise green
        byte[] jpeg = TestFiles.fourComponentJpeg(TestFiles.flatRaster(16, a, b, c, d), adobeTransform);
        // as YCbCr in BT.601, 149 43 21 is pure green
        assertColor(PhotoReader.read(jpeg).getRGB(8, 8), adobeTransform == 2 ? 0x008000 : 0x804000, 4);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void turnsAsExifSays(int orientation) throws PortraitException {
        BufferedImage upright = quarters(96, 64, BufferedImage.TYPE_3BYTE_BGR);
        int[] inverse = {0, 1, 2, 3, 4, 5, 8, 7, 6};
        byte[] jpeg = TestPhotos.encoded(Upright.turn(upright, inverse[orientation]), "jpeg");
        assertQuarters(PhotoReader.read(TestFiles.withExif(jpeg, orientation)), 96, 64);
    }

    @Test
    void convertsColourProfiles() throws PortraitException {
        BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(new Color(0xc08060));
        graphics.fillRect(0, 0, 32, 32);
        graphics.dispose();
        byte[] jpeg = TestPhotos.encoded(image, "jpeg");
        int plain = PhotoReader.read(jpeg).getRGB(16, 16);
        int converted = PhotoReader.read(TestFiles.withStrongRedProfile(jpeg)).getRGB(16, 16);
        assertColor(plain, 0xc08060, 3);
        assertThat(converted >> 16 & 0xff).isGreaterThan((plain >> 16 & 0xff) + 5);
    }

    @Test
    void orientationSixIsAPhoneHeldUpright() throws PortraitException {
        // Exif: 6 means that the stored first row is the picture's right side
        BufferedImage stored = new BufferedImage(64, 32, BufferedImage.TYPE_3BYTE_BGR);
        for (int x = 0; x < 64; x++) {
            for (int y = 0; y < 16; y++) {
                stored.setRGB(x, y, 0xff0000);
            }
        }
        BufferedImage read = PhotoReader.read(TestFiles.withExif(TestPhotos.encoded(stored, "jpeg"), 6));
        assertThat(read.getWidth()).isEqualTo(32);
        assertColor(read.getRGB(28, 40), 0xff0000, 12);
        assertColor(read.getRGB(4, 40), 0, 12);
    }

    @Test
    void turnsPngAndWebpToo() throws PortraitException {
        byte[] png = TestPhotos.encoded(quarters(96, 64, BufferedImage.TYPE_3BYTE_BGR), "png");
        byte[] turned = TestFiles.withPngChunk(png, "eXIf", TestFiles.orientationTiff(6));
        assertThat(PhotoReader.read(turned).getWidth()).isEqualTo(64);
        byte[] chunk = TestFiles.join(TestFiles.ascii("EXIF"), new byte[] {26, 0, 0, 0},
                TestFiles.orientationTiff(6));
        assertThat(ExifOrientation.ofFile(PhotoFormat.WEBP, TestFiles.join(TestPhotos.webp(), chunk)))
                .isEqualTo(6);
    }

    @Test
    void survivesBrokenMetadata() throws PortraitException {
        byte[] jpeg = TestPhotos.encoded(quarters(96, 64, BufferedImage.TYPE_3BYTE_BGR), "jpeg");
        Random random = new Random(3);
        for (int i = 0; i < 50; i++) {
            byte[] noise = new byte[200];
            random.nextBytes(noise);
            byte[] exif = TestFiles.join(TestFiles.ascii("Exif\0\0"), TestFiles.ascii(i % 2 == 0 ? "II" : "MM"), noise);
            byte[] profile = TestFiles.join(TestFiles.ascii("ICC_PROFILE\0\u0001\u0001"), noise);
            BufferedImage read = PhotoReader.read(
                    TestFiles.withSegment(TestFiles.withSegment(jpeg, 0xe1, exif), 0xe2, profile));
            assertThat(read.getWidth() + read.getHeight()).isEqualTo(160);
        }
    }

    @Test
    void readsHugePicturesAtAPartOfTheirSize() throws PortraitException {
        byte[] bomb = TestFiles.blackPng(6000, 3000, 16, 2, 6);
        assertThat(bomb.length).isLessThan(2 << 20);
        BufferedImage read = PhotoReader.read(bomb);
        assertThat(read.getWidth()).isEqualTo(3000);
        assertThat(read.getHeight()).isEqualTo(1500);
    }

    @Test
    void refusesGiantDimensionsBeforeDecoding() {
        assertThatThrownBy(() -> PhotoReader.read(TestFiles.pngHead(65_535, 65_535, 8, 2)))
                .isInstanceOf(PortraitException.class).hasMessageContaining("65535 x 65535");
        byte[] jpeg = TestPhotos.encoded(quarters(96, 64, BufferedImage.TYPE_3BYTE_BGR), "jpeg");
        assertThatThrownBy(() -> PhotoReader.read(TestFiles.withFrameSize(jpeg, 65_500, 65_500)))
                .isInstanceOf(PortraitException.class).hasMessageContaining("65500 x 65500");
        assertThatThrownBy(() -> PhotoReader.read(TestFiles.pngHead(9000, 9000, 8, 2)))
                .isInstanceOf(PortraitException.class).hasMessageContaining("64 million");
    }

    @Test
    void refusesAJpegOfThousandsOfPasses() {
        byte[] jpeg = TestPhotos.encoded(quarters(96, 64, BufferedImage.TYPE_3BYTE_BGR), "jpeg");
        byte[] scan = {(byte) 0xff, (byte) 0xda, 0, 8, 1, 1, 0, 0, 63, 0};
        byte[][] parts = new byte[3001][];
        Arrays.fill(parts, scan);
        parts[0] = Arrays.copyOf(jpeg, jpeg.length - 2);
        assertThatThrownBy(() -> PhotoReader.read(TestFiles.join(parts))).isInstanceOf(PortraitException.class)
                .hasMessageContaining("3001 passes");
    }

    @ParameterizedTest
    @CsvSource({"jpeg,5", "png,5", "gif,13"})
    void refusesACutFile(String format, int type) {
        BufferedImage noisy = TestPhotos.wall(200, 200);
        BufferedImage image = new BufferedImage(200, 200, type);
        image.createGraphics().drawImage(noisy, 0, 0, null);
        byte[] file = TestPhotos.encoded(image, format);
        for (double share : new double[] {0.95, 0.5, 0.1}) {
            assertThatThrownBy(() -> PhotoReader.read(TestFiles.cut(file, share)))
                    .isInstanceOf(PortraitException.class).hasMessageContaining("damaged");
        }
        byte[] webp = TestPhotos.webp();
        assertThatThrownBy(() -> PhotoReader.read(TestFiles.cut(webp, 0.99))).isInstanceOf(PortraitException.class)
                .hasMessageContaining("ends before the picture does");
    }

    @Test
    void survivesNoiseInEveryFormat() {
        byte[][] files = {TestPhotos.encoded(TestPhotos.presenter("w1"), "jpeg"), TestPhotos.webp(),
            TestPhotos.encoded(TestPhotos.wall(60, 60), "png"),
            TestPhotos.encoded(quarters(64, 48, BufferedImage.TYPE_BYTE_INDEXED), "gif")};
        Random random = new Random(11);
        for (int round = 0; round < 160; round++) {
            byte[] file = files[round % files.length].clone();
            for (int i = 0; i < 1 + round % 20; i++) {
                file[4 + random.nextInt(Math.min(file.length - 4, 1 << (4 + round % 12)))] = (byte) random.nextInt(256);
            }
            try {
                assertThat(PhotoReader.read(file).getWidth()).isPositive();
            } catch (PortraitException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"'',empty", "'hello, this is no picture',not a picture", "'%PDF-1.7 and more text',PDF",
        "'\0\0\0\u0018ftypheic\0\0\0\0',HEIC", "'\0\0\0\u0018ftypavif\0\0\0\0',AVIF",
        "'\0\0\0\u0018ftypisom\0\0\0\0',video", "'BM1234567890123456',BMP", "'II*\0abcdefgh',TIFF",
        "'<svg xmlns=\"x\"></svg>',not a picture"})
    void saysWhatTheFileIs(String text, String expected) {
        assertThatThrownBy(() -> PhotoReader.read(TestFiles.ascii(text))).isInstanceOf(PortraitException.class)
                .hasMessageContaining(expected).hasMessageContaining("JPEG or PNG");
    }

    @Test
    void refusesAFileThatIsTooLong() {
        assertThatThrownBy(() -> PhotoReader.read(new byte[PhotoReader.MAX_BYTES + 1]))
                .isInstanceOf(PortraitException.class).hasMessageContaining("32 MB");
    }
}
