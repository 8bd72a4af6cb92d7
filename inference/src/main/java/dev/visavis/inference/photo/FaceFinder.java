package dev.visavis.inference.photo;

import dev.visavis.inference.runtime.OnnxRun;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * Finds faces of any size, upright or turned. The detector (BlazeFace, arXiv 1907.05047) sees 128 x 128 pixels and
 * finds faces of at least a seventh of them, so it looks at the whole photo, then through windows of half, a quarter
 * ... the size that overlap by half. Not thread-safe.
 */
final class FaceFinder {
    /** As MediaPipe's graph has it; the landmark network rules on each find again. */
    private static final double LEAST_SCORE = 0.5;
    /** Detections of one window that overlap more are one face, and averaged (intersection over union). */
    private static final double SAME_FACE_IN_WINDOW = 0.3;
    private static final double SAME_FACE = 0.5;
    /** What a window of half the size can still find, as a share of its side; the larger were found before. */
    private static final double NEW_AT_HALF = 0.3;
    /** Faces smaller than this share of the largest are passers-by. */
    private static final double WORTH_NAMING = 1.0 / 3;
    /** Smallest window, in pixels of the photo: faces of about 50 pixels. */
    private static final int LEAST_WINDOW = 320;
    /** Levels (whole, half) after which turned faces are tried before small ones. */
    private static final int COARSE_LEVELS = 2;
    /** Bounds the time on a large photo without a face: about a third of a second. */
    private static final int MOST_WINDOWS = 300;

    private final OnnxRun detector;
    private final float[] input = new float[3 * FaceModels.DETECTOR_SIDE * FaceModels.DETECTOR_SIDE];
    private final float[] output = new float[FaceModels.ANCHORS * FaceModels.ANCHOR_FLOATS];

    FaceFinder(OnnxRun detector) {
        this.detector = detector;
    }

    /**
     * @param isFace a second opinion: what only the detector takes for a large face must not end the search
     * @return largest first; none if there is no face
     */
    List<FaceDetection> find(PhotoPyramid photo, Predicate<FaceDetection> isFace) {
        List<FaceDetection> found = new ArrayList<>();
        int levels = levels(photo);
        int level = 0;
        for (; level < Math.min(levels, COARSE_LEVELS) && worthGoingOn(found, photo, level); level++) {
            searchLevel(photo, level, 0, isFace, found);
        }
        for (int quarter : new int[] {1, 3, 2}) {
            for (int l = 0; l < COARSE_LEVELS && found.isEmpty(); l++) {
                searchLevel(photo, l, quarter * Math.PI / 2, isFace, found);
            }
        }
        for (; level < levels && worthGoingOn(found, photo, level); level++) {
            searchLevel(photo, level, 0, isFace, found);
        }
        found.sort((a, b) -> Double.compare(b.size(), a.size()));
        return found;
    }

    private static double windowSide(PhotoPyramid photo, int level) {
        return Math.max(photo.width(), photo.height()) / (double) (1 << level);
    }

    private static int levels(PhotoPyramid photo) {
        int levels = 1;
        while (windowSide(photo, levels) >= LEAST_WINDOW && windows(photo, levels) <= MOST_WINDOWS) {
            levels++;
        }
        return levels;
    }

    private static int windows(PhotoPyramid photo, int level) {
        double side = windowSide(photo, level);
        return steps(photo.width(), side) * steps(photo.height(), side);
    }

    private static int steps(int length, double side) {
        return 1 + (int) Math.max(0, Math.ceil((length - side) / (side / 2) - 1e-9));
    }

    private static boolean worthGoingOn(List<FaceDetection> found, PhotoPyramid photo, int level) {
        double largest = found.stream().mapToDouble(FaceDetection::size).max().orElse(0);
        return NEW_AT_HALF * windowSide(photo, level) >= WORTH_NAMING * largest;
    }

