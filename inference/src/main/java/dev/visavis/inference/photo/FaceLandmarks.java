package dev.visavis.inference.photo;

/**
 * The 478 points of one face.
 *
 * @param points x, y, z triples in pixels of the photo; z grows away from the camera
 * @param presence how sure the network is that there is a face, 0..1
 * @param spread how far the network's answers to several views of the same face lie apart (root mean square over views,
 *            mean over points), as a share of the distance between the irises: grows with what hides the face
 */
record FaceLandmarks(float[] points, double presence, double spread) {
    private static final int MESH_POINTS = 468;
    private static final int RIGHT_IRIS = 468;
    private static final int LEFT_IRIS = 473;

    float x(int point) {
        return points[3 * point];
    }

    float y(int point) {
        return points[3 * point + 1];
    }

    float z(int point) {
        return points[3 * point + 2];
    }

    /** @return left, top, right, bottom of the mesh */
    float[] box() {
        return FaceSquare.box(points, MESH_POINTS);
    }

    /** The longer side of the box. */
    double size() {
        float[] box = box();
        return Math.max(box[2] - box[0], box[3] - box[1]);
    }

    /** In space, so that a turned head does not shorten it. */
    double distance(int a, int b) {
        return Math.hypot(Math.hypot(x(a) - x(b), y(a) - y(b)), z(a) - z(b));
    }

    double interOcular() {
        return distance(RIGHT_IRIS, LEFT_IRIS);
    }
}
