package dev.visavis.inference.render;

/** Where the skull has carried an eye in this frame: an affine map between the photo's frame and this one. */
final class EyeMap {
    private final EyePlate plate;
    private final float[] corner = new float[9];
    private final float[] moved = new float[9];
    private float xx;
    private float xy;
    private float yx;
    private float yy;
    private float opening;

    EyeMap(EyePlate plate) {
        this.plate = plate;
        for (int i = 0; i < 3; i++) {
            corner[3 * i] = plate.centreX() + (i == 1 ? plate.radius() : 0);
            corner[3 * i + 1] = plate.centreY() + (i == 2 ? plate.radius() : 0);
            corner[3 * i + 2] = plate.depth();
        }
    }

    void update(HeadPose pose) {
        pose.project(corner, null, 3, moved);
        float ax = (moved[3] - moved[0]) / plate.radius();
        float ay = (moved[4] - moved[1]) / plate.radius();
        float bx = (moved[6] - moved[0]) / plate.radius();
        float by = (moved[7] - moved[1]) / plate.radius();
        float det = ax * by - ay * bx;
        xx = by / det;
        xy = -bx / det;
        yx = -ay / det;
        yy = ax / det;
        opening = plate.opening() * by;
    }

    float photoX(float x, float y) {
        return plate.centreX() + xx * (x - moved[0]) + xy * (y - moved[1]);
    }

    float photoY(float x, float y) {
        return plate.centreY() + yx * (x - moved[0]) + yy * (y - moved[1]);
    }

    /** Height of the unclosed opening in this frame, in pixels. */
    float openingAtRest() {
        return opening;
    }
}
