package dev.visavis.inference.photo;

/**
 * A face as the detector sees it, in pixels of the photo.
 *
 * @param score 0..1
 * @param roll of the line from the right to the left eye, in radians clockwise
 */
record FaceDetection(double score, double left, double top, double right, double bottom, double roll) {
    /** The longer side of the box. */
    double size() {
        return Math.max(right - left, bottom - top);
    }

    /** How much of the smaller box lies in the other, 0..1: a face found again at another scale is inside. */
    double overlap(FaceDetection other) {
        double width = Math.min(right, other.right) - Math.max(left, other.left);
        double height = Math.min(bottom, other.bottom) - Math.max(top, other.top);
        if (width <= 0 || height <= 0) {
            return 0;
        }
        double smaller = Math.min((right - left) * (bottom - top),
                (other.right - other.left) * (other.bottom - other.top));
        return width * height / smaller;
    }
}
