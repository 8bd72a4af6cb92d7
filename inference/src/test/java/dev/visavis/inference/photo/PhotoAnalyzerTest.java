package dev.visavis.inference.photo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.visavis.inference.portrait.PortraitException;
import dev.visavis.inference.portrait.PortraitSource;
import java.awt.geom.AffineTransform;
import java.awt.image.AffineTransformOp;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhotoAnalyzerTest {
    /** The bound; photos of this kind stay well below it. */
    private static final double BOUND = 0.025;
    private static PhotoAnalyzer analyzer;

    @BeforeAll
    static void load() {
        analyzer = PhotoAnalyzer.load();
    }

    @AfterAll
    static void close() {
        analyzer.close();
    }

    private static AnalyzedPhoto analyze(BufferedImage image) throws PortraitException {
        return analyzer.analyze("test", TestPhotos.encoded(image, "png"));
    }

    /** Landmarks of the source, taken back to the presenter's own 512 pixels. */
    private static double error(AnalyzedPhoto photo, String presenter, AffineTransform toPresenter) {
        float[] points = photo.source().landmarks().clone();
        for (int p = 0; p < points.length; p += 3) {
            float[] xy = {points[p], points[p + 1]};
            toPresenter.transform(xy, 0, xy, 0, 1);
            points[p] = xy[0];
            points[p + 1] = xy[1];
        }
        return TestPhotos.error(points, TestPhotos.reference(presenter));
    }

    @ParameterizedTest
    @ValueSource(strings = {"w1", "w2", "w3", "m1", "m2", "m3"})
    void agreesWithTheOriginalOnThePresenters(String presenter) throws PortraitException {
        AnalyzedPhoto photo = analyzer.analyze(presenter, TestPhotos.encoded(TestPhotos.presenter(presenter), "jpeg"));
        assertThat(error(photo, presenter, new AffineTransform())).isLessThan(BOUND);
        assertThat(photo.source().name()).isEqualTo(presenter);
        assertThat(photo.analysis().faces()).hasSize(1);
        assertThat(photo.analysis().pose().yaw()).isBetween(-8.0, 8.0);
        assertThat(photo.analysis().pose().roll()).isBetween(-5.0, 5.0);
        assertThat(photo.analysis().warnings()).isEmpty();
    }

    @Test
    void depthAgreesWithTheOriginal() throws PortraitException {
        float[] found = analyzer.analyze("w1", TestPhotos.encoded(TestPhotos.presenter("w1"), "jpeg")).source()
                .landmarks();
        float[] reference = TestPhotos.reference("w1");
        double sum = 0;
        for (int p = 2; p < found.length; p += 3) {
            sum += Math.abs(found[p] - reference[p]);
        }
        assertThat(sum / 478 / TestPhotos.landmarks(reference).interOcular()).isLessThan(0.03);
        assertThat(found[3 * 4 + 2]).as("the nose tip is nearer than the ear").isLessThan(found[3 * 234 + 2]);
    }

    @Test
    void sameBytesGiveTheSameNumbers() throws PortraitException {
        byte[] file = TestPhotos.encoded(TestPhotos.presenter("m1"), "jpeg");
        assertThat(analyzer.analyze("a", file).source().landmarks())
                .isEqualTo(analyzer.analyze("b", file).source().landmarks());
    }

    @ParameterizedTest
    @ValueSource(ints = {-30, -15, 15, 30})
    void followsATiltedHead(int degrees) throws PortraitException {
        AffineTransform tilt = AffineTransform.getRotateInstance(Math.toRadians(degrees), 350, 350);
        tilt.translate(94, 94);
        BufferedImage image = TestPhotos.wall(700, 700);
        TestPhotos.draw(image, TestPhotos.presenter("w3"), tilt);
        AnalyzedPhoto photo = analyze(image);
        assertThat(error(photo, "w3", inverse(tilt))).isLessThan(BOUND);
        assertThat(photo.analysis().pose().roll()).isCloseTo(degrees, within(4.0));
    }

    @Test
    void mirroredPhotoGivesMirroredLandmarks() throws PortraitException {
        AffineTransform mirror = new AffineTransform(-1, 0, 0, 1, TestPhotos.SIDE, 0);
        BufferedImage image = new BufferedImage(TestPhotos.SIDE, TestPhotos.SIDE, BufferedImage.TYPE_3BYTE_BGR);
        TestPhotos.draw(image, TestPhotos.presenter("m2"), mirror);
        float[] mirrored = analyze(image).source().landmarks();
        float[] straight = analyze(TestPhotos.presenter("m2")).source().landmarks();
        // point 33 is the outer corner of the eye on the photo's left side, 263 the one on its right
        assertThat(TestPhotos.SIDE - mirrored[3 * 33]).isCloseTo(straight[3 * 263], within(2.5f));
        assertThat(mirrored[3 * 33 + 1]).isCloseTo(straight[3 * 263 + 1], within(2.5f));
        assertThat(TestPhotos.SIDE - mirrored[3 * 468]).isCloseTo(straight[3 * 473], within(2.5f));
    }

    @ParameterizedTest
    @CsvSource({"1,0", "3,2", "6,1", "8,3"})
    void standsPhotosUpright(int orientation, int turns) throws PortraitException {
        byte[] lying = TestPhotos.encoded(Upright.turn(TestPhotos.presenter("w1"), orientation), "jpeg");
        int[] inverse = {0, 1, 2, 3, 4, 5, 8, 7, 6};
        AnalyzedPhoto tagged = analyzer.analyze("tagged", TestFiles.withExif(lying, inverse[orientation]));
        assertThat(error(tagged, "w1", new AffineTransform())).isLessThan(BOUND);
        assertThat(tagged.analysis().quarterTurns()).isZero();
        AnalyzedPhoto untagged = analyzer.analyze("untagged", lying);
        assertThat(error(untagged, "w1", new AffineTransform())).isLessThan(BOUND);
        assertThat(untagged.analysis().quarterTurns()).isEqualTo(turns);
        assertThat(String.join(" ", untagged.analysis().warnings()).contains("turned upright")).isEqualTo(turns != 0);
    }

    @ParameterizedTest
    @CsvSource({"0.42,1700,900", "0.6,200,1100", "1.0,900,300"})
    void findsSmallFacesInLargePhotos(double scale, int x, int y) throws PortraitException {
        AffineTransform place = new AffineTransform(scale, 0, 0, scale, x, y);
        BufferedImage image = TestPhotos.wall(2400, 1600);
        TestPhotos.draw(image, TestPhotos.presenter("w2"), place);
        AnalyzedPhoto photo = analyze(image);
        FaceBox box = photo.analysis().faces().get(0);
        assertThat(box.x() + box.width() / 2.0).isCloseTo(x + 256 * scale, within(60 * scale));
        PortraitSource source = photo.source();
        // the cut keeps the scale, so the distance between the irises stays, though the place does not
        double expected = scale * TestPhotos.landmarks(TestPhotos.reference("w2")).interOcular();
        assertThat(TestPhotos.landmarks(source.landmarks()).interOcular()).isCloseTo(expected, within(0.06 * expected));
        int left = (int) source.landmarks()[3 * 33];
        int top = (int) source.landmarks()[3 * 33 + 1];
        assertThat(left).isBetween(0, source.image().getWidth());
        assertThat(top).isBetween(0, source.image().getHeight());
    }

    @Test
    void makesLargeFacesSmaller() throws PortraitException {
        AffineTransform enlarge = AffineTransform.getScaleInstance(5, 5);
        BufferedImage image = new AffineTransformOp(enlarge, AffineTransformOp.TYPE_BILINEAR)
                .filter(TestPhotos.presenter("m3"), new BufferedImage(2560, 2560, BufferedImage.TYPE_3BYTE_BGR));
        AnalyzedPhoto photo = analyze(image);
        assertThat(photo.analysis().faceSize()).isGreaterThan(1000);
        assertThat(photo.source().image().getWidth()).isLessThan(1600);
        double scale = photo.source().image().getWidth() / 512.0;
        assertThat(error(photo, "m3", AffineTransform.getScaleInstance(1 / scale, 1 / scale))).isLessThan(BOUND);
    }

    @Test
    void takesTheLargestFaceOrTheChosenOne() throws PortraitException {
        BufferedImage image = TestPhotos.wall(1100, 600);
        AffineTransform left = new AffineTransform(0.7, 0, 0, 0.7, 40, 180);
        AffineTransform right = new AffineTransform(1, 0, 0, 1, 520, 60);
        TestPhotos.draw(image, TestPhotos.presenter("m1"), left);
        TestPhotos.draw(image, TestPhotos.presenter("w3"), right);
        byte[] file = TestPhotos.encoded(image, "png");
        AnalyzedPhoto largest = analyzer.analyze("two", file);
        assertThat(largest.analysis().faces()).hasSize(2);
        assertThat(error(largest, "w3", inverse(right))).isLessThan(BOUND);
        assertThat(largest.analysis().warnings()).anyMatch(w -> w.contains("another face"));
        assertThat(error(analyzer.analyze("two", file, 1), "m1", inverse(left))).isLessThan(BOUND);
        assertThatThrownBy(() -> analyzer.analyze("two", file, 2)).isInstanceOf(PortraitException.class)
                .hasMessageContaining("number 3").hasMessageContaining("shows 2");
    }

    @Test
    void readsGreyAndWebpFaces() throws PortraitException {
        BufferedImage grey = new BufferedImage(512, 512, BufferedImage.TYPE_BYTE_GRAY);
        TestPhotos.draw(grey, TestPhotos.presenter("w1"), new AffineTransform());
        assertThat(error(analyze(grey), "w1", new AffineTransform())).isLessThan(BOUND);
        AnalyzedPhoto webp = analyzer.analyze("webp", TestPhotos.webp());
        assertThat(error(webp, "w2", AffineTransform.getScaleInstance(512 / 400.0, 512 / 400.0))).isLessThan(BOUND);
    }

    @Test
    void refusesWhatIsNoFace() {
        assertRefused(TestPhotos.wall(640, 480), "No face was found");
        assertRefused(TestPhotos.wall(3, 2000), "No face was found");
        assertRefused(TestPhotos.wall(1, 1), "No face was found");
    }

    @Test
    void refusesASmallFace() {
        BufferedImage image = TestPhotos.wall(900, 700);
        TestPhotos.draw(image, TestPhotos.presenter("w2"), new AffineTransform(0.3, 0, 0, 0.3, 300, 200));
        assertRefused(image, "pixels high");
    }

    @ParameterizedTest
    @CsvSource({"-200,0", "210,0", "0,-190", "0,210"})
    void refusesAFaceThatTheEdgeCuts(int x, int y) {
        BufferedImage image = TestPhotos.wall(512, 512);
        TestPhotos.draw(image, TestPhotos.presenter("w2"), AffineTransform.getTranslateInstance(x, y));
        assertRefused(image, "edge cuts the face");
    }

    @Test
    void refusesAFaceThatIsHalfHidden() {
        assertRefused(TestPhotos.covered(TestPhotos.presenter("m1"), 256, 60, 256, 400), "covers");
    }

    private static void assertRefused(BufferedImage image, String because) {
        assertThatThrownBy(() -> analyze(image)).isInstanceOf(PortraitException.class).hasMessageContaining(because);
    }

    private static AffineTransform inverse(AffineTransform transform) {
        try {
            return transform.createInverse();
        } catch (java.awt.geom.NoninvertibleTransformException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
