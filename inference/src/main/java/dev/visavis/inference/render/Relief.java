package dev.visavis.inference.render;

/**
 * Depth that one photo can carry: beside the features of the face, it falls away from them no steeper than
 * {@link #STEEPEST}. What lies behind a cheek's edge was seen at a grazing angle or not at all, so a turn that showed
 * it in full would draw a few of the photo's pixels wide. With a bounded slope a turn by an angle t stretches the photo
 * by at most cos t + STEEPEST * sin t, and neither side of it folds over.
 */
final class Relief {
    /** Pixels of depth for each one across. */
    private static final float STEEPEST = 1.1f;
    /** Between these shares of the face's outline, from its middle, the bound sets in. */
    private static final float INNER = 0.5f;
    private static final float OUTER = 0.85f;
    /** Half the width of what juts out of the face: it must not lift the cheeks beside it. Canonical, in cm. */
    private static final float NOSE_CM = 2.4f;

    private final float[] x;
    private final float[] y;
    private final float[] z;
    private final float[] bound = new float[FaceModel.VERTICES];

    /** @param face 468 x 3 vertices, z towards the camera; read now, changed by {@link #limit} only */
    Relief(FaceModel model, float[] face) {
        int n = 0;
        int[] from = new int[FaceModel.VERTICES];
        float[] v = model.vertices();
        float[] box = {Float.MAX_VALUE, -Float.MAX_VALUE, 0};
        for (int o : FaceTopology.OVAL) {
            box[0] = Math.min(box[0], v[3 * o + 1]);
            box[1] = Math.max(box[1], v[3 * o + 1]);
            box[2] = Math.max(box[2], v[3 * o]);
        }
        float middle = (box[0] + box[1]) / 2;
        for (int i = 0; i < FaceModel.VERTICES; i++) {
            float out = (float) Math.hypot(v[3 * i] / box[2], (v[3 * i + 1] - middle) / ((box[1] - box[0]) / 2));
            bound[i] = Smooth.step(out, INNER, OUTER);
            if (Math.abs(v[3 * i]) > NOSE_CM || bound[i] > 0) {
                from[n++] = i;
            }
        }
        x = new float[n];
        y = new float[n];
        z = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = face[3 * from[i]];
            y[i] = face[3 * from[i] + 1];
            z[i] = face[3 * from[i] + 2];
        }
    }

    /** Lifts what is too deep of a face. */
    void limit(float[] face) {
        for (int i = 0; i < FaceModel.VERTICES; i++) {
            float least = depth(face[3 * i], face[3 * i + 1], face[3 * i + 2]);
            face[3 * i + 2] = Smooth.mix(face[3 * i + 2], least, bound[i]);
        }
    }

    /** z of a place, or as much nearer as the bound says. */
    float depth(float px, float py, float pz) {
        float out = pz;
        for (int i = 0; i < x.length; i++) {
            out = Math.max(out, z[i] - STEEPEST * (float) Math.hypot(px - x[i], py - y[i]));
        }
        return out;
    }
}
