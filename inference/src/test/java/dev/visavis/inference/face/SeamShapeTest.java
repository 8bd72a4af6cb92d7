package dev.visavis.inference.face;

import static dev.visavis.inference.face.FaceTopology.LOWER_SEAM;
import static dev.visavis.inference.face.FaceTopology.SEAM_LEFT;
import static dev.visavis.inference.face.FaceTopology.SEAM_RIGHT;
import static dev.visavis.inference.face.FaceTopology.UPPER_SEAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.visavis.inference.encoder.Faces;
import dev.visavis.inference.motion.Blendshape;
import org.junit.jupiter.api.Test;

/** The canonical face in cm, y down, with one corner of its mouth drawn out and up. */
class SeamShapeTest {
    private static final int CORNER = 291;
    private static final int MIDDLE = 13;
    private static final int FAR = 1;
    private static final int LOWER_RIM = 17;
    private static final float DROOPS = 0.3f;
    private static final int[] STILL = {10, 234, 454, 33, 263};

    @Test
    void cornersEndEquallyFarFromTheMiddle() {
        float[] face = crooked();
        float[] evening = new SeamShape(Faces.MODEL, Similarity.fit(straight(), straight(), STILL)).evening(face);
        float[] even = sum(face, evening, 1);
        assertThat(aside(face)).isGreaterThan(0.5f);
        assertThat(aside(even)).isCloseTo(0, within(0.01f));
        assertThat(higher(face)).isGreaterThan(0.4f);
        assertThat(higher(even)).isCloseTo(0, within(0.01f));
        assertThat(evening[3 * MIDDLE]).isCloseTo(0, within(0.01f));
        assertThat(evening[3 * FAR + 1]).isCloseTo(0, within(0.03f));
    }

    /** One photo shows no depth, and a network's guess of it is worth less than the model's. */
    @Test
    void aTurnedHeadsMouthIsEvenHoweverDeepItsCornersAreSaidToLie() {
        double angle = Math.toRadians(15);
        float[] face = straight();
        for (int i = 0; i < face.length; i += 3) {
            float x = face[i];
            face[i] = (float) (Math.cos(angle) * x + Math.sin(angle) * face[i + 2]);
            face[i + 2] = (float) (Math.cos(angle) * face[i + 2] - Math.sin(angle) * x);
        }
        Similarity pose = Similarity.fit(straight(), face, STILL);
        face[3 * SEAM_LEFT + 2] += 1.5f;
        for (float way : new SeamShape(Faces.MODEL, pose).evening(face)) {
            assertThat(way).isCloseTo(0, within(0.02f));
        }
    }

    /** Or the lower lip of an open mouth has a point. */
    @Test
    void aDipInTheLipsLineStaysWithTheUpperLipByHalf() {
        float[] face = straight();
        SeamShape shape = new SeamShape(Faces.MODEL, Similarity.fit(straight(), straight(), STILL));
        float[] arc = sum(face, shape.rounding(face), 1);
        arc[3 * UPPER_SEAM[4] + 1] += 0.2f;
        arc[3 * LOWER_SEAM[4] + 1] += 0.2f;
        float[] rounding = shape.rounding(arc);
        assertThat(rounding[3 * LOWER_SEAM[4] + 1]).isBetween(-0.2f, -0.14f);
        assertThat(rounding[3 * UPPER_SEAM[4] + 1] / rounding[3 * LOWER_SEAM[4] + 1]).isCloseTo(0.5f, within(0.01f));
        assertThat(rounding[3 * SEAM_LEFT + 1]).isZero();
        assertThat(rounding[3 * LOWER_RIM + 1]).isZero();
    }

    @Test
    void aClosedMouthStaysCrookedAndAnOpenOneIsEven() {
        float[] face = corner(0, DROOPS);
        Similarity pose = Similarity.fit(straight(), straight(), STILL);
        Relief none = new Relief(Faces.MODEL, straight(), 1);
        PersonShapes shapes = new PersonShapes(Faces.MODEL, pose, face, none, false);
        MeshDeformer deformer = new MeshDeformer(new HeadMesh(Faces.MODEL, face, none, new float[3]), shapes);
        Motion motion = new Motion();
        deformer.deform(motion);
        float closed = higher(deformer.vertices);
        motion.weights[Blendshape.JAW_OPEN.ordinal()] = 0.4f;
        deformer.deform(motion);
        assertThat(closed).isCloseTo(-DROOPS, within(0.03f));
        assertThat(higher(deformer.vertices)).isCloseTo(0, within(0.02f));
    }

    /** Or teeth show between them when the head looks up. */
    @Test
    void lipsThatCloseMeetInDepth() {
        float[] face = straight();
        for (int lower : LOWER_SEAM) {
            face[3 * lower + 1] += 0.6f;
            face[3 * lower + 2] -= 0.4f;
        }
        Relief none = new Relief(Faces.MODEL, face, 1);
        Similarity pose = Similarity.fit(straight(), straight(), STILL);
        float[] closed = new PersonShapes(Faces.MODEL, pose, face, none, false).resting();
        for (int j = 0; j < UPPER_SEAM.length; j++) {
            assertThat(closed[3 * LOWER_SEAM[j] + 2]).isCloseTo(closed[3 * UPPER_SEAM[j] + 2], within(0.02f));
        }
    }

    /** Or it looks like a slot. */
    @Test
    void anOpeningRunsOutTowardsTheCorners() {
        float[] face = straight();
        Similarity pose = Similarity.fit(face, face, STILL);
        Relief none = new Relief(Faces.MODEL, face, 1);
        MeshDeformer deformer = new MeshDeformer(new HeadMesh(Faces.MODEL, face, none, new float[3]),
                new PersonShapes(Faces.MODEL, pose, face, none, false));
        Motion motion = new Motion();
        motion.weights[Blendshape.JAW_OPEN.ordinal()] = 0.4f;
        deformer.deform(motion);
        float[] v = deformer.vertices;
        new LipTaper().apply(v, deformer.parted());
        float widest = LipGap.widest(v);
        float half = (v[3 * SEAM_LEFT] - v[3 * SEAM_RIGHT]) / 2;
        for (int j = 0; j < UPPER_SEAM.length; j++) {
            float across = v[3 * UPPER_SEAM[j]] / half;
            float gap = v[3 * LOWER_SEAM[j] + 1] - v[3 * UPPER_SEAM[j] + 1];
            assertThat(gap / widest).isBetween(0.6f * (1 - across * across), 1.5f * (1 - across * across));
        }
        assertThat(widest).isGreaterThan(0.8f);
    }

    private static float aside(float[] face) {
        return face[3 * SEAM_LEFT] + face[3 * SEAM_RIGHT];
    }

    private static float higher(float[] face) {
        return face[3 * SEAM_RIGHT + 1] - face[3 * SEAM_LEFT + 1];
    }

    private static float[] sum(float[] a, float[] b, float share) {
        float[] out = a.clone();
        for (int i = 0; i < out.length; i++) {
            out[i] += share * b[i];
        }
        return out;
    }

    private static float[] straight() {
        float[] face = Faces.MODEL.vertices().clone();
        for (int i = 1; i < face.length; i += 3) {
            face[i] = -face[i];
        }
        return face;
    }

    private static float[] crooked() {
        return corner(0.6f, -0.5f);
    }

    /** The face with the left corner of its mouth moved out and down. */
    private static float[] corner(float out, float lower) {
        float[] face = straight();
        for (int i : new int[] {CORNER, SEAM_LEFT}) {
            face[3 * i] += out;
            face[3 * i + 1] += lower;
        }
        return face;
    }
}
