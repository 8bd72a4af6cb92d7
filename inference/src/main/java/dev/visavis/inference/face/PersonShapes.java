package dev.visavis.inference.face;

import static dev.visavis.inference.face.FaceTopology.LOWER_LIP;
import static dev.visavis.inference.face.FaceTopology.LOWER_SEAM;
import static dev.visavis.inference.face.FaceTopology.MOUTH_CORNERS;
import static dev.visavis.inference.face.FaceTopology.UPPER_LIP;
import static dev.visavis.inference.face.FaceTopology.UPPER_SEAM;

import dev.visavis.inference.image.Smooth;
import dev.visavis.inference.motion.Blendshape;
import dev.visavis.inference.motion.ExplicitMotion;

/**
 * The blendshapes of one person, in frame pixels: the model's, scaled and turned to the photo's head, and those that
 * must fit this person exactly (lids that close, lips that meet) built from the person's own openings.
 */
public final class PersonShapes {
    private static final int N = FaceModel.VERTICES;
    /** Part of a blink that the lower lid does. */
    private static final float LOWER_LID = 0.08f;
    /** The upper lid's way over the iris's when the eye looks down. */
    private static final float LID_FOLLOWS_DOWN = 0.85f;
    /** Share of eyeWide in an eye that looks up. */
    private static final float LID_FOLLOWS_UP = 0.9f;
    /** Share of its way that glasses leave to the skin over the lids: their rims are part of the same picture. */
    private static final float BEHIND_GLASSES = 0.3f;
    /** Likewise to brows: none at the rims and the bridge, which must not bend, up to this on the forehead. */
    private static final float OVER_GLASSES = 0.5f;
    /** Canonical heights of the two, in cm. */
    private static final float RIMS_CM = 3.2f;
    private static final float FOREHEAD_CM = 6;
    private static final float EYEBALL_CM = 1.2f;
    /** Part of a closing that the upper lip does: at rest, and against an open jaw. */
    private static final float UPPER_LIP_SEALS = 0.35f;
    private static final float UPPER_LIP_CLOSES = 0.2f;
    /** Lips so far apart are even. */
    private static final float PARTED_CM = 0.45f;

    private final FaceModel model;
    private final Similarity pose;
    private final float[] rest;
    private final float[][] fields = new float[Blendshape.values().length][];
    private final float[] seal;
    private final SourceExpression source;
    private final boolean glasses;
    private final float[] parting;
    private final float[] residual;

    /**
     * @param pose canonical space (y down) to the photo's head in the frame
     * @param rest 468 x 3 vertices as in the photo
     * @param glasses whether they would bend where the brows move
     */
    public PersonShapes(FaceModel model, Similarity pose, float[] rest, Relief relief, boolean glasses) {
        this.model = model;
        this.pose = pose;
        this.rest = rest;
        this.glasses = glasses;
        for (Blendshape shape : Blendshape.values()) {
            float[] field = model.field(shape);
            fields[shape.ordinal()] = new float[3 * N];
            if (field != null) {
                turn(field, fields[shape.ordinal()]);
            }
            if (glasses && shape.name().startsWith("BROW")) {
                soften(fields[shape.ordinal()]);
            }
        }
        relief.even(fields);
        SourceSmile smile = new SourceSmile(model, pose, rest);
        float[] calm = smile.undoing(this::field);
        SeamShape seam = new SeamShape(model, pose);
        calm = sum(calm, scaled(seam.evening(sum(rest, calm)), SeamShape.ofSmile(smile)));
        source = new SourceExpression(model, pose, smile, sum(rest, calm));
        seal = neutral(calm);
        float[] evening = seam.evening(resting());
        parting = sum(evening, seam.rounding(sum(resting(), evening)));
        new MouthShape(pose, resting()).fit(this::field);
        lids(FaceTopology.LEFT_EYE, Blendshape.EYE_BLINK_LEFT, Blendshape.EYE_WIDE_LEFT, Blendshape.EYE_LOOK_DOWN_LEFT,
                Blendshape.EYE_LOOK_UP_LEFT);
        lids(FaceTopology.RIGHT_EYE, Blendshape.EYE_BLINK_RIGHT, Blendshape.EYE_WIDE_RIGHT,
                Blendshape.EYE_LOOK_DOWN_RIGHT, Blendshape.EYE_LOOK_UP_RIGHT);
        for (Blendshape sideways : new Blendshape[] {Blendshape.EYE_LOOK_IN_LEFT, Blendshape.EYE_LOOK_IN_RIGHT,
            Blendshape.EYE_LOOK_OUT_LEFT, Blendshape.EYE_LOOK_OUT_RIGHT}) {
            java.util.Arrays.fill(fields[sideways.ordinal()], 0);
        }
        closeLipsExactly();
        residual = residual();
    }

