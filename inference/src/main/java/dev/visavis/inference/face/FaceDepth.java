package dev.visavis.inference.face;

/** Depth of a person's face, made from a landmark network's guess of it. */
public final class FaceDepth {
    /** Depth is flattened towards this many half face widths behind the nose (tanh), or ears would swing. */
    private static final float FLATTEN = 3;
    /** Landmarks are shallower than heads; what is left of the error, {@link HeadPose} makes up for. */
    private static final float DEPTH = 1.35f;

    private FaceDepth() {
    }

    /**
     * Deepens what the landmarks say, bounds it, and gives both sides of the head the same.
     *
     * @param pose canonical space (y down) to the frame
     * @param face 468 x 3 vertices, z towards the camera; z is changed
     * @param pivot where the head turns about, x y z; z is changed likewise
     */
    public static void give(FaceModel model, Similarity pose, float[] face, float[] pivot) {
        flatten(face, pivot);
        even(model.mirrored(), pose.rotation, face);
    }

    private static void flatten(float[] face, float[] pivot) {
        float front = -Float.MAX_VALUE;
        float low = Float.MAX_VALUE;
        float high = -Float.MAX_VALUE;
        for (int i = 0; i < face.length; i += 3) {
            front = Math.max(front, face[i + 2]);
            low = Math.min(low, face[i]);
            high = Math.max(high, face[i]);
        }
        float reach = FLATTEN * (high - low) / 2;
        for (int i = 2; i < face.length; i += 3) {
            face[i] = front - reach * (float) Math.tanh(DEPTH * (front - face[i]) / reach);
        }
        pivot[2] = front - reach * (float) Math.tanh((front - pivot[2]) / reach);
    }

    /**
     * Faces are symmetric, far more so than the depth that a network guesses for a turned one: of a mouth, one corner
     * would lie two centimetres behind the other. Vertices move along the camera's axis, so that all stay where they
     * are seen.
     */
    private static void even(int[] mirrored, double[] rotation, float[] face) {
        double[] depth = new double[mirrored.length];
        for (int i = 0; i < depth.length; i++) {
            for (int k = 0; k < 3; k++) {
                depth[i] += rotation[3 * k + 2] * face[3 * i + k];
            }
        }
        for (int i = 0; i < depth.length; i++) {
            face[3 * i + 2] += (float) ((depth[mirrored[i]] - depth[i]) / (2 * rotation[8]));
        }
    }
}
