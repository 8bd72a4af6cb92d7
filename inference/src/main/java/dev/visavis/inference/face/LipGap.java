package dev.visavis.inference.face;

/** How far lips are apart in a mesh. */
public final class LipGap {
    private LipGap() {
    }

    /**
     * @param vertices 468 x 3 and more, y down
     * @return their widest gap between the inner lips; 0 if the lips touch
     */
    public static float widest(float[] vertices) {
        float widest = 0;
        for (int j = 0; j < FaceTopology.UPPER_SEAM.length; j++) {
            int upper = 3 * FaceTopology.UPPER_SEAM[j] + 1;
            int lower = 3 * FaceTopology.LOWER_SEAM[j] + 1;
            widest = Math.max(widest, vertices[lower] - vertices[upper]);
        }
        return widest;
    }
}
