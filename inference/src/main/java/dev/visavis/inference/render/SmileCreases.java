package dev.visavis.inference.render;

import dev.visavis.inference.face.FaceModel;
import dev.visavis.inference.image.CoverageMask;
import dev.visavis.inference.image.Filters;
import dev.visavis.inference.image.Smooth;
import dev.visavis.inference.image.Texture;
import dev.visavis.inference.image.Yuv;
import dev.visavis.inference.motion.Blendshape;
import java.util.ArrayList;
import java.util.List;

/**
 * The creases that a smile draws on a photo's cheeks, from the nose's wings down past the mouth's corners: what is darker
 * than the skin on both sides of it. The texture has them softened, as the resting face has the smile taken back; they
 * come back with it. Immutable.
 */
public final class SmileCreases {
    /** Part of a whole smile's creases that goes with it; the rest are the person's. */
    private static final float SOFTENED = 0.9f;
    /** Smiles from this to that, as coefficients, have such. */
    private static final float LEAST_SMILE = 0.05f;
    private static final float WHOLE_SMILE = 0.3f;
    /** A smile over teeth has folds that a closed one has not: without the raised lip, by this much less of them. */
    private static final float CLOSED = 0.5f;
    /** Photos that raise the lip by this count as over teeth; below it, by degrees. */
    private static final float WHOLE_RAISE = 0.15f;
    /** Wider valleys than twice this are shade. */
    private static final float HALF_WIDTH_CM = 0.65f;
    private static final float GRAIN_CM = 0.04f;
    /** Creases that need more than this share of their luma are shadow, of another colour, and are softened by less. */
    private static final float MOST_LIGHT = 1.2f;
    private static final float SOFT_CM = 0.08f;
    /** Of a smile from this to that, steps of light between so fine and so wide are evened. */
    private static final float STEPS = 0.15f;
    private static final float ALL_STEPS = 0.8f;
    private static final float FINE_CM = 0.06f;
    private static final float WIDE_CM = 0.6f;
    /** The cheek's edge is blurred by this. */
    private static final float FEATHER_CM = 0.25f;
    /** Colour of the skin around, which lit creases take on, is averaged over this. */
    private static final float AROUND_CM = 0.4f;
    /**
     * The person's left cheek, canonical x y in cm: between eye, nose, mouth and jaw. A broad smile pushes its fold up to the
     * nose's wing and the mouth's corner.
     */
    private static final float[] CHEEK = {1.9f, -0.5f, 3f, 0.3f, 4.6f, 0.4f, 5.4f, -0.8f, 5.3f, -3.2f, 4.7f, -5f, 3.6f,
        -6f, 2.95f, -5.6f, 2.9f, -4.45f, 2.6f, -3.6f, 1.85f, -2.6f, 1.7f, -1.4f};

    /**
     * One cheek, a rectangle of the texture, its sides and place even.
     *
     * @param smile that draws its creases
     * @param worn how much of it the photo wears, above 0
     * @param raise that deepens them: the upper lip off the teeth
     * @param raised how much of it the photo wears
     * @param photo luma with creases
     * @param calm luma without
     * @param photoColour the texture's chroma with creases
     * @param calmColour likewise without
     */
    record Cheek(int x0, int y0, int width, Blendshape smile, float worn, Blendshape raise, float raised, byte[] photo,
            byte[] calm, byte[] photoColour, byte[] calmColour) {
        /**
         * How much of the photo's creases a face shows.
         *
         * @param weights by the blendshape's ordinal
         * @return 0..1
         */
        float share(float[] weights) {
            float smiles = Smooth.clamp(weights[smile.ordinal()] / worn, 0, 1);
            float closed = 1 - Smooth.clamp(weights[raise.ordinal()] / Math.max(raised, 1e-6f), 0, 1);
            return smiles * (1 - CLOSED * Smooth.clamp(raised / WHOLE_RAISE, 0, 1) * closed);
        }

        /**
         * @param luma of the texture's rows
         * @param chroma likewise
         * @param stride of both
         * @param share of the smile's creases in them, 0..256
         */
        void write(byte[] luma, byte[] chroma, int stride, int share) {
            mix(calm, photo, share, luma, stride, y0);
            mix(calmColour, photoColour, share, chroma, stride, y0 / 2);
        }

        private void mix(byte[] calm, byte[] photo, int share, byte[] out, int stride, int top) {
            for (int i = 0, o = top * stride + x0; i < photo.length; o += stride - width) {
                for (int end = i + width; i < end; i++, o++) {
                    int from = calm[i] & 0xFF;
                    out[o] = (byte) (from + (((photo[i] & 0xFF) - from) * share >> 8));
                }
            }
        }
    }

    private final List<Cheek> cheeks = new ArrayList<>();

