package dev.visavis.inference.photo;

/**
 * How a head is turned, in degrees: yaw positive with the nose to the image's right, pitch positive upwards, roll
 * positive clockwise.
 */
public record HeadPose(double yaw, double pitch, double roll) {
    /** Right and left points of pairs that hardly move with expression: eye corners, temples, ears, mouth corners. */
    private static final int[][] PAIRS = {{33, 263}, {133, 362}, {127, 356}, {234, 454}, {61, 291}};
    private static final int HAIRLINE = 10;
    private static final int NOSE_BASE = 2;
    private static final int CHIN = 152;
    /** Of hairline-to-nose-base plus hairline-to-chin where people look straight: median of 120 official portraits. */
    private static final double STRAIGHT_PITCH = -4.2;

    static HeadPose of(FaceLandmarks face) {
        double[] across = new double[3];
        for (int[] pair : PAIRS) {
            add(across, face, pair[0], pair[1]);
        }
        double[] down = new double[3];
        add(down, face, HAIRLINE, NOSE_BASE);
        add(down, face, HAIRLINE, CHIN);
        double roll = Math.atan2(across[1], across[0]);
        turn(down, 0, 1, -roll);
        double yaw = Math.atan2(across[2], Math.hypot(across[0], across[1]));
        turn(down, 0, 2, -yaw);
        double pitch = Math.atan2(-down[2], down[1]);
        return new HeadPose(Math.toDegrees(yaw), Math.toDegrees(pitch) - STRAIGHT_PITCH, Math.toDegrees(roll));
    }

    private static void add(double[] vector, FaceLandmarks face, int from, int to) {
        vector[0] += face.x(to) - face.x(from);
        vector[1] += face.y(to) - face.y(from);
        vector[2] += face.z(to) - face.z(from);
    }

    /** Turns the vector in the plane of two axes, the first towards the second. */
    private static void turn(double[] vector, int first, int second, double radians) {
        double a = vector[first];
        double b = vector[second];
        vector[first] = Math.cos(radians) * a - Math.sin(radians) * b;
        vector[second] = Math.sin(radians) * a + Math.cos(radians) * b;
    }
}
