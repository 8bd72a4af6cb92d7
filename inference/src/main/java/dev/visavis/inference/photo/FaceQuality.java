package dev.visavis.inference.photo;

/**
 * Measures of a face that decide how good its portrait can be.
 *
 * @param presence how sure the landmark network is of a face, 0..1
 * @param spread disagreement between views as a share of the distance between the irises, below 0.02 for a clear face
 * @param sharpness mean step between neighbouring pixels of the face at portrait size, over its contrast
 * @param brightness mean luma of the face, 0..1
 * @param clipped share of the face's pixels that are pure white or black
 * @param sideLight difference of mean luma between the face's halves, 0..1
 * @param mouthOpening gap between the lips over the mouth's width
 * @param smile mouth's width over the distance between the irises
 * @param eyeOpening of the eye that is open wider: gap between the lids over the eye's width
 */
public record FaceQuality(double presence, double spread, double sharpness, double brightness, double clipped,
        double sideLight, double mouthOpening, double smile, double eyeOpening) {
    /** Pixels of the square about the face; the face then is as wide as in a 512-pixel portrait. */
    private static final int SIDE = 320;
    private static final double FACE_SHARE = 1 / 1.5;

    static FaceQuality of(PhotoPyramid photo, FaceLandmarks face) {
        float[] planes = new float[3 * SIDE * SIDE];
        photo.sample(FaceSquare.around(face.points()), SIDE, false, PhotoPyramid.Border.EDGE, planes);
        float[] luma = new float[SIDE * SIDE];
        for (int i = 0; i < luma.length; i++) {
            luma[i] = 0.299f * planes[i] + 0.587f * planes[i + luma.length] + 0.114f * planes[i + 2 * luma.length];
        }
        return of(new LumaStatistics(luma), face);
    }

    private static FaceQuality of(LumaStatistics luma, FaceLandmarks face) {
        double right = face.distance(159, 145) / face.distance(33, 133);
        double left = face.distance(386, 374) / face.distance(362, 263);
        return new FaceQuality(face.presence(), face.spread(), luma.sharpness(), luma.mean, luma.clipped(),
                luma.sideLight(), face.distance(13, 14) / face.distance(61, 291),
                face.distance(61, 291) / face.interOcular(), Math.max(right, left));
    }

    /** Sums over the ellipse that a face fills in its square. */
    private static final class LumaStatistics {
        private static final float WHITE = 0.985f;
        private static final float BLACK = 0.015f;

        private final double mean;
        private int count;
        private int clipped;
        private double sum;
        private double sumOfSquares;
        private double steps;
        private final double[] halfSum = new double[2];
        private final int[] halfCount = new int[2];

        LumaStatistics(float[] luma) {
            double radius = SIDE * FACE_SHARE / 2;
            for (int y = 1; y < SIDE - 1; y++) {
                for (int x = 1; x < SIDE - 1; x++) {
                    double across = (x + 0.5 - SIDE / 2.0) / (0.8 * radius);
                    double along = (y + 0.5 - SIDE / 2.0) / radius;
                    if (across * across + along * along < 1) {
                        take(luma, y * SIDE + x, x < SIDE / 2 ? 0 : 1);
                    }
                }
            }
            mean = sum / count;
        }

        private void take(float[] luma, int at, int half) {
            float value = luma[at];
            count++;
            sum += value;
            sumOfSquares += value * value;
            clipped += value > WHITE || value < BLACK ? 1 : 0;
            steps += Math.abs(4 * value - luma[at - 1] - luma[at + 1] - luma[at - SIDE] - luma[at + SIDE]) / 4;
            halfSum[half] += value;
            halfCount[half]++;
        }

        double sharpness() {
            double deviation = Math.sqrt(Math.max(1e-6, sumOfSquares / count - mean * mean));
            return steps / count / deviation;
        }

        double clipped() {
            return (double) clipped / count;
        }

        double sideLight() {
            return Math.abs(halfSum[0] / halfCount[0] - halfSum[1] / halfCount[1]);
        }
    }
}