    private void soften(float[] field) {
        for (int i = 0; i < field.length; i++) {
            field[i] *= OVER_GLASSES * Smooth.step(model.vertices()[i / 3 * 3 + 1], RIMS_CM, FOREHEAD_CM);
        }
    }

    /** 468 x 3 displacements in frame pixels at a coefficient of 1. */
    public float[] field(Blendshape shape) {
        return fields[shape.ordinal()];
    }

    /** Displacement from the photo to the resting face: no smile, lips closed. */
    float[] seal() {
        return seal;
    }

    /** 468 x 3 vertices of the resting face. */
    float[] resting() {
        return sum(rest, seal);
    }

    /** Displacement by which an opening mouth becomes even and its lower lip round. */
    float[] parting() {
        return parting;
    }

    /** How much of {@link #parting} goes with lips that are so many frame pixels apart, 0..1. */
    float partingShare(float gap) {
        return Smooth.step(gap / (float) pose.scale, 0, PARTED_CM);
    }

    /** 468 x 3 vertices of the resting face, its mouth about to open. */
    public float[] parted() {
        return sum(resting(), parting);
    }

    /** The expression in the photo. */
    public SourceExpression source() {
        return source;
    }

    /** Displacement that, with the source's own weights driven, leads from the resting face to the photo. */
    float[] sourceResidual() {
        return residual;
    }

    /** The photo's smile taken back, then its lips closed. */
    private float[] neutral(float[] calm) {
        return sum(closing(seamGaps(sum(rest, calm)), UPPER_LIP_SEALS, 0.3f), calm);
    }

    private float[] residual() {
        float[] out = new float[3 * N];
        for (int i = 0; i < out.length; i++) {
            out[i] = -seal[i];
            for (int s = 0; s < fields.length; s++) {
                out[i] -= source.weights[s] * fields[s][i];
            }
        }
        return out;
    }

    private static float[] scaled(float[] field, float by) {
        float[] out = field.clone();
        for (int i = 0; i < out.length; i++) {
            out[i] *= by;
        }
        return out;
    }

    private static float[] sum(float[] a, float[] b) {
        float[] out = a.clone();
        for (int i = 0; i < out.length; i++) {
            out[i] += b[i];
        }
        return out;
    }

    private void turn(float[] field, float[] out) {
        float[] down = new float[3];
        for (int i = 0; i < N; i++) {
            down[0] = field[3 * i];
            down[1] = -field[3 * i + 1];
            down[2] = field[3 * i + 2];
            pose.vector(down, 0, out, 3 * i);
        }
    }

    private static float[] seamGaps(float[] vertices) {
        float[] gaps = new float[3 * UPPER_SEAM.length];
        for (int j = 0; j < UPPER_SEAM.length; j++) {
            for (int k = 0; k < 3; k++) {
                gaps[3 * j + k] = vertices[3 * LOWER_SEAM[j] + k] - vertices[3 * UPPER_SEAM[j] + k];
            }
        }
        return gaps;
    }

    /** ARKit's mouthClose: with jawOpen at the same value the lips touch, whatever the jaw. */
    private void closeLipsExactly() {
        float[] jaw = field(Blendshape.JAW_OPEN);
        float[] close = field(Blendshape.MOUTH_CLOSE);
        float[] both = new float[3 * N];
        for (int i = 0; i < both.length; i++) {
            both[i] = jaw[i] + close[i];
        }
        float[] rest = closing(seamGaps(both), UPPER_LIP_CLOSES, 1);
        for (int i = 0; i < close.length; i++) {
            close[i] += rest[i];
        }
    }

