package dev.visavis.inference.face;

/** Where the skull has carried a small place of the photo in this frame: an affine map between the two. */
public final class SkullMap {
    private final float[] corner = new float[9];
    private final float[] moved = new float[9];
    private final float span;
    private float xx;
    private float xy;
    private float yx;
    private float yy;
    private float stretchY;

    /**
     * @param centreX of the place in the frame
     * @param centreY likewise
     * @param depth z in frame space
     * @param span size of the place in frame pixels
     */
    public SkullMap(float centreX, float centreY, float depth, float span) {
        this.span = span;
        for (int i = 0; i < 3; i++) {
            corner[3 * i] = centreX + (i == 1 ? span : 0);
            corner[3 * i + 1] = centreY + (i == 2 ? span : 0);
            corner[3 * i + 2] = depth;
        }
    }

    public void update(HeadPose pose) {
        pose.project(corner, null, 3, moved);
        float ax = (moved[3] - moved[0]) / span;
        float ay = (moved[4] - moved[1]) / span;
        float bx = (moved[6] - moved[0]) / span;
        float by = (moved[7] - moved[1]) / span;
        float det = ax * by - ay * bx;
        xx = by / det;
        xy = -bx / det;
        yx = -ay / det;
        yy = ax / det;
        stretchY = by;
    }

    public float photoX(float x, float y) {
        return corner[0] + xx * (x - moved[0]) + xy * (y - moved[1]);
    }

    public float photoY(float x, float y) {
        return corner[1] + yx * (x - moved[0]) + yy * (y - moved[1]);
    }

    /** Length in this frame of what was one pixel high in the photo. */
    public float stretchY() {
        return stretchY;
    }
}
