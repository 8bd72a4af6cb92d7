package dev.visavis.inference.render;

import dev.visavis.inference.face.FaceModel;
import dev.visavis.inference.image.CoverageMask;
import dev.visavis.inference.image.Filters;
import dev.visavis.inference.image.Smooth;
import dev.visavis.inference.image.Texture;
import dev.visavis.inference.image.Yuv;
import dev.visavis.inference.image.YuvImage;
import dev.visavis.inference.motion.Blendshape;
import java.util.ArrayList;
import java.util.List;

/**
 * The creases that a smile draws on a photo's cheeks, from the nose's wings down past the mouth's corners: what is darker
 * than the skin on both sides of it. The texture has them softened, as the resting face has the smile taken back; they
 * come back with it. Luma only. Immutable.
 */
public final class SmileCreases {
    /** Part of a whole smile's creases that goes with it; the rest are the person's. */
    private static final float SOFTENED = 0.8f;
    /** Smiles from this to that, as coefficients, have such. */
    private static final float LEAST_SMILE = 0.05f;
    private static final float WHOLE_SMILE = 0.3f;
    /** Wider valleys than twice this are shade. */
    private static final float HALF_WIDTH_CM = 0.5f;
    private static final float GRAIN_CM = 0.07f;
    /** Creases that need more than this share of their luma are shadow, of another colour, and are softened by less. */
    private static final float MOST_LIGHT = 0.4f;
    private static final float SOFT_CM = 0.16f;
    /** The cheek's edge is blurred by this. */
    private static final float FEATHER_CM = 0.25f;
    /** The person's left cheek, canonical x y in cm: between eye, nose, mouth and jaw. */
    private static final float[] CHEEK = {2f, -0.6f, 3f, 0.3f, 4.6f, 0.4f, 5.4f, -0.8f, 5.3f, -3.2f, 4.7f, -5f, 3.6f,
        -6f, 3f, -5.6f, 3.1f, -4.6f, 2.95f, -3.6f, 2.4f, -2.7f, 2.1f, -1.5f};

    /**
     * One cheek, a rectangle of the texture.
     *
     * @param smile that draws its creases
     * @param worn how much of it the photo wears, above 0
     * @param photo luma with creases
     * @param calm luma without
     */
    record Cheek(int x0, int y0, int width, Blendshape smile, float worn, byte[] photo, byte[] calm) {
        /** @param share of the smile's creases in {@code luma}, of the texture's rows, 0..256 */
        void write(byte[] luma, int stride, int share) {
            for (int i = 0; i < photo.length; i++) {
                int from = calm[i] & 0xFF;
                int mixed = from + (((photo[i] & 0xFF) - from) * share >> 8);
                luma[(y0 + i / width) * stride + x0 + i % width] = (byte) mixed;
            }
        }
    }

    private final List<Cheek> cheeks = new ArrayList<>();

    /**
     * Softens the texture.
     *
     * @param image the texture's picture
     * @param face 468 x 3 vertices as in the photo
     * @param scale frame pixels for one cm
     * @param worn the photo's expression, by the blendshape's ordinal
     */
    public SmileCreases(FaceModel model, YuvImage image, Texture texture, float[] face, float scale, float[] worn) {
        for (boolean left : new boolean[] {true, false}) {
            Blendshape smile = left ? Blendshape.MOUTH_SMILE_LEFT : Blendshape.MOUTH_SMILE_RIGHT;
            float smiles = worn[smile.ordinal()];
            if (smiles > LEAST_SMILE) {
                float share = SOFTENED * Smooth.step(smiles, LEAST_SMILE, WHOLE_SMILE);
                Cheek cheek = cheek(outline(model, face, left), image, texture, scale * Texture.SCALE, smile, smiles,
                        share);
                cheek.write(texture.luma, texture.width, 0);
                cheeks.add(cheek);
            }
        }
    }