    /**
     * A field that brings the lips together over the given gaps (upper to lower seam vertex), with the skin around
     * following.
     */
    private float[] closing(float[] gaps, float upperShare, float depth) {
        float[] field = new float[3 * N];
        float scale = (float) pose.scale;
        float[] middle = middleOfSeam();
        float[] gap = new float[3];
        float[] jaw = model.field(Blendshape.JAW_OPEN);
        for (int i = 0; i < N; i++) {
            if (FaceTopology.indexIn(MOUTH_CORNERS, i) >= 0) {
                continue;
            }
            gapAt(rest[3 * i], gaps, 0.4f * scale, gap);
            float share = share(i, gaps, gap, upperShare, middle, jaw);
            // Lips that met only as the camera sees them would part in a head that looks up.
            boolean onSeam = FaceTopology.indexIn(UPPER_SEAM, i) >= 0 || FaceTopology.indexIn(LOWER_SEAM, i) >= 0;
            for (int k = 0; k < 3; k++) {
                field[3 * i + k] = gap[k] * share * (k == 2 && !onSeam ? depth : 1);
            }
        }
        return field;
    }

    private float share(int i, float[] gaps, float[] gap, float upperShare, float[] middle, float[] jaw) {
        float scale = (float) pose.scale;
        float lowerShare = 1 - upperShare;
        int seam = FaceTopology.indexIn(UPPER_SEAM, i);
        if (seam < 0) {
            seam = FaceTopology.indexIn(LOWER_SEAM, i);
        }
        if (seam >= 0) {
            System.arraycopy(gaps, 3 * seam, gap, 0, 3);
            return FaceTopology.indexIn(UPPER_SEAM, i) >= 0 ? upperShare : -lowerShare;
        }
        if (FaceTopology.inRows(UPPER_LIP, i)) {
            return 0.95f * upperShare;
        }
        if (FaceTopology.inRows(LOWER_LIP, i)) {
            return -0.95f * lowerShare;
        }
        float dx = rest[3 * i] - middle[0];
        if (rest[3 * i + 1] < seamHeight(rest[3 * i])) {
            float dy = rest[3 * i + 1] - middle[1];
            return 0.8f * upperShare * Smooth.bell((float) Math.hypot(dx / 1.6f, dy) / (1.5f * scale));
        }
        float moves = (float) Math.sqrt(jaw[3 * i] * jaw[3 * i] + jaw[3 * i + 1] * jaw[3 * i + 1]
                + jaw[3 * i + 2] * jaw[3 * i + 2]) / 3.46f;
        return -0.75f * lowerShare * Math.min(1, 1.1f * moves) * Smooth.bell(dx / (3 * scale));
    }

    private float[] middleOfSeam() {
        float[] middle = new float[3];
        for (int j = 0; j < UPPER_SEAM.length; j++) {
            for (int k = 0; k < 3; k++) {
                middle[k] += (rest[3 * UPPER_SEAM[j] + k] + rest[3 * LOWER_SEAM[j] + k]) / (2 * UPPER_SEAM.length);
            }
        }
        return middle;
    }

    private float seamHeight(float x) {
        float weight = 1e-9f;
        float sum = weight * middleOfSeam()[1];
        for (int j = 0; j < UPPER_SEAM.length; j++) {
            float at = (rest[3 * UPPER_SEAM[j]] + rest[3 * LOWER_SEAM[j]]) / 2;
            float w = Smooth.bell((x - at) / (0.4f * (float) pose.scale));
            weight += w;
            sum += w * (rest[3 * UPPER_SEAM[j] + 1] + rest[3 * LOWER_SEAM[j] + 1]) / 2;
        }
        return sum / weight;
    }

