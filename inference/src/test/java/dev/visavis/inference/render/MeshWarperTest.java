package dev.visavis.inference.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.visavis.inference.I420Frame;
import dev.visavis.inference.image.Texture;
import dev.visavis.inference.image.YuvImage;
import org.junit.jupiter.api.Test;

/** Single triangles of a small texture. */
class MeshWarperTest {
    private static final int SIDE = 64;
    private static final float[] PHOTO = {6, 6, 0, 50, 8, 0, 30, 52, 0};

    @Test
    void theShortWayForThePhotosOwnLightGivesTheSamePicture() {
        float[] turned = {9, 12, 0, 45, 5, 0, 25, 50, 0};
        for (TriangleCover cover : new TriangleCover[] {TriangleCover.ALL, TriangleCover.SOME}) {
            I420Frame plain = draw(turned, cover, 1);
            I420Frame lit = draw(turned, cover, 1 + 1e-4f);
            assertThat(plain.y()).contains((byte) 100).isEqualTo(lit.y());
            assertThat(plain.u()).isEqualTo(lit.u());
            assertThat(plain.v()).isEqualTo(lit.v());
        }
    }

    @Test
    void aSliverWhoseGradientsLeadFarOutOfTheTextureIsCutToIt() {
        float[] sliver = {10.5f, 10.51f, 0, 40, 10.5105f, 0, 25, 10.5104f, 0};
        assertThat(draw(sliver, TriangleCover.ALL, 1).y()[10 * SIDE + 10]).as("its upper left corner")
                .isEqualTo((byte) 40);
    }

    /** Luma grows from 40 at the texture's upper left corner by half a level a texel; the frame is black. */
    private static I420Frame draw(float[] moved, TriangleCover cover, float light) {
        YuvImage image = new YuvImage(2 * SIDE, 2 * SIDE);
        for (int i = 0; i < image.planes[0].length; i++) {
            image.planes[0][i] = 40 + (i % image.width + i / image.width) / 2;
            image.planes[1][i] = 90 + i % image.width / 4;
            image.planes[2][i] = 160 - i / image.width / 4;
        }
        byte[] covers = new byte[SIDE * SIDE];
        for (int i = 0; i < covers.length; i++) {
            covers[i] = (byte) (cover == TriangleCover.ALL ? 255 : Math.min(255, 8 * (i % SIDE)));
        }
        Texture texture = new Texture(image, 0, 0, covers);
        I420Frame frame = new I420Frame(SIDE, SIDE);
        new MeshWarper(texture, texture.luma, texture.chroma, new int[] {0, 1, 2}, new TriangleCover[] {cover}, PHOTO)
                .draw(moved, new float[] {light, light, light}, frame);
        return frame;
    }
}
