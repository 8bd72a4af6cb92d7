package dev.visavis.inference.photo;

import dev.visavis.inference.runtime.OnnxRun;

/**
 * Finds the 478 points of a face whose place is known (MediaPipe face mesh with attention, arXiv 2006.10962). The
 * network's answer wanders by one to two percent of the eyes' distance with the exact crop; so the crop is first
 * settled on the network's own points, and then the answers to six views (as it is and mirrored, straight and turned a
 * little) are averaged, which halves the wandering. Not thread-safe.
 */
final class FaceLandmarker {
    /** More than any clear face of the development portraits has. */
    private static final double DOUBTFUL_SPREAD = 0.018;
    /** As MediaPipe's graph has it. */
    private static final double LEAST_PRESENCE = 0.5;
    private static final double LEVEL = 0;
    private static final double TURN = Math.toRadians(4);
    private static final double[][] VIEWS = {{1, LEVEL}, {0.94, -TURN}, {1.06, TURN}};

    private final OnnxRun network;
    private final float[] input = new float[3 * FaceModels.LANDMARKS_SIDE * FaceModels.LANDMARKS_SIDE];
    private final float[] raw = new float[3 * FaceModels.POINTS];

    FaceLandmarker(OnnxRun network) {
        this.network = network;
    }

    /** One look at what may be a face. */
    FaceLandmarks glance(PhotoPyramid photo, FaceSquare square) {
        float[] points = new float[raw.length];
        return new FaceLandmarks(points, look(photo, square, false, points), 0);
    }

    boolean isFace(PhotoPyramid photo, FaceSquare square) {
        return glance(photo, square).presence() >= LEAST_PRESENCE;
    }

    /**
     * @param square about the face; need not be exact. Where the answers disagree the face may stand on its head, which
     *            the detector does not always see, so the other ways up are tried too.
     */
    FaceLandmarks find(PhotoPyramid photo, FaceSquare square) {
        FaceLandmarks best = settle(photo, square);
        for (int quarter = 1; quarter < 4 && best.spread() > DOUBTFUL_SPREAD; quarter++) {
            FaceLandmarks other = settle(photo, square.changed(1, quarter * Math.PI / 2));
            best = other.spread() < best.spread() ? other : best;
        }
        return best;
    }

    private FaceLandmarks settle(PhotoPyramid photo, FaceSquare square) {
        FaceLandmarks first = mean(photo, square, new double[][] {{1, LEVEL}});
        return mean(photo, FaceSquare.around(first.points()), VIEWS);
    }

    /** @param views scale and turn of each, looked at as they are and mirrored, where the turn is opposite */
    private FaceLandmarks mean(PhotoPyramid photo, FaceSquare square, double[][] views) {
        float[][] answers = new float[2 * views.length][raw.length];
        double presence = 0;
        for (int i = 0; i < answers.length; i++) {
            boolean mirrored = i % 2 == 1;
            double[] view = views[i / 2];
            presence += look(photo, square.changed(view[0], mirrored ? -view[1] : view[1]), mirrored, answers[i]);
        }
        float[] mean = new float[raw.length];
        for (float[] answer : answers) {
            for (int k = 0; k < mean.length; k++) {
                mean[k] += answer[k] / answers.length;
            }
        }
        double apart = 0;
        for (int p = 0; p < mean.length; p += 3) {
            double square2 = 0;
            for (float[] answer : answers) {
                square2 += Math.pow(answer[p] - mean[p], 2) + Math.pow(answer[p + 1] - mean[p + 1], 2);
            }
            apart += Math.sqrt(square2 / answers.length) / FaceModels.POINTS;
        }
        FaceLandmarks found = new FaceLandmarks(mean, presence / answers.length, 0);
        return new FaceLandmarks(mean, found.presence(), apart / found.interOcular());
    }

    /** @return presence */
    private double look(PhotoPyramid photo, FaceSquare square, boolean mirrored, float[] points) {
        photo.sample(square, FaceModels.LANDMARKS_SIDE, mirrored, PhotoPyramid.Border.EDGE, input);
        network.floatInput(FaceModels.IMAGE).put(input);
        network.run();
        network.floatOutput(mirrored ? FaceModels.MIRRORED : FaceModels.LANDMARKS).get(raw);
        float side = FaceModels.LANDMARKS_SIDE;
        for (int p = 0; p < raw.length; p += 3) {
            points[p] = (float) square.photoX(raw[p] / side, raw[p + 1] / side);
            points[p + 1] = (float) square.photoY(raw[p] / side, raw[p + 1] / side);
            points[p + 2] = (float) (raw[p + 2] / side * square.side());
        }
        return network.floatOutput(FaceModels.PRESENCE).get(0);
    }
}
