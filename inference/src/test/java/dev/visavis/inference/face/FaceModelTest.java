package dev.visavis.inference.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.visavis.inference.encoder.Faces;
import dev.visavis.inference.motion.Blendshape;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaceModelTest {
    @Test
    void readsTheEmbeddedModel() {
        assertThat(Faces.MODEL.vertices()).hasSize(468 * 3);
        assertThat(Faces.MODEL.triangles()).hasSize(898 * 3);
        assertThat(Faces.MODEL.field(Blendshape.JAW_OPEN)[3 * 14 + 1]).as("lower lip, cm").isLessThan(-2);
        assertThat(Faces.MODEL.interior().triangles().length / 3).isBetween(1000, 6000);
    }

    /** Where the corners alone moved, lips would hook, and be seen to move by half of what they should. */
    @Test
    void lipsFollowTheirCornersInOneArc() {
        int[] fromMiddle = {0, 267, 269, 270, 409, 291};
        for (int k = 1; k < fromMiddle.length; k++) {
            assertThat(moves(Blendshape.MOUTH_FROWN_LEFT, Blendshape.MOUTH_FROWN_RIGHT, fromMiddle[k], 1))
                    .as("down at %d", fromMiddle[k]).isLessThan(
                            moves(Blendshape.MOUTH_FROWN_LEFT, Blendshape.MOUTH_FROWN_RIGHT, fromMiddle[k - 1], 1));
        }
        float corner = moves(Blendshape.MOUTH_STRETCH_LEFT, Blendshape.MOUTH_STRETCH_RIGHT, 291, 0);
        assertThat(moves(Blendshape.MOUTH_STRETCH_LEFT, Blendshape.MOUTH_STRETCH_RIGHT, 267, 0) / corner)
                .isBetween(0.25f, 0.4f);
        assertThat(moves(Blendshape.MOUTH_STRETCH_LEFT, Blendshape.MOUTH_STRETCH_RIGHT, 270, 0) / corner)
                .isBetween(0.8f, 0.95f);
    }

    private static float moves(Blendshape left, Blendshape right, int vertex, int axis) {
        return Faces.MODEL.field(left)[3 * vertex + axis] + Faces.MODEL.field(right)[3 * vertex + axis];
    }

    /** Same length, so that only the named thing is wrong. */
    @ParameterizedTest
    @CsvSource({"basis.jawOpen, basis.jawOpeX, basis.jawOpen", "interior.part, interior.parX, interior.part",
        "'[468,3]', '[467,3]', vertices", "'[898,3]', '[899,3]', triangles", "F16, I16, basis.",
        "U16, X16, triangles"})
    void namesTheTensorThatIsWrong(String find, String replace, String named) {
        byte[] bytes = Faces.modelBytes();
        int length = (int) Long.reverseBytes(ByteBuffer.wrap(bytes).getLong());
        String header = new String(bytes, 8, length, StandardCharsets.UTF_8).replace(find, replace);
        System.arraycopy(header.getBytes(StandardCharsets.UTF_8), 0, bytes, 8, length);
        assertThatThrownBy(() -> FaceModel.read(ByteBuffer.wrap(bytes))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tensor " + named);
    }

    @Test
    void refusesWhatIsNotSafetensors() {
        assertThatThrownBy(() -> FaceModel.read(ByteBuffer.allocate(3))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a safetensors file");
        assertThatThrownBy(
                () -> FaceModel.read(ByteBuffer.wrap("GIF89a----------".getBytes(StandardCharsets.US_ASCII))))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("not a safetensors file");
        byte[] cut = java.util.Arrays.copyOf(Faces.modelBytes(), 100_000);
        assertThatThrownBy(() -> FaceModel.read(ByteBuffer.wrap(cut))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tensor ");
    }

    @Test
    void readsHalfFloats() {
        assertThat(SafeTensors.half((short) 0x3C00)).isEqualTo(1f);
        assertThat(SafeTensors.half((short) 0xC500)).isEqualTo(-5f);
        assertThat(SafeTensors.half((short) 0x0001)).isEqualTo(0x1p-24f);
        assertThat(SafeTensors.half((short) 0x7C00)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(SafeTensors.half((short) 0x7E00)).isNaN();
    }
}
