package dev.visavis.inference.encoder;

import dev.visavis.inference.I420Frame;

/** Reads the face off a drawn frame: a landmark network. */
@FunctionalInterface
public interface FaceReader {
    /**
     * @param near about where the face is, x, y, z triples of at least 468 points
     * @return 478 x 3 landmarks in pixels of the frame, z growing away from the camera
     */
    float[] read(I420Frame frame, float[] near);
}
