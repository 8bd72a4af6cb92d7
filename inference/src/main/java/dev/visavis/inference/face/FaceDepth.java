package dev.visavis.inference.face;

/** Depth of a person's face. */
public final class FaceDepth {
    private FaceDepth() {
    }

    /**
     * Gives each vertex the depth of the canonical head as it is turned in the photo; all stay where they are seen. A
     * landmark network's own guess is of no use to a head that turns: it falls away evenly from the nose to the ears,
     * where a face is flat beside a steep nose, so that eyes and cheeks would turn narrow; and of a turned face it puts
     * the far side anywhere.
     *
     * @param pose canonical space (y down) to the frame
     * @param canonical 468 x 3 vertices, y down
     * @param face 468 x 3 vertices, z towards the camera; z is changed
     */
    public static void give(Similarity pose, float[] canonical, float[] face) {
        float[] head = new float[3];
        for (int i = 0; i < face.length; i += 3) {
            pose.point(canonical, i, head, 0);
            face[i + 2] = head[2];
        }
    }
}
