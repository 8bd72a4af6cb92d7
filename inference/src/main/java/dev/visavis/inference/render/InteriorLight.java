package dev.visavis.inference.render;

import static dev.visavis.inference.face.FaceModel.Interior.LOWER_GUM;
import static dev.visavis.inference.face.FaceModel.Interior.LOWER_TEETH;
import static dev.visavis.inference.face.FaceModel.Interior.TONGUE;
import static dev.visavis.inference.face.FaceModel.Interior.UPPER_TEETH;
import static dev.visavis.inference.face.FaceTopology.LOWER_SEAM;
import static dev.visavis.inference.face.FaceTopology.SEAM_BOTTOM;
import static dev.visavis.inference.face.FaceTopology.SEAM_TOP;
import static dev.visavis.inference.face.FaceTopology.UPPER_SEAM;

import dev.visavis.inference.face.HeadPose;
import dev.visavis.inference.face.Motion;
import dev.visavis.inference.image.Smooth;
import dev.visavis.inference.motion.Blendshape;

/** How much light reaches teeth, gums and tongue. One per decoder. */
final class InteriorLight {
    /** Light and width of the glint on wet teeth. */
    private static final float GLINT = 0.22f;
    private static final float GLINT_WIDTH = 0.06f;

    /** Half of the width of a tongue's lit front. */
    private static final float MOUND_CM = 1.4f;
    private static final float FURROW_CM = 0.22f;

    private final MouthInterior interior;
    private final float pixelsPerCm;
    private final float[] lights;
    /** Less of it to the tongue's sides and in its furrow. */
    private final float[] acrossTongue;

    InteriorLight(MouthInterior interior, float pixelsPerCm) {
        this.interior = interior;
        this.pixelsPerCm = pixelsPerCm;
        this.lights = new float[interior.part.length];
        this.acrossTongue = new float[lights.length];
        for (int i = 0; i < lights.length; i++) {
            float aside = interior.aside[i];
            acrossTongue[i] = Smooth.bell(0.7f * aside / MOUND_CM) * (1 - 0.15f * Smooth.bell(aside / FURROW_CM));
        }
    }

    /**
     * Light from the camera's side and above; less of it the farther behind the lips.
     *
     * @param moved the face's vertices in the frame
     * @param projected the interior's vertices in the frame
     * @return for each of these, about 0..1; overwritten by the next call
     */
    float[] fall(Motion motion, HeadPose pose, float[] moved, float[] projected) {
        float upperDepth = depth(UPPER_SEAM, moved);
        float lowerDepth = depth(LOWER_SEAM, moved);
        float opening = Math.max(0.01f, down(moved, SEAM_TOP, moved, SEAM_BOTTOM));
        float jaw = motion.get(Blendshape.JAW_OPEN);
        // Beside the tongue of an open mouth the lower teeth lie in its shadow, behind parted lips a little less so.
        float sunk = 0.6f + 0.2f * Smooth.step(jaw, 0.1f, 0.3f);
        // Behind teeth that are together no light falls on the tongue.
        float raised = Math.min(1, Math.max(motion.get(Blendshape.TONGUE_UP), motion.get(Blendshape.TONGUE_OUT)));
        float tongue = 0.2f + 0.8f * Math.max(raised, Smooth.step(jaw, 0.05f, 0.25f));
        for (int i = 0; i < lights.length; i++) {
            float x = interior.normals[3 * i];
            float y = interior.normals[3 * i + 1];
            float z = interior.normals[3 * i + 2];
            boolean low = interior.part[i] == LOWER_TEETH || interior.part[i] == LOWER_GUM;
            float inwards = ((low ? lowerDepth : upperDepth) - projected[3 * i + 2]) / pixelsPerCm;
            float towards = pose.turnedZ(x, y, z);
            float up = -pose.turnedY(x, y, z);
            float aside = interior.aside[i];
            lights[i] = interior.unshaded[i] * switch (interior.part[i]) {
                // The light comes round a turned head's teeth: those of its far side are no darker than others as far back.
                case UPPER_TEETH -> (lit(0.2f * (towards + z) + 0.15f * up + 0.62f, 0.18f * (inwards - 0.6f))
                        + GLINT * Smooth.bell((1 - 0.9f * towards - 0.44f * up) / GLINT_WIDTH))
                        * (1 - 0.55f * Smooth.step(aside, 0.7f, 2.7f)) * (1 - Smooth.step(inwards, 1.4f, 2.8f));
                case LOWER_TEETH -> lit(0.6f * towards + 0.3f * up + 0.1f, 0.5f * (inwards - 0.3f))
                        * (0.85f - sunk * Smooth.step(aside, 0.5f, 1.4f));
                case TONGUE -> tongue * acrossTongue[i]
                        * Smooth.mix(mound(i, down(moved, SEAM_TOP, projected, i) / opening),
                                lit(0.5f * towards + 0.5f * up + 0.1f, 1.4f * (inwards - 1.9f)), raised);
                default -> lit(0.75f * towards + 0.15f * up + 0.25f, 0.38f * (inwards - 0.8f));
            };
        }
        return lights;
    }

    /**
     * Light on a tongue at rest: it falls over the lower lip, so the front of the mound has most of it, and none is left
     * under the upper teeth and at the sides.
     *
     * @param down where in the opening, 0 at its top and 1 at its bottom
     */
    private float mound(int i, float down) {
        float side = interior.aside[i] / MOUND_CM;
        return 0.04f + 0.86f * Smooth.step(down - 0.3f * side * side, 0.26f, 1.1f);
    }

    /** How far one vertex lies below another, in cm along the head. */
    private float down(float[] from, int f, float[] to, int t) {
        float[] up = interior.up;
        return -((to[3 * t] - from[3 * f]) * up[0] + (to[3 * t + 1] - from[3 * f + 1]) * up[1])
                / (up[0] * up[0] + up[1] * up[1]);
    }

    private static float depth(int[] seam, float[] moved) {
        float sum = 0;
        for (int id : seam) {
            sum += moved[3 * id + 2];
        }
        return sum / seam.length;
    }

    private static float lit(float facing, float dark) {
        return (0.3f + 0.7f * Smooth.clamp(facing, 0, 1)) * (float) Math.exp(-Math.max(0, dark));
    }
}