    private void gapAt(float x, float[] gaps, float sigma, float[] out) {
        float weight = 1e-9f;
        java.util.Arrays.fill(out, 0);
        for (int j = 0; j < UPPER_SEAM.length; j++) {
            float at = (rest[3 * UPPER_SEAM[j]] + rest[3 * LOWER_SEAM[j]]) / 2;
            float w = Smooth.bell((x - at) / sigma);
            weight += w;
            for (int k = 0; k < 3; k++) {
                out[k] += w * gaps[3 * j + k];
            }
        }
        for (int k = 0; k < 3; k++) {
            out[k] /= weight;
        }
    }

    private void lids(FaceTopology.Eye eye, Blendshape blink, Blendshape wide, Blendshape down, Blendshape up) {
        float[] base = model.field(blink);
        float[] turned = field(blink).clone();
        float[] closed = field(blink);
        java.util.Arrays.fill(closed, 0);
        float most = 0;
        for (int u : eye.upper()) {
            most = Math.max(most, length(base, u));
        }
        for (int i = 0; i < N; i++) {
            blinkVertex(eye, i, base, most, turned, closed);
        }
        float[] lookDown = field(down);
        float follow = lidTravel(eye);
        float[] lookUp = field(up);
        for (int i = 0; i < closed.length; i++) {
            // The lower lid, which a blink lifts, gives way to an eye that looks down.
            boolean lowerLid = closed[i / 3 * 3 + 1] < 0;
            lookDown[i] = (lowerLid ? -0.3f : follow) * closed[i];
            lookUp[i] = LID_FOLLOWS_UP * field(wide)[i];
        }
    }

    /** Share of its way to closed that the upper lid goes with an eye that looks down all the way. */
    private float lidTravel(FaceTopology.Eye eye) {
        float opening = 0;
        for (int j = 0; j < eye.upper().length; j++) {
            opening += (rest[3 * eye.lower()[j] + 1] - rest[3 * eye.upper()[j] + 1]) / eye.upper().length;
        }
        double turn = Math.sin(Math.toRadians(ExplicitMotion.EYE_LOOK_DEGREES));
        float iris = EYEBALL_CM * (float) (turn * pose.scale);
        return Smooth.clamp(LID_FOLLOWS_DOWN * iris / Math.max(1, opening), 0.3f, 0.75f);
    }

    private void blinkVertex(FaceTopology.Eye eye, int i, float[] base, float most, float[] turned, float[] out) {
        int u = FaceTopology.indexIn(eye.upper(), i);
        int l = FaceTopology.indexIn(eye.lower(), i);
        float moves = length(base, i);
        if (u >= 0 || l >= 0) {
            int j = Math.max(u, l);
            for (int k = 0; k < 3; k++) {
                float opening = rest[3 * eye.lower()[j] + k] - rest[3 * eye.upper()[j] + k];
                out[3 * i + k] = u >= 0 ? opening * (1 - LOWER_LID) : -opening * LOWER_LID;
            }
        } else if (i != eye.cornerA() && i != eye.cornerB() && moves >= 0.03f) {
            if (base[3 * i + 1] < 0) {
                float share = (1 - LOWER_LID) * (float) Math.pow(Math.min(1, moves / most), 3);
                followLid(eye, i, glasses ? BEHIND_GLASSES * share : share, out);
            } else {
                System.arraycopy(turned, 3 * i, out, 3 * i, 3);
            }
        }
    }

    /** Skin above the lid follows the opening below it. */
    private void followLid(FaceTopology.Eye eye, int i, float share, float[] out) {
        float weight = 1e-9f;
        for (int j = 0; j < eye.upper().length; j++) {
            float w = Smooth.bell((rest[3 * i] - rest[3 * eye.upper()[j]]) / (0.35f * (float) pose.scale));
            weight += w;
            for (int k = 0; k < 3; k++) {
                out[3 * i + k] += w * (rest[3 * eye.lower()[j] + k] - rest[3 * eye.upper()[j] + k]);
            }
        }
        for (int k = 0; k < 3; k++) {
            out[3 * i + k] *= share / weight;
        }
    }

    private static float length(float[] field, int i) {
        return (float) Math.sqrt(field[3 * i] * field[3 * i] + field[3 * i + 1] * field[3 * i + 1]
                + field[3 * i + 2] * field[3 * i + 2]);
    }
}
