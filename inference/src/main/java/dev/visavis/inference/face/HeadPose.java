package dev.visavis.inference.face;

import dev.visavis.inference.image.Smooth;

/**
 * Turns, moves and projects the head: yaw, then pitch, then roll about the neck, seen by a camera 90 cm away, with the
 * perspective that the photo already holds divided out. A vertex takes the share of it that its rigidity says. After
 * that a zoom of the whole person before their background, for heads much nearer or farther than in the photo.
 */
public final class HeadPose {
    private static final float CAMERA_CM = 90;
    /** Scales within this of 1 are the head swaying; beyond it, the camera's distance. */
    private static final float SWAY = 0.05f;
    /**
     * Of a photo that turns, the outline stays where it is: so much must the mesh turn to look turned by what was
     * commanded, with a person's own gain near 1 ({@code GainSetter}).
     */
    private static final float YAW_GAIN = 1.3f;
    private static final float PITCH_GAIN = 1.7f;
    /** Degrees from which a head turns by {@link #BEYOND} of what is commanded: one photo shows too little of the rest. */
    private static final float YAW_FULL = 14;
    private static final float PITCH_FULL = 9;
    private static final float BEYOND = 0.6f;
    /**
     * Of photos that are turned themselves by more than the first, the same from the second on: less for turning on,
     * which shows a side that the photo hardly has, cheeks fold and mouths are seen edge on; more for turning back, which
     * makes up for it; and hardly either beyond the last, where the far cheek's outline would swell.
     */
    private static final float FACING = 4;
    private static final float YAW_FULL_TURNED = 4;
    private static final float BEYOND_TURNED = 0.8f;
    private static final float BEYOND_BACK = 1.2f;
    private static final float YAW_LAST = 15;
    private static final float BEYOND_LAST = 0.2f;
    /** Likewise down: the photo has no crown of the head to show, and its chin goes first. */
    private static final float BEYOND_DOWN = 0.35f;

    /** Of a head that is tilted in the photo by more than the first, this part of the rest is taken back, up to so much. */
    private static final float UPRIGHT = 1;
    private static final float STRAIGHTENED = 0.8f;
    private static final float MOST_STRAIGHTENED = 6;

    private final float[] pivot;
    private final float camera;
    private final float faceWidth;
    private final float zoomX;
    private final float zoomInY;
    private final float frameHeight;
    private final float bottom;
    private final float ownYaw;
    private final float straightens;
    private final float[] r = new float[9];
    private float moveX;
    private float moveY;
    private float sway;
    private float zoom;
    private float zoomY;

    /**
     * @param pixelsPerCm at the head
     * @param faceCentre x, y of the face in the frame: what a zoom keeps in place where it can
     * @param bottom where in the frame's terms the person is cut: never drawn inside of the frame
     * @param ownYaw by which the head is turned in the photo, degrees
     * @param ownRoll by which it is tilted there
     */
    public HeadPose(float[] pivot, float pixelsPerCm, float faceWidth, float[] faceCentre, int frameHeight,
            float bottom,
            float ownYaw, float ownRoll) {
        this.pivot = pivot;
        this.camera = CAMERA_CM * pixelsPerCm;
        this.faceWidth = faceWidth;
        this.zoomX = faceCentre[0];
        this.zoomInY = faceCentre[1];
        this.frameHeight = frameHeight;
        this.bottom = bottom;
        this.ownYaw = ownYaw;
        this.straightens = straightening(ownRoll);
    }

    public void set(Motion motion) {
        float yaw = YAW_GAIN * easedYaw(motion.yaw, ownYaw);
        float pitch = PITCH_GAIN * eased(motion.pitch, PITCH_FULL, motion.pitch < 0 ? BEYOND_DOWN : BEYOND);
        float cy = cos(yaw);
        float sy = sin(yaw);
        float cp = cos(pitch);
        float sp = sin(pitch);
        float roll = motion.roll + straightens;
        float cr = cos(roll);
        float sr = sin(roll);
        // x right, y down, z to the camera: roll * pitch * yaw.
        float bx = sp * sy;
        float bz = -sp * cy;
        r[0] = cr * cy - sr * bx;
        r[1] = -sr * cp;
        r[2] = cr * sy - sr * bz;
        r[3] = sr * cy + cr * bx;
        r[4] = cr * cp;
        r[5] = sr * sy + cr * bz;
        r[6] = -cp * sy;
        r[7] = sp;
        r[8] = cp * cy;
        moveX = motion.tx * faceWidth;
        moveY = motion.ty * faceWidth;
        sway = Smooth.clamp(motion.scale, 1 - SWAY, 1 + SWAY);
        zoom = motion.scale / sway;
        // Moving away shows more of the body, as far as there is any; from there on the head sinks.
        zoomY = zoom < 1 ? Math.max(zoomInY, (frameHeight - bottom * zoom) / (1 - zoom)) : zoomInY;
    }

