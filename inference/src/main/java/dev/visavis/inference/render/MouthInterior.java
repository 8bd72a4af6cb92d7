package dev.visavis.inference.render;

import dev.visavis.inference.face.FaceModel;
import dev.visavis.inference.face.FaceTopology;
import dev.visavis.inference.face.LipArc;
import dev.visavis.inference.face.Similarity;
import dev.visavis.inference.image.Smooth;
import dev.visavis.inference.image.Yuv;
import dev.visavis.inference.motion.Blendshape;

/**
 * Teeth, gums and tongue set into one person's mouth, in frame space, with colours that fit the photo's light.
 * Immutable.
 */
public final class MouthInterior {
    /** Index of the colour of the dark behind everything. */
    static final int DARK = FaceModel.Interior.PARTS;
    /** Of what is not teeth. */
    private static final float[][] RGB = {{0, 0, 0}, {0, 0, 0}, {184, 98, 96}, {176, 92, 90},
        {208, 109, 105}, {36, 13, 13}};
    /** The same without light of its own: the mouth's walls tint what lies in their shadow. */
    private static final float[][] SHADOW_RGB = {{64, 33, 28}, {82, 37, 35}, {56, 24, 22}, {66, 28, 27}, {36, 13, 13},
        {36, 13, 13}};
    /** How much of each part's colour is the photo's lips. */
    private static final float[] OF_LIPS = {0, 0, 0.45f, 0.45f, 0.25f, 0};
    /** Colour of the lips' inner side, and how much of what is drawn there it is; the rest is the photo's lips. */
    private static final float[] INNER_LIP_RGB = {172, 84, 82};
    private static final float INNER_LIP = 0.4f;
    /** Luma of lower teeth over that of upper ones. */
    private static final float LOWER_TEETH_DARKER = 0.94f;
    /** The tongue does not sink as far as the jaw does: its share of the model's way. */
    private static final float TONGUE_FOLLOWS = 0.7f;

    /**
     * The kit's incisors end in a wedge, and its arches meet at the sides, where no lips do. Edges of the upper front
     * teeth come so near to this one, in cm below the lips' line; teeth beside them come down by so much, those of the
     * lower arch too. Cusps of the side teeth, which would show as ragged flecks, come near to one a little higher.
     */
    private static final float INCISAL_EDGE_CM = 0.45f;
    private static final float EVENED = 0.55f;
    private static final float CUSPS = 0.85f;
    private static final float RISING_CM = 0.1f;
    private static final float LATERALS_CM = 0.1f;
    private static final float SIDE_TEETH_CM = 0.17f;
    private static final float LOWER_SIDE_TEETH_CM = 0.35f;

    /** Light on the inner and the grinding sides of the back teeth, which a turned head shows. */
    private static final float BEHIND_TEETH = 0.04f;

    final float[] vertices;
    final float[] normals;
    /** Share of the light that reaches each vertex from the front of the mouth. */
    final float[] unshaded;
    /** How far from the middle of the dental arches each vertex lies, in cm. */
    final float[] aside;
    final int[] part;
    final int[] triangles;
    /** Displacements x y z at 1, by the blendshape's ordinal, or null. */
    final float[][] fields;
    /** One cm towards the head's top, in the frame. */
    final float[] up = new float[3];
    /** Luma above black and the two colour differences, by part and {@link #DARK}: in full light. */
    final float[][] colours;
    /** Likewise, in the shadow. */
    final float[][] shadows;
    /** Of the lips' wet inner side, likewise in full light. */
    final float[] lip;
    final Vermilion vermilion;
    /** Y U V of the line between closed lips. */
    final float[] seam;