    List<Cheek> cheeks() {
        return cheeks;
    }

    /** x y in the frame of each of the cheek's corners. */
    private static float[] outline(FaceModel model, float[] face, boolean left) {
        float[] out = new float[CHEEK.length];
        int[] corners = new int[3];
        float[] shares = new float[3];
        for (int i = 0; i < out.length; i += 2) {
            model.locate(left ? CHEEK[i] : -CHEEK[i], CHEEK[i + 1], corners, shares, 0);
            for (int k = 0; k < 3; k++) {
                out[i] += shares[k] * face[3 * corners[k]];
                out[i + 1] += shares[k] * face[3 * corners[k] + 1];
            }
        }
        return out;
    }

    /** @param scale texels for one cm */
    private static Cheek cheek(float[] outline, YuvImage image, Texture texture, float scale,
            Blendshape smile, float worn, float share) {
        float[] low = {Float.MAX_VALUE, Float.MAX_VALUE};
        float[] high = {-Float.MAX_VALUE, -Float.MAX_VALUE};
        for (int i = 0; i < outline.length; i++) {
            outline[i] = i % 2 == 0 ? texture.texelX(outline[i]) : texture.texelY(outline[i]);
            low[i % 2] = Math.min(low[i % 2], outline[i]);
            high[i % 2] = Math.max(high[i % 2], outline[i]);
        }
        float pad = 2 * FEATHER_CM * scale;
        int x0 = Math.max(0, (int) (low[0] - pad));
        int y0 = Math.max(0, (int) (low[1] - pad));
        int width = Math.min(texture.width, (int) (high[0] + pad)) - x0;
        int height = Math.min(texture.height, (int) (high[1] + pad)) - y0;
        float[] mask = mask(outline, x0, y0, width, height, FEATHER_CM * scale);
        float[] luma = Filters.gaussian(image.crop(x0, y0, width, height).planes[0], width, height, GRAIN_CM * scale);
        float[] valleys = valleys(luma, width, height, scale);
        float most = 0;
        for (int i = 0; i < luma.length; i++) {
            valleys[i] *= mask[i];
            most = Math.max(most, valleys[i] / Math.max(1, luma[i] - Yuv.BLACK));
        }
        float softened = share * Math.min(1, MOST_LIGHT / most);
        byte[] photo = new byte[width * height];
        byte[] calm = new byte[photo.length];
        for (int i = 0; i < photo.length; i++) {
            photo[i] = texture.luma[(y0 + i / width) * texture.width + x0 + i % width];
            calm[i] = Yuv.toByte((photo[i] & 0xFF) + softened * valleys[i]);
        }
        return new Cheek(x0, y0, width, smile, worn, photo, calm);
    }

    private static float[] mask(float[] outline, int x0, int y0, int width, int height, float feather) {
        float[] out = new float[width * height];
        CoverageMask mask = new CoverageMask(out.length);
        mask.begin(0, 0, width, height);
        int n = outline.length;
        for (int i = 0; i < n; i += 2) {
            mask.edge(outline[i] - x0, outline[i + 1] - y0, outline[(i + 2) % n] - x0, outline[(i + 3) % n] - y0);
        }
        mask.end(out);
        return Filters.gaussian(out, width, height, feather);
    }

    /** By how much a closing (the largest nearby, then the least of that nearby) lies above the skin. */
    private static float[] valleys(float[] luma, int width, int height, float scale) {
        int radius = Math.round(HALF_WIDTH_CM * scale);
        float[] dark = Filters.dilate(luma, width, height, radius);
        for (int i = 0; i < dark.length; i++) {
            dark[i] = 255 - dark[i];
        }
        dark = Filters.dilate(dark, width, height, radius);
        for (int i = 0; i < dark.length; i++) {
            dark[i] = 255 - dark[i] - luma[i];
        }
        return Filters.gaussian(dark, width, height, SOFT_CM * scale);
    }
}
