package dev.visavis.inference.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.visavis.inference.encoder.Faces;
import dev.visavis.inference.motion.Blendshape;
import dev.visavis.inference.render.ExplicitPortrait;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A head that turns as far as it may neither folds over itself nor draws a few pixels wide. */
class ReliefTest {
    private static final float SCALE = 12;

    @ParameterizedTest
    @CsvSource({"20,0", "-20,0", "0,15", "0,-15", "14,10", "-14,-10"})
    void facesTurnWithoutFolds(float yaw, float pitch) {
        for (String id : new String[] {"w1", "w2", "w3", "m1", "m2", "m3"}) {
            HeadMesh mesh = Faces.portrait(id).mesh;
            float[] moved = turned(Faces.portrait(id), yaw, pitch);
            double all = 0;
            double broken = 0;
            for (int t = 0; t < mesh.triangles.length; t += 3) {
                float before = area(mesh.rest, mesh.triangles, t);
                if (Math.max(mesh.triangles[t],
                        Math.max(mesh.triangles[t + 1], mesh.triangles[t + 2])) < FaceModel.VERTICES) {
                    float scale = area(moved, mesh.triangles, t) / before;
                    all += Math.abs(before);
                    broken += scale > 0.1f && scale < 2 ? 0 : Math.abs(before);
                }
            }
            assertThat(broken / all).as(id + ", share of the face").isLessThan(0.005);
        }
    }

    private static float[] turned(ExplicitPortrait portrait, float yaw, float pitch) {
        HeadMesh mesh = portrait.mesh;
        HeadPose pose = new HeadPose(mesh.pivot, portrait.pixelsPerCm, 2 * mesh.halfWidth, new float[2], 512, 512,
                portrait.yaw, 0);
        Motion motion = new Motion();
        motion.yaw = yaw;
        motion.pitch = pitch;
        motion.scale = 1;
        pose.set(motion);
        float[] moved = new float[mesh.rest.length];
        pose.project(mesh.rest, mesh.rigid, HeadMesh.COUNT, moved);
        return moved;
    }

    private static float area(float[] p, int[] t, int at) {
        int a = 3 * t[at];
        int b = 3 * t[at + 1];
        int c = 3 * t[at + 2];
        return (p[b] - p[a]) * (p[c + 1] - p[a + 1]) - (p[b + 1] - p[a + 1]) * (p[c] - p[a]);
    }

    @ParameterizedTest
    @ValueSource(floats = {-30, 0, 30})
    void theEdgeOfATurnedFaceIsNotLeftBehind(float degrees) {
        float[] face = canonical(degrees);
        float[] before = face.clone();
        Relief relief = new Relief(Faces.MODEL, face, SCALE);
        for (int i = 0; i < face.length; i += 3) {
            assertThat(face[i]).isEqualTo(before[i]);
            assertThat(face[i + 2]).isGreaterThanOrEqualTo(before[i + 2]);
            for (int j = 0; j < face.length; j += 3) {
                double across = Math.hypot(face[i] - face[j], face[i + 1] - face[j + 1]);
                assertThat(face[i + 2] - face[j + 2]).isLessThanOrEqualTo(1.8f * (float) across + 1e-3f);
            }
        }
        int ear = 3 * 454;
        assertThat(relief.beside(face[ear] + 5, face[ear + 1], -1e6f)).isGreaterThan(face[ear + 2] - 6);
        assertThat(relief.beside(face[ear], face[ear + 1], 1e6f)).isEqualTo(1e6f);
    }

    /** Else it would swing out when the head turns back. */
    @ParameterizedTest
    @CsvSource({"20,389,288", "-20,162,58"})
    void theFarJawLiesHardlyDeeperThanItsTemple(float degrees, int temple, int jaw) {
        float[] face = canonical(degrees);
        for (int i = 0; i < face.length; i += 3) {
            boolean cheek = face[i + 1] > 0 && Faces.MODEL.vertices()[i] * degrees > 0;
            face[i + 2] -= cheek ? 0.6f * face[i + 1] : 0;
        }
        float before = face[3 * jaw + 2];
        new Relief(Faces.MODEL, face, SCALE);
        assertThat(before).isLessThan(face[3 * temple + 2] - 1.5f * SCALE);
        assertThat(face[3 * jaw + 2]).isGreaterThan(face[3 * temple + 2] - 0.5f * SCALE);
    }

    @Test
    void expressionsAreAlikeWhereTheFarEdgeIsCrowdedAndKeptInTheMiddle() {
        float[] face = canonical(30);
        float[][] fields = {Faces.MODEL.field(Blendshape.JAW_OPEN).clone()};
        new Relief(Faces.MODEL, face, SCALE).even(fields);
        float[] jaw = Faces.MODEL.field(Blendshape.JAW_OPEN);
        for (int lip : FaceTopology.LOWER_SEAM) {
            assertThat(fields[0][3 * lip + 1]).isCloseTo(jaw[3 * lip + 1], within(1e-6f));
        }
        assertThat(roughness(face, fields[0])).isLessThan(0.7 * roughness(face, jaw));
    }

    /** How much faster than the place itself the displacement changes along the outline, at worst. */
    private static double roughness(float[] face, float[] field) {
        double worst = 0;
        int[] oval = FaceTopology.OVAL;
        for (int i = 0; i < oval.length; i++) {
            int a = 3 * oval[i];
            for (int b = 0; b < face.length; b += 3) {
                double across = Math.hypot(face[a] - face[b], face[a + 1] - face[b + 1]);
                if (across > 0) {
                    worst = Math.max(worst,
                            Math.hypot(field[a] - field[b], field[a + 1] - field[b + 1]) / across);
                }
            }
        }
        return worst;
    }

    /** The canonical face in a frame, y down, turned about the vertical. */
    private static float[] canonical(float degrees) {
        float[] v = Faces.MODEL.vertices();
        float[] out = new float[v.length];
        float cos = (float) Math.cos(Math.toRadians(degrees));
        float sin = (float) Math.sin(Math.toRadians(degrees));
        for (int i = 0; i < v.length; i += 3) {
            out[i] = SCALE * (cos * v[i] + sin * v[i + 2]);
            out[i + 1] = -SCALE * v[i + 1];
            out[i + 2] = SCALE * (cos * v[i + 2] - sin * v[i]);
        }
        return out;
    }
}