    /**
     * Softens the texture.
     *
     * @param face 468 x 3 vertices as in the photo
     * @param scale frame pixels for one cm
     * @param worn the photo's expression, by the blendshape's ordinal
     */
    public SmileCreases(FaceModel model, Texture texture, float[] face, float scale, float[] worn) {
        for (boolean left : new boolean[] {true, false}) {
            Blendshape smile = left ? Blendshape.MOUTH_SMILE_LEFT : Blendshape.MOUTH_SMILE_RIGHT;
            Blendshape raise = left ? Blendshape.MOUTH_UPPER_UP_LEFT : Blendshape.MOUTH_UPPER_UP_RIGHT;
            float smiles = worn[smile.ordinal()];
            if (smiles > LEAST_SMILE) {
                float share = SOFTENED * Smooth.step(smiles, LEAST_SMILE, WHOLE_SMILE);
                Cheek cheek = cheek(outline(model, face, left), texture, scale * Texture.SCALE, smile, raise, worn,
                        share);
                cheek.write(texture.luma, texture.chroma, texture.width, 0);
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
    private static Cheek cheek(float[] outline, Texture texture, float scale, Blendshape smile, Blendshape raise,
            float[] worn, float share) {
        float smiles = worn[smile.ordinal()];
        float evened = share * Smooth.step(smiles, STEPS, ALL_STEPS);
        float[] low = {Float.MAX_VALUE, Float.MAX_VALUE};
        float[] high = {-Float.MAX_VALUE, -Float.MAX_VALUE};
        for (int i = 0; i < outline.length; i++) {
            outline[i] = i % 2 == 0 ? texture.texelX(outline[i]) : texture.texelY(outline[i]);
            low[i % 2] = Math.min(low[i % 2], outline[i]);
            high[i % 2] = Math.max(high[i % 2], outline[i]);
        }
        float pad = 2 * FEATHER_CM * scale;
        int x0 = Math.max(0, (int) (low[0] - pad)) & ~1;
        int y0 = Math.max(0, (int) (low[1] - pad)) & ~1;
        int width = Math.min(texture.width, (int) (high[0] + pad)) - x0 & ~1;
        int height = Math.min(texture.height, (int) (high[1] + pad)) - y0 & ~1;
        byte[] photo = crop(texture.luma, texture.width, x0, y0, width, height);
        float[] luma = new float[photo.length];
        for (int i = 0; i < photo.length; i++) {
            luma[i] = photo[i] & 0xFF;
        }
        luma = Filters.gaussian(luma, width, height, GRAIN_CM * scale);
        float[] mask = mask(outline, x0, y0, width, height, FEATHER_CM * scale);
        float[] valleys = valleys(luma, width, height, scale);
        float[] calm = new float[photo.length];
        for (int i = 0; i < photo.length; i++) {
            float own = Math.max(1, luma[i] - Yuv.BLACK);
            float light = MOST_LIGHT * own;
            float lift = light * (1 - (float) Math.exp(-share * mask[i] * valleys[i] / light));
            calm[i] = (photo[i] & 0xFF) + lift;
            valleys[i] = lift / (lift + own);
        }
        even(calm, mask, width, height, scale, evened);
        byte[] colour = crop(texture.chroma, texture.width, x0, y0 / 2, width, height / 2);
        return new Cheek(x0, y0, width, smile, smiles, raise, worn[raise.ordinal()], photo, bytes(calm), colour,
                calm(colour, valleys, mask, width, height, scale, evened));
    }

    /** Softens the step from a cheek's light to the shade below it: shade that is neither fine nor wide. */
    private static void even(float[] plane, float[] mask, int width, int height, float scale, float share) {
        float[] fine = smooth(plane, width, height, FINE_CM * scale);
        float[] wide = smooth(fine, width, height, WIDE_CM * scale);
        for (int i = 0; i < plane.length; i++) {
            plane[i] += share * mask[i] * (wide[i] - fine[i]);
        }
    }

    private static float[] smooth(float[] plane, int width, int height, float radius) {
        int r = Math.round(radius);
        return Filters.box(Filters.box(plane, width, height, r), width, height, r);
    }

    private static byte[] bytes(float[] plane) {
        byte[] out = new byte[plane.length];
        for (int i = 0; i < plane.length; i++) {
            out[i] = Yuv.toByte(plane[i]);
        }
        return out;
    }

    private static byte[] crop(byte[] plane, int stride, int x0, int y0, int width, int height) {
        byte[] out = new byte[width * height];
        for (int y = 0; y < height; y++) {
            System.arraycopy(plane, (y0 + y) * stride + x0, out, y * width, width);
        }
        return out;
    }

    /**
     * Colours in more light: shadow has less of the skin's, so those of the skin around come in as its light does.
     *
     * @param colour two bytes a texel, at half the resolution of the rest
     * @param lit part of each texel's new light that it did not have
     */
    private static byte[] calm(byte[] colour, float[] lit, float[] mask, int width, int height, float scale,
            float evened) {
        int w = width / 2;
        int h = height / 2;
        float[] weight = new float[w * h];
        float[] share = new float[w * h];
        float[] half = new float[w * h];
        for (int i = 0; i < weight.length; i++) {
            share[i] = lit[2 * (i / w) * width + 2 * (i % w)];
            half[i] = mask[2 * (i / w) * width + 2 * (i % w)];
            weight[i] = (float) Math.pow(1 - share[i], 4);
        }
        float sigma = AROUND_CM * scale / 2;
        float[] weights = Filters.gaussian(weight, w, h, sigma);
        byte[] out = new byte[colour.length];
        float[] plane = new float[w * h];
        for (int c = 0; c < 2; c++) {
            for (int i = 0; i < plane.length; i++) {
                plane[i] = weight[i] * (colour[2 * i + c] & 0xFF);
            }
            float[] around = Filters.gaussian(plane, w, h, sigma);
            for (int i = 0; i < plane.length; i++) {
                plane[i] = Smooth.mix(colour[2 * i + c] & 0xFF, around[i] / weights[i], share[i]);
            }
            even(plane, half, w, h, scale / 2, evened);
            for (int i = 0; i < plane.length; i++) {
                out[2 * i + c] = Yuv.toByte(plane[i]);
            }
        }
        return out;
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