    /**
     * @param pose canonical space (y down) to the frame
     * @param rest 468 x 3 vertices of the resting face, lips closed
     * @param exposure light on the face, 1 for a well-lit photo
     * @param vermilion of the lips
     * @param teeth luma above black and the two colour differences of teeth in full light
     */
    public MouthInterior(FaceModel model, Similarity pose, float[] rest, float exposure, Vermilion vermilion,
            float[] teeth) {
        this.vermilion = vermilion;
        float[] lips = vermilion.rgb();
        FaceModel.Interior interior = model.interior();
        part = interior.part();
        triangles = interior.triangles();
        vertices = new float[interior.vertices().length];
        normals = new float[vertices.length];
        fields = new float[interior.fields().length][];
        float[] offset = offset(model, pose, rest);
        pose.vector(new float[] {0, -1, 0}, 0, up, 0);
        float[] p = new float[3];
        float edge = down(middle(model.vertices()), 0, new float[3])[1] + INCISAL_EDGE_CM;
        for (int i = 0; i < vertices.length; i += 3) {
            down(interior.vertices(), i, p);
            p[1] += lower(part[i / 3], Math.abs(p[0]));
            if (part[i / 3] == FaceModel.Interior.UPPER_TEETH) {
                float side = Smooth.step(Math.abs(p[0]), 0.9f, 1.6f);
                p[1] -= Smooth.mix(EVENED, CUSPS, side) * Math.max(0, p[1] - edge + RISING_CM * side);
            }
            pose.point(p, 0, vertices, i);
            pose.turn(down(interior.normals(), i, p), 0, normals, i);
            for (int k = 0; k < 3; k++) {
                vertices[i + k] += offset[k];
            }
        }
        aside = new float[part.length];
        for (int i = 0; i < aside.length; i++) {
            aside[i] = Math.abs(interior.vertices()[3 * i]);
        }
        unshaded = unshaded(part, vertices, normals, (float) Math.hypot(Math.hypot(up[0], up[1]), up[2]));
        followLips(model, pose, rest, offset);
        for (Blendshape shape : Blendshape.values()) {
            float[] field = interior.fields()[shape.ordinal()];
            if (field != null) {
                float[] out = new float[field.length];
                for (int i = 0; i < field.length; i += 3) {
                    down(field, i, p);
                    if (shape == Blendshape.JAW_OPEN && part[i / 3] == FaceModel.Interior.TONGUE) {
                        p[1] *= TONGUE_FOLLOWS;
                    }
                    pose.vector(p, 0, out, i);
                }
                fields[shape.ordinal()] = out;
            }
        }
        colours = colours(RGB, exposure, lips);
        colours[FaceModel.Interior.UPPER_TEETH] = teeth;
        colours[FaceModel.Interior.LOWER_TEETH] = new float[] {LOWER_TEETH_DARKER * teeth[0], teeth[1], teeth[2]};
        shadows = colours(SHADOW_RGB, exposure, scaled(lips, 0.3f));
        lip = offsets(Smooth.mix(lips[0], INNER_LIP_RGB[0] * exposure, INNER_LIP), Smooth.mix(lips[1],
                INNER_LIP_RGB[1] * exposure, INNER_LIP), Smooth.mix(lips[2], INNER_LIP_RGB[2] * exposure, INNER_LIP));
        seam = yuv(0.3f * lips[0], 0.3f * lips[1], 0.3f * lips[2]);
    }

    /** By how many cm teeth and gums so far aside come down. */
    private static float lower(int part, float aside) {
        return switch (part) {
            case FaceModel.Interior.UPPER_TEETH, FaceModel.Interior.UPPER_GUM -> LATERALS_CM
                    * Smooth.step(aside, 0.35f, 0.65f) + SIDE_TEETH_CM * Smooth.step(aside, 0.9f, 1.5f);
            case FaceModel.Interior.LOWER_TEETH, FaceModel.Interior.LOWER_GUM -> LOWER_SIDE_TEETH_CM
                    * Smooth.step(aside, 0.6f, 1.4f);
            default -> 0;
        };
    }

