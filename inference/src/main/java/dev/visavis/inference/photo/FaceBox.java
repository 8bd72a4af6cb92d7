package dev.visavis.inference.photo;

/**
 * A face on a photo.
 *
 * @param x of the left edge in pixels of the upright photo; may lie outside it
 * @param y of the top edge
 * @param width in pixels
 * @param height in pixels
 * @param score of the detector, 0..1
 */
public record FaceBox(int x, int y, int width, int height, double score) {
    static FaceBox of(FaceDetection face) {
        return new FaceBox((int) Math.round(face.left()), (int) Math.round(face.top()),
                (int) Math.round(face.right() - face.left()), (int) Math.round(face.bottom() - face.top()),
                face.score());
    }
}