    /**
     * Degrees by which the head at rest is rolled out of the tilt that it has in the photo, so that it sits straighter.
     *
     * @param ownRoll degrees, positive clockwise
     */
    public static float straightening(float ownRoll) {
        float back = STRAIGHTENED * Math.max(0, Math.abs(ownRoll) - UPRIGHT);
        return -Math.signum(ownRoll) * Math.min(back, MOST_STRAIGHTENED);
    }

    /**
     * What a head is turned by for a commanded yaw.
     *
     * @param ownYaw by which it is turned in the photo, degrees
     */
    public static float easedYaw(float degrees, float ownYaw) {
        float turned = Smooth.clamp((Math.abs(ownYaw) - FACING) / (YAW_FULL - YAW_FULL_TURNED), 0, 1);
        float within = Smooth.clamp(degrees, -YAW_LAST, YAW_LAST);
        return eased(within, Smooth.mix(YAW_FULL, YAW_FULL_TURNED, turned),
                Smooth.mix(BEYOND, degrees * ownYaw > 0 ? BEYOND_TURNED : BEYOND_BACK, turned))
                + Smooth.mix(BEYOND, BEYOND_LAST, turned) * (degrees - within);
    }

    private static float eased(float degrees, float full, float share) {
        float beyond = Math.max(0, Math.abs(degrees) - full);
        return Math.signum(degrees) * (Math.abs(degrees) - (1 - share) * beyond);
    }

    private static float sin(float degrees) {
        return (float) Math.sin(Math.toRadians(degrees));
    }

    private static float cos(float degrees) {
        return (float) Math.cos(Math.toRadians(degrees));
    }

    /** Whether even vertices of rigidity 0 move. */
    boolean zooms() {
        return zoom != 1;
    }

    /** x of a direction after the turn. */
    public float turnedX(float x, float y, float z) {
        return r[0] * x + r[1] * y + r[2] * z;
    }

    /** z of a direction after the turn; tells how much it faces the camera. */
    public float turnedZ(float x, float y, float z) {
        return r[6] * x + r[7] * y + r[8] * z;
    }

    /** y of a direction after the turn. */
    public float turnedY(float x, float y, float z) {
        return r[3] * x + r[4] * y + r[5] * z;
    }

    /**
     * Projects {@code count} points.
     *
     * @param in x y z in frame space
     * @param rigid share of the pose for each point, or null for all of it
     * @param out x y z in the frame
     */
    public void project(float[] in, float[] rigid, int count, float[] out) {
        for (int i = 0; i < count; i++) {
            float share = rigid == null ? 1 : rigid[i];
            projectOne(in, 3 * i, share, out, 3 * i);
        }
    }

    void projectOne(float[] in, int at, float share, float[] out, int to) {
        float x = in[at];
        float y = in[at + 1];
        float z = in[at + 2];
        if (share > 0) {
            float dx = (x - pivot[0]) * sway;
            float dy = (y - pivot[1]) * sway;
            float dz = (z - pivot[2]) * sway;
            // Shoulders lean with the neck; lifted as far, they would have humps under a rolling head.
            float lift = share * share;
            float qx = x + (r[0] * dx + r[1] * dy + r[2] * dz + pivot[0] + moveX - x) * share;
            float qy = y + (r[3] * dx + r[4] * dy + r[5] * dz + pivot[1] + moveY - y) * lift;
            float qz = z + (r[6] * dx + r[7] * dy + r[8] * dz + pivot[2] - z) * share;
            float k = (camera + pivot[2] - z) / (camera + pivot[2] - qz);
            x = pivot[0] + (qx - pivot[0]) * k;
            y = pivot[1] + (qy - pivot[1]) * k;
            z = qz;
        }
        out[to] = zoomX + (x - zoomX) * zoom;
        out[to + 1] = zoomY + (y - zoomY) * zoom;
        out[to + 2] = z;
    }
}