    /** Sides of the back teeth that face into the mouth or up and down lie in its shadow. */
    private static float[] unshaded(int[] part, float[] vertices, float[] normals, float pixelsPerCm) {
        float[] unshaded = new float[part.length];
        java.util.Arrays.fill(unshaded, 1);
        for (int arch : new int[] {FaceModel.Interior.UPPER_TEETH, FaceModel.Interior.LOWER_TEETH}) {
            float[] middle = new float[3];
            float front = -Float.MAX_VALUE;
            int n = 0;
            for (int i = 0; i < part.length; i++) {
                if (part[i] == arch) {
                    n++;
                    front = Math.max(front, vertices[3 * i + 2]);
                    for (int k = 0; k < 3; k++) {
                        middle[k] += (vertices[3 * i + k] - middle[k]) / n;
                    }
                }
            }
            for (int i = 0; i < part.length; i++) {
                if (part[i] == arch) {
                    float along = 0;
                    float length = 1e-6f;
                    for (int k = 0; k < 3; k++) {
                        float away = vertices[3 * i + k] - middle[k];
                        along += away * normals[3 * i + k];
                        length += away * away;
                    }
                    float outwards = along / (float) Math.sqrt(length);
                    float behind = (front - vertices[3 * i + 2]) / pixelsPerCm;
                    float dark = Smooth.step(-outwards, -0.5f, 0.1f) * Smooth.step(behind, 0.5f, 1.3f);
                    unshaded[i] = Smooth.mix(1, BEHIND_TEETH, dark);
                }
            }
        }
        return unshaded;
    }

    private static float[] down(float[] in, int at, float[] out) {
        out[0] = in[at];
        out[1] = -in[at + 1];
        out[2] = in[at + 2];
        return out;
    }

    /** From the model's closed mouth, posed, to the person's. */
    private static float[] offset(FaceModel model, Similarity pose, float[] rest) {
        float[] posed = new float[3];
        pose.point(down(middle(model.vertices()), 0, new float[3]), 0, posed, 0);
        float[] offset = middle(rest);
        for (int k = 0; k < 3; k++) {
            offset[k] -= posed[k];
        }
        return offset;
    }

    private static float[] middle(float[] face) {
        float[] middle = new float[3];
        int upper = 3 * FaceTopology.SEAM_TOP;
        int lower = 3 * FaceTopology.SEAM_BOTTOM;
        for (int k = 0; k < 3; k++) {
            middle[k] = (face[upper + k] + face[lower + k]) / 2;
        }
        return middle;
    }

    /**
     * Moves the dental arches and the tongue in depth as far as this person's lips lie from the model's: where a turned
     * head would show a gap between lips and teeth at one corner, there is none. From the camera of the photo nothing
     * moves.
     */
    private void followLips(FaceModel model, Similarity pose, float[] rest, float[] offset) {
        float[] posed = new float[rest.length];
        float[] p = new float[3];
        for (int i = 0; i < 3 * FaceModel.VERTICES; i += 3) {
            pose.point(down(model.vertices(), i, p), 0, posed, i);
            for (int k = 0; k < 3; k++) {
                posed[i + k] += offset[k];
            }
        }
        float[] middle = middle(rest);
        LipArc own = new LipArc(pose, rest, middle);
        LipArc general = new LipArc(pose, posed, middle);
        for (int i = 0; i < vertices.length; i += 3) {
            vertices[i + 2] += own.at(vertices, i) - general.at(vertices, i);
        }
    }

    private static float[] scaled(float[] rgb, float by) {
        return new float[] {by * rgb[0], by * rgb[1], by * rgb[2]};
    }

    private static float[][] colours(float[][] base, float exposure, float[] lips) {
        float[][] out = new float[base.length][];
        for (int i = 0; i < base.length; i++) {
            float[] rgb = new float[3];
            for (int c = 0; c < 3; c++) {
                rgb[c] = Smooth.mix(base[i][c], lips[c], OF_LIPS[i]) * exposure;
            }
            out[i] = offsets(rgb[0], rgb[1], rgb[2]);
        }
        return out;
    }

    private static float[] offsets(float r, float g, float b) {
        return new float[] {Yuv.y(r, g, b) - Yuv.BLACK, Yuv.u(r, g, b) - Yuv.GREY, Yuv.v(r, g, b) - Yuv.GREY};
    }

    private static float[] yuv(float r, float g, float b) {
        return new float[] {Yuv.y(r, g, b), Yuv.u(r, g, b), Yuv.v(r, g, b)};
    }
}
