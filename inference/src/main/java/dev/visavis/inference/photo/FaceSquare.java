package dev.visavis.inference.photo;

/**
 * A square of a photo that a network looks at, in pixels of the photo (a pixel's middle lies at .5).
 *
 * @param radians by which the square is turned clockwise, as seen on the photo
 */
record FaceSquare(double centreX, double centreY, double side, double radians) {
    /** Twice the distance from a face's middle to the network's edge, in face sizes: as MediaPipe trained it. */
    private static final double MARGIN = 1.5;
    private static final int RIGHT_EYE_OUTER_CORNER = 33;
    private static final int LEFT_EYE_OUTER_CORNER = 263;

    /** Around a detection, its eyes level. */
    static FaceSquare around(FaceDetection face) {
        return new FaceSquare((face.left() + face.right()) / 2, (face.top() + face.bottom()) / 2,
                MARGIN * face.size(), face.roll());
    }

    /** @param points x, y, z triples; around all of them, the eyes level */
    static FaceSquare around(float[] points) {
        float[] box = box(points, points.length / 3);
        int right = 3 * RIGHT_EYE_OUTER_CORNER;
        int left = 3 * LEFT_EYE_OUTER_CORNER;
        return new FaceSquare((box[0] + box[2]) / 2, (box[1] + box[3]) / 2,
                MARGIN * Math.max(box[2] - box[0], box[3] - box[1]),
                Math.atan2(points[left + 1] - points[right + 1], points[left] - points[right]));
    }

    /** @return left, top, right, bottom of the first points */
    static float[] box(float[] points, int count) {
        float[] box = {points[0], points[1], points[0], points[1]};
        for (int i = 1; i < count; i++) {
            box[0] = Math.min(box[0], points[3 * i]);
            box[1] = Math.min(box[1], points[3 * i + 1]);
            box[2] = Math.max(box[2], points[3 * i]);
            box[3] = Math.max(box[3], points[3 * i + 1]);
        }
        return box;
    }

    FaceSquare changed(double scale, double byRadians) {
        return new FaceSquare(centreX, centreY, side * scale, radians + byRadians);
    }

    /** x on the photo of a place in the square, given as fractions of its side. */
    double photoX(double u, double v) {
        return centreX + side * (Math.cos(radians) * (u - 0.5) - Math.sin(radians) * (v - 0.5));
    }

    /** y on the photo of a place in the square, given as fractions of its side. */
    double photoY(double u, double v) {
        return centreY + side * (Math.sin(radians) * (u - 0.5) + Math.cos(radians) * (v - 0.5));
    }
}