    private void searchLevel(PhotoPyramid photo, int level, double radians, Predicate<FaceDetection> isFace,
            List<FaceDetection> found) {
        double side = windowSide(photo, level);
        int columns = steps(photo.width(), side);
        int rows = steps(photo.height(), side);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                FaceSquare window = new FaceSquare(middle(photo.width(), side, column, columns),
                        middle(photo.height(), side, row, rows), side, radians);
                for (FaceDetection face : detect(photo, window)) {
                    if (!isCut(face, window, photo) && found.stream().allMatch(f -> f.overlap(face) < SAME_FACE)
                            && isFace.test(face)) {
                        found.add(face);
                    }
                }
            }
        }
    }

    /** Windows are spread evenly; one that is longer than the photo is centred on it. */
    private static double middle(int length, double side, int index, int count) {
        return count == 1 ? length / 2.0 : side / 2 + index * (length - side) / (count - 1);
    }

    /** Whether the window's edge, where it is not the photo's, cuts the face: another window shows it whole. */
    private static boolean isCut(FaceDetection face, FaceSquare window, PhotoPyramid photo) {
        double half = window.side() / 2;
        return face.left() < window.centreX() - half && face.left() > 0
                || face.top() < window.centreY() - half && face.top() > 0
                || face.right() > window.centreX() + half && face.right() < photo.width()
                || face.bottom() > window.centreY() + half && face.bottom() < photo.height();
    }

    private List<FaceDetection> detect(PhotoPyramid photo, FaceSquare window) {
        photo.sample(window, FaceModels.DETECTOR_SIDE, false, PhotoPyramid.Border.BLACK, input);
        detector.floatInput(FaceModels.IMAGE).put(input);
        detector.run();
        detector.floatOutput(FaceModels.FACES).get(output);
        List<float[]> candidates = new ArrayList<>();
        for (int i = 0; i < output.length; i += FaceModels.ANCHOR_FLOATS) {
            if (output[i] >= LEAST_SCORE) {
                candidates.add(Arrays.copyOfRange(output, i, i + FaceModels.ANCHOR_FLOATS));
            }
        }
        candidates.sort((a, b) -> Float.compare(b[0], a[0]));
        List<FaceDetection> faces = new ArrayList<>();
        while (!candidates.isEmpty()) {
            faces.add(onPhoto(averageOfFirst(candidates), window));
        }
        return faces;
    }

    /** Removes the first, best candidate and all that overlap it; their mean weighted by score, as in BlazeFace. */
    private static float[] averageOfFirst(List<float[]> candidates) {
        float[] best = candidates.get(0);
        List<float[]> same = candidates.stream()
                .filter(c -> c == best || intersectionOverUnion(best, c) > SAME_FACE_IN_WINDOW).toList();
        candidates.removeAll(same); // arrays are equal only to themselves
        float[] mean = new float[best.length];
        float weight = 0;
        for (float[] candidate : same) {
            weight += candidate[0];
            for (int k = 1; k < mean.length; k++) {
                mean[k] += candidate[0] * candidate[k];
            }
        }
        for (int k = 1; k < mean.length; k++) {
            mean[k] /= weight;
        }
        mean[0] = best[0];
        return mean;
    }

    private static float intersectionOverUnion(float[] a, float[] b) {
        float width = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
        float height = Math.min(a[4], b[4]) - Math.max(a[2], b[2]);
        if (width <= 0 || height <= 0) {
            return 0;
        }
        float both = width * height;
        return both / ((a[3] - a[1]) * (a[4] - a[2]) + (b[3] - b[1]) * (b[4] - b[2]) - both);
    }

    /** @param face score, box, then the key points, of which the first two are the right and the left eye */
    private static FaceDetection onPhoto(float[] face, FaceSquare window) {
        double x0 = window.photoX(face[1], face[2]);
        double y0 = window.photoY(face[1], face[2]);
        double x1 = window.photoX(face[3], face[4]);
        double y1 = window.photoY(face[3], face[4]);
        double eyesX = window.photoX(face[7], face[8]) - window.photoX(face[5], face[6]);
        double eyesY = window.photoY(face[7], face[8]) - window.photoY(face[5], face[6]);
        return new FaceDetection(face[0], Math.min(x0, x1), Math.min(y0, y1), Math.max(x0, x1), Math.max(y0, y1),
                Math.atan2(eyesY, eyesX));
    }
}
