package dev.visavis.inference.face;

/** Named vertices of MediaPipe's face mesh. "Right" and "left" are the person's own; rows run right to left. */
public final class FaceTopology {
    /** The face's outline, clockwise in the image from the top of the forehead. */
    public static final int[] OVAL = {10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378,
        400, 377,
        152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109};

    /** Rows of lip vertices from the outer rim to the seam, without the corners; nine each. */
    public static final int[][] UPPER_LIP = {{185, 40, 39, 37, 0, 267, 269, 270, 409},
        {184, 74, 73, 72, 11, 302, 303, 304, 408}, {183, 42, 41, 38, 12, 268, 271, 272, 407},
        {191, 80, 81, 82, 13, 312, 311, 310, 415}};
    public static final int[][] LOWER_LIP = {{146, 91, 181, 84, 17, 314, 405, 321, 375},
        {77, 90, 180, 85, 16, 315, 404, 320, 307}, {96, 89, 179, 86, 15, 316, 403, 319, 325},
        {95, 88, 178, 87, 14, 317, 402, 318, 324}};
    public static final int[] UPPER_SEAM = UPPER_LIP[3];
    public static final int[] LOWER_SEAM = LOWER_LIP[3];
    public static final int SEAM_RIGHT = 78;
    public static final int SEAM_LEFT = 308;
    /** Middle of either seam. */
    public static final int SEAM_TOP = 13;
    public static final int SEAM_BOTTOM = 14;
    /** All vertices at the mouth's corners: right, then left. */
    static final int[] MOUTH_CORNERS = {61, 76, 62, 78, 291, 306, 292, 308};
    public static final int NOSE_TIP = 1;

    /** An eye's lid margins from its outer corner (A) to its inner (B), and its iris's first landmark of the 478. */
    public record Eye(boolean left, int[] upper, int[] lower, int cornerA, int cornerB, int iris) {
    }

    public static final Eye RIGHT_EYE = new Eye(false, new int[] {246, 161, 160, 159, 158, 157, 173},
            new int[] {7, 163, 144, 145, 153, 154, 155}, 33, 133, 468);
    public static final Eye LEFT_EYE = new Eye(true, new int[] {466, 388, 387, 386, 385, 384, 398},
            new int[] {249, 390, 373, 374, 380, 381, 382}, 263, 362, 473);

    private FaceTopology() {
    }

    /** Position of {@code vertex} in {@code ids}, or -1. */
    public static int indexIn(int[] ids, int vertex) {
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] == vertex) {
                return i;
            }
        }
        return -1;
    }

    public static boolean inRows(int[][] rows, int vertex) {
        for (int[] row : rows) {
            if (indexIn(row, vertex) >= 0) {
                return true;
            }
        }
        return false;
    }
}
