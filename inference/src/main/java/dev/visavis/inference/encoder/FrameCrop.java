package dev.visavis.inference.encoder;

import dev.visavis.inference.face.FaceModel;

/**
 * Which part of the photo fills the frame: the face with room around it, or as much as the photo has. A frame may be
 * wider than the photo, and a little higher: the background goes on, and so does hair that the photo cuts.
 *
 * @param left of the crop in photo pixels
 * @param top likewise
 * @param step photo pixels for one frame pixel
 */
record FrameCrop(double left, double top, double step) {
    /** Height of the crop over the larger side of the face's box. */
    private static final double ROOM = 2.45;
    /** How far above the middle of the face the crop's middle lies, as a share of its height. */
    private static final double RAISE = 0.07;
    /** The crop may be this much higher than the photo, above it. */
    private static final double BEYOND = 1.1;

    /**
     * @param points landmarks in photo pixels, 3 numbers each
     */
    static FrameCrop around(float[] points, int photoWidth, int photoHeight, int frameWidth, int frameHeight) {
        double lowX = Double.MAX_VALUE;
        double lowY = Double.MAX_VALUE;
        double highX = -Double.MAX_VALUE;
        double highY = -Double.MAX_VALUE;
        for (int i = 0; i < FaceModel.VERTICES; i++) {
            lowX = Math.min(lowX, points[3 * i]);
            highX = Math.max(highX, points[3 * i]);
            lowY = Math.min(lowY, points[3 * i + 1]);
            highY = Math.max(highY, points[3 * i + 1]);
        }
        double aspect = frameWidth / (double) frameHeight;
        double wanted = ROOM * Math.max(highX - lowX, highY - lowY) / Math.min(1, aspect);
        double height = Math.min(wanted, BEYOND * Math.min(photoHeight, photoWidth / Math.min(1, aspect)));
        double width = height * aspect;
        double left = place((lowX + highX) / 2, width, photoWidth);
        double top = Math.max((lowY + highY) / 2 - (RAISE + 0.5) * height, (1 - BEYOND) * height);
        top = Math.min(top, Math.max(photoHeight - height, (1 - BEYOND) * height));
        return new FrameCrop(left, top, height / frameHeight);
    }

    private static double place(double centre, double size, double whole) {
        if (size >= whole) {
            return centre - size / 2;
        }
        return Math.max(0, Math.min(whole - size, centre - size / 2));
    }

    /** The points in frame pixels; z in frame pixels too, growing towards the camera. */
    float[] toFrame(float[] points) {
        float[] out = new float[points.length];
        for (int i = 0; i < points.length; i += 3) {
            out[i] = (float) ((points[i] - left) / step);
            out[i + 1] = (float) ((points[i + 1] - top) / step);
            out[i + 2] = (float) (-points[i + 2] / step);
        }
        return out;
    }
}
