package dev.visavis.inference.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.visavis.inference.encoder.PhotoEdges;
import dev.visavis.inference.face.Similarity;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

/** The small image operations against what is known of their results. */
class ImageOpsTest {
    @Test
    void coverageIsExactArea() {
        CoverageMask mask = new CoverageMask(20 * 10);
        float[] out = new float[200];
        mask.begin(0, 0, 20, 10);
        float[] x = {3.25f, 15.5f, 9.75f};
        float[] y = {1.5f, 3.25f, 8.9f};
        for (int i = 0; i < 3; i++) {
            mask.edge(x[i], y[i], x[(i + 1) % 3], y[(i + 1) % 3]);
        }
        mask.end(out);
        double area = Math.abs((x[1] - x[0]) * (y[2] - y[0]) - (y[1] - y[0]) * (x[2] - x[0])) / 2;
        double sum = 0;
        for (float a : out) {
            assertThat(a).isBetween(-1e-4f, 1.0001f);
            sum += a;
        }
        assertThat(sum).isCloseTo(area, within(1e-2));
        assertThat(out[5 * 20 + 9]).isCloseTo(1, within(1e-4f));
        assertThat(out[19]).isCloseTo(0, within(1e-4f));
    }

    @Test
    void coverageOfARectangleBetweenPixels() {
        CoverageMask mask = new CoverageMask(16);
        float[] out = new float[16];
        mask.begin(10, 10, 4, 4);
        mask.edge(10.5f, 11, 10.5f, 13);
        mask.edge(10.5f, 13, 12.25f, 13);
        mask.edge(12.25f, 13, 12.25f, 11);
        mask.edge(12.25f, 11, 10.5f, 11);
        mask.end(out);
        assertThat(out).containsExactly(new float[] {0, 0, 0, 0, .5f, 1, .25f, 0, .5f, 1, .25f, 0, 0, 0, 0, 0},
                within(1e-5f));
    }

    @Test
    void resamplingKeepsEvenColourAndAveragesFinePatterns() {
        BufferedImage photo = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 64 * 64; i++) {
            photo.setRGB(i % 64, i / 64, (i % 64 + i / 64) % 2 == 0 ? 0xFFFFFF : 0);
        }
        YuvImage small = new ImageResampler(photo).read(0, 0, 4, 16, 16);
        for (int y = 2; y < 14; y++) {
            for (int x = 2; x < 14; x++) {
                assertThat(small.planes[0][y * 16 + x]).isCloseTo(Yuv.y(127.5f, 127.5f, 127.5f), within(2f));
                assertThat(small.planes[1][y * 16 + x]).isCloseTo(128, within(0.5f));
            }
        }
    }

    @Test
    void aMembraneContinuesASlope() {
        YuvImage image = new YuvImage(24, 24);
        boolean[] unknown = new boolean[24 * 24];
        boolean[] source = new boolean[24 * 24];
        for (int i = 0; i < unknown.length; i++) {
            image.planes[0][i] = 3 * (i % 24) + 2 * (i / 24);
            unknown[i] = Math.hypot(i % 24 - 12, i / 24 - 12) < 7;
            source[i] = !unknown[i];
        }
        float[] before = image.planes[0].clone();
        for (int i = 0; i < unknown.length; i++) {
            image.planes[0][i] = unknown[i] ? 0 : before[i];
        }
        Filters.fillMembrane(image, unknown, source);
        assertThat(image.planes[0]).containsExactly(before, within(0.3f));
    }

    @Test
    void aBlurKeepsTheSum() {
        float[] plane = new float[31 * 31];
        plane[15 * 31 + 15] = 100;
        float[] blurred = Filters.gaussian(plane, 31, 31, 2);
        double sum = 0;
        for (float p : blurred) {
            sum += p;
        }
        assertThat(sum).isCloseTo(100, within(0.1));
        assertThat(blurred[15 * 31 + 15]).isCloseTo((float) (100 / (2 * Math.PI * 4)), within(0.1f));
    }

    @Test
    void similarityFindsTheMapItWasGiven() {
        java.util.Random random = new java.util.Random(4);
        float[] a = new float[3 * 40];
        float[] b = new float[a.length];
        int[] ids = new int[40];
        double angle = 0.4;
        for (int i = 0; i < 40; i++) {
            ids[i] = i;
            for (int k = 0; k < 3; k++) {
                a[3 * i + k] = random.nextFloat();
            }
            b[3 * i] = (float) (7 * (Math.cos(angle) * a[3 * i] - Math.sin(angle) * a[3 * i + 1]) + 1);
            b[3 * i + 1] = (float) (7 * (Math.sin(angle) * a[3 * i] + Math.cos(angle) * a[3 * i + 1]) - 2);
            b[3 * i + 2] = 7 * a[3 * i + 2] + 3;
        }
        Similarity fit = Similarity.fit(a, b, ids);
        assertThat(fit.scale).isCloseTo(7, within(1e-4));
        float[] p = new float[3];
        fit.point(a, 30, p, 0);
        assertThat(p).containsExactly(new float[] {b[30], b[31], b[32]}, within(1e-3f));
    }

    @Test
    void aColumnCurveInterpolatesAndStaysLevelOutside() {
        ColumnCurve curve = new ColumnCurve(10);
        curve.begin(0, 10);
        curve.add(2.5f, 4);
        curve.add(6.5f, 8);
        curve.end();
        assertThat(curve.at(0)).isEqualTo(4);
        assertThat(curve.at(4)).isEqualTo(6);
        assertThat(curve.at(9)).isEqualTo(8);
    }

    @Test
    void aPhotoContinuesBeyondItsEdgesEverMoreBlurred() {
        YuvImage image = new YuvImage(40, 40);
        for (int i = 0; i < 1600; i++) {
            image.planes[0][i] = i / 40 % 2 == 0 ? 50 : 150;
        }
        PhotoEdges.extend(image, 20, 5, 40, 35);
        float near = Math.abs(image.planes[0][20 * 40 + 19] - image.planes[0][21 * 40 + 19]);
        float far = Math.abs(image.planes[0][20 * 40 + 2] - image.planes[0][21 * 40 + 2]);
        assertThat(near).isGreaterThan(2 * far);
        assertThat(image.planes[0][20 * 40 + 2]).isCloseTo(100, within(8f));
        assertThat(image.planes[0][20 * 40 + 30]).as("the photo itself").isEqualTo(50);
        assertThat(image.planes[0][30]).isEqualTo(image.planes[0][5 * 40 + 30], within(1f));
    }
}
