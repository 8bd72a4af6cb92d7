package dev.visavis.inference.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.visavis.inference.encoder.Faces;
import dev.visavis.inference.face.AxisGains;
import dev.visavis.inference.face.HeadMesh;
import dev.visavis.inference.face.HeadPose;
import dev.visavis.inference.face.Motion;
import dev.visavis.inference.face.Relief;
import dev.visavis.inference.image.Texture;
import dev.visavis.inference.image.YuvImage;
import dev.visavis.inference.motion.ExplicitMotion;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** The canonical face, its skin as bright as a light makes it. */
class HeadLightTest {
    private static final int SIDE = 512;
    private static final float SCALE = 9;
    private static final int NOSE = 5;
    private static final int[] FACE = {NOSE, 151, 205, 425, 50, 280};
    private final HeadMesh mesh = mesh();

    @Test
    void nothingChangesInThePhotosOwnPose() {
        assertThat(gains(light(x -> 120 + 0.3 * x), 0, 0)).containsOnly(1);
    }

    @Test
    void whoTurnsToTheLightGetsBrighterAndDarkerTheOtherWay() {
        HeadLight fromImageRight = light(x -> 120 + 0.3 * (x - SIDE / 2));
        assertThat(fromImageRight.direction()[0]).isGreaterThan(0.1f);
        float[] towards = gains(fromImageRight, 20, 0);
        float[] away = gains(fromImageRight, -20, 0);
        for (int i : FACE) {
            assertThat(towards[i]).as("towards, vertex %d", i).isGreaterThan(1.01f);
            assertThat(away[i]).as("away, vertex %d", i).isLessThan(0.99f);
        }
    }

    @Test
    void lightFromEverywhereStays() {
        for (float gain : gains(light(x -> 140), 20, 10)) {
            assertThat(gain).isBetween(0.98f, 1.02f);
        }
    }

    @Test
    void shadowsAndBlackPicturesStayWithinBounds() {
        for (HeadLight light : new HeadLight[] {light(x -> x < SIDE / 2 ? 18 : 230), light(x -> 16)}) {
            for (int yaw : new int[] {-45, 45}) {
                for (float gain : gains(light, yaw, 30)) {
                    assertThat(gain).isBetween(0.88f, 1.12f);
                }
            }
        }
    }

    private HeadLight light(IntToDoubleFunction lumaOfColumn) {
        YuvImage image = new YuvImage(SIDE, SIDE);
        for (int i = 0; i < SIDE * SIDE; i++) {
            image.planes[0][i] = (float) lumaOfColumn.applyAsDouble(i % SIDE);
        }
        return new HeadLight(mesh, new Texture(image, 0, 0, new byte[SIDE * SIDE / 4]));
    }

    private float[] gains(HeadLight light, float yaw, float pitch) {
        float[] latent = Faces.posed(ExplicitMotion.YAW, yaw);
        latent[ExplicitMotion.PITCH] = pitch;
        Motion motion = new Motion();
        motion.read(latent, AxisGains.NONE);
        HeadPose pose = new HeadPose(mesh.pivot, SCALE, 2 * mesh.halfWidth, new float[2], SIDE / 2, SIDE, 0, 0);
        pose.set(motion);
        float[] gains = new float[HeadMesh.COUNT];
        light.gains(pose, gains);
        return gains;
    }

    private static HeadMesh mesh() {
        float[] face = Faces.MODEL.vertices().clone();
        for (int i = 0; i < face.length; i += 3) {
            face[i] = SIDE / 4f + SCALE * face[i];
            face[i + 1] = SIDE / 4f - SCALE * face[i + 1];
            face[i + 2] *= SCALE;
        }
        return new HeadMesh(Faces.MODEL, face, new Relief(Faces.MODEL, face, SCALE),
                new float[] {SIDE / 4f, SIDE / 4f, 0});
    }
}
