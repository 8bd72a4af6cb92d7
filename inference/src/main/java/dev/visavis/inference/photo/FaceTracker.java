package dev.visavis.inference.photo;

import dev.visavis.inference.runtime.OnnxRun;
import java.awt.image.BufferedImage;

/**
 * Follows the one face of drawn frames by the landmark network, one look a frame: what the renderer is measured with.
 * About 20 ms a frame of one core. Not thread-safe.
 */
public final class FaceTracker implements AutoCloseable {
    private final OnnxRun network;
    private final FaceLandmarker landmarker;
    private FaceSquare square;

    /** @param landmarks of the face in the first frame, 478 x 3 in its pixels; need not be exact */
    FaceTracker(OnnxRun network, float[] landmarks) {
        this.network = network;
        this.landmarker = new FaceLandmarker(network);
        this.square = FaceSquare.around(landmarks);
    }

    /**
     * Looks where the face is known to be, as if it had been followed there.
     *
     * @param near about where the face is in the frame, x, y, z triples
     * @return as {@link #look(BufferedImage)}
     */
    public float[] look(BufferedImage frame, float[] near) {
        square = FaceSquare.around(near);
        return look(frame);
    }

    /** @return 478 x 3 landmarks in pixels of the frame, z growing away from the camera */
    public float[] look(BufferedImage frame) {
        BufferedImage bgr = frame;
        if (frame.getType() != BufferedImage.TYPE_3BYTE_BGR) {
            bgr = new BufferedImage(frame.getWidth(), frame.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
            bgr.getGraphics().drawImage(frame, 0, 0, null);
        }
        float[] points = landmarker.glance(new PhotoPyramid(bgr), square).points();
        square = FaceSquare.around(points);
        return points;
    }

    @Override
    public void close() {
        network.close();
    }
}
