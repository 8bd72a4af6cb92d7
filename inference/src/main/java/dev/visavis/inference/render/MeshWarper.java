package dev.visavis.inference.render;

import dev.visavis.inference.I420Frame;
import dev.visavis.inference.image.Smooth;
import dev.visavis.inference.image.Texture;
import dev.visavis.inference.image.Yuv;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Draws the moved mesh with the person's texture over the background that the frame holds, straight into its planes:
 * luma at full resolution, then chroma at half. Triangles come back to front; those without any person are left out,
 * those of nothing else are drawn without looking at coverage; those turned over are drawn too, or small folds at lips
 * and lids would tear. Pixel centres lie at +0.5. One per decoder.
 */
public final class MeshWarper {
    /** Overlap of neighbouring triangles in pixels, against cracks from rounding. */
    private static final float OVERLAP = 1 / 64f;
    private static final int ONE = 1 << 16;
    /** Two neighbouring texels in one load, the left one in the low byte. */
    private static final VarHandle PAIR = MethodHandles.byteArrayViewVarHandle(short[].class,
            ByteOrder.LITTLE_ENDIAN);
    /** Two neighbours of two bytes each. */
    private static final VarHandle FOUR = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    /** 1 as a factor of the light, and black, in the loops. */
    private static final int LIGHT = 1 << 20;
    private static final int BLACK = (int) Yuv.BLACK << 8;
    private static final int GREY = (int) Yuv.GREY;
    /** Of a pixel that is all person: 255 times 256. */
    private static final int COVERED = 65_280;
    /** Rows of a triangle that is so many texels within the texture need not be cut to it, */
    private static final float MARGIN = 4;
    /** where a pixel is fewer texels than this: rows begin up to 1/32 pixel outside their triangle, slivers' anywhere. */
    private static final float STRIDE = 32;

    private final Texture texture;
    private final byte[] luma;
    private final byte[] chroma;
    private final int[] triangles;
    private final TriangleCover[] covers;
    /** Whether each triangle lies within the texture, by {@link #MARGIN}. */
    private final boolean[] within;
    private final float[] photoX;
    private final float[] photoY;

    // The triangle at hand: texel position = u + ux * x + uy * y, likewise v, 16 fraction bits in the loops.
    private float u;
    private float ux;
    private float uy;
    private float v;
    private float vx;
    private float vy;
    /** The same from one pixel to the next, as the loops count it. */
    private int du;
    private int dv;
    /** Its rows of pixels from top down to bottom, which is none of them: each from left to right, which is none of it. */
    private int top;
    private int bottom;
    private int[] left = {};
    private int[] right = {};
    /** Its rows stay within the texture. */
    private boolean stays;
    /** Its light is the photo's: hair and body. */
    private boolean plain;
    /** Light of the triangle at hand: gain = g + gx * x + gy * y. */
    private float g;
    private float gx;
    private float gy;
    private int dg;

    /**
     * @param luma of the texture
     * @param chroma likewise
     * @param covers what each triangle shows, in order
     * @param source x y z of every vertex as in the photo
     */
    public MeshWarper(Texture texture, byte[] luma, byte[] chroma, int[] triangles, TriangleCover[] covers,
            float[] source) {
        this.texture = texture;
        this.luma = luma;
        this.chroma = chroma;
        this.triangles = triangles;
        this.covers = covers;
        photoX = new float[source.length / 3];
        photoY = new float[source.length / 3];
        for (int i = 0; i < photoX.length; i++) {
            photoX[i] = source[3 * i];
            photoY[i] = source[3 * i + 1];
        }
        within = new boolean[triangles.length / 3];
        for (int t = 0; t < within.length; t++) {
            within[t] = isWithin(triangles[3 * t]) && isWithin(triangles[3 * t + 1]) && isWithin(triangles[3 * t + 2]);
        }
    }

    private boolean isWithin(int vertex) {
        float x = texture.texelX(photoX[vertex]);
        float y = texture.texelY(photoY[vertex]);
        return x > MARGIN && x < texture.width - 1 - MARGIN && y > MARGIN && y < texture.height - 1 - MARGIN;
    }

    /**
     * @param moved x y z of every vertex in the frame
     * @param light on every vertex, 1 as in the photo: a factor of its colour over black
     * @param frame holds the background; the person is drawn over it
     */
    public void draw(float[] moved, float[] light, I420Frame frame) {
        if (left.length < frame.height()) {
            left = new int[frame.height()];
            right = new int[frame.height()];
        }
        for (int t = 0; t < triangles.length; t += 3) {
            TriangleCover cover = covers[t / 3];
            if (cover == TriangleCover.NONE) {
                continue;
            }
            int a = triangles[t];
            int b = triangles[t + 1];
            int c = triangles[t + 2];
            float ax = moved[3 * a];
            float ay = moved[3 * a + 1];
            float bx = moved[3 * b];
            float by = moved[3 * b + 1];
            float cx = moved[3 * c];
            float cy = moved[3 * c + 1];
            float area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
            if (Math.abs(area) > 1e-3f) {
                gradients(a, b, c, ax, ay, bx - ax, by - ay, cx - ax, cy - ay, 1 / area);
                gx = ((light[b] - light[a]) * (cy - ay) - (light[c] - light[a]) * (by - ay)) / area;
                gy = ((light[c] - light[a]) * (bx - ax) - (light[b] - light[a]) * (cx - ax)) / area;
                g = light[a] - gx * ax - gy * ay;
                dg = (int) (gx * LIGHT);
                plain = light[a] == 1 && light[b] == 1 && light[c] == 1;
                stays = within[t / 3] && Math.max(Math.max(Math.abs(ux), Math.abs(uy)),
                        Math.max(Math.abs(vx), Math.abs(vy))) < STRIDE;
                findRows(ax, ay, bx, by, cx, cy, frame.width(), frame.height());
                if (cover == TriangleCover.SOME) {
                    blendLuma(frame.y(), frame.width());
                } else {
                    fillLuma(frame.y(), frame.width());
                }
                findRows(ax / 2, ay / 2, bx / 2, by / 2, cx / 2, cy / 2, frame.width() / 2, frame.height() / 2);
                if (cover == TriangleCover.SOME) {
                    blendChroma(frame);
                } else {
                    fillChroma(frame);
                }
            }
        }
    }

    private void gradients(int a, int b, int c, float ax, float ay, float bdx, float bdy, float cdx, float cdy,
            float perArea) {
        float bu = photoX[b] - photoX[a];
        float cu = photoX[c] - photoX[a];
        float bv = photoY[b] - photoY[a];
        float cv = photoY[c] - photoY[a];
        ux = (bu * cdy - cu * bdy) * perArea * Texture.SCALE;
        uy = (cu * bdx - bu * cdx) * perArea * Texture.SCALE;
        vx = (bv * cdy - cv * bdy) * perArea * Texture.SCALE;
        vy = (cv * bdx - bv * cdx) * perArea * Texture.SCALE;
        u = texture.texelX(photoX[a]) - ux * ax - uy * ay;
        v = texture.texelY(photoY[a]) - vx * ax - vy * ay;
        du = (int) (ux * ONE);
        dv = (int) (vx * ONE);
    }

    /** A triangle's rows between its long edge and its two short ones. */
    private void findRows(float ax, float ay, float bx, float by, float cx, float cy, int width, int height) {
        // Corners in order of height: at most three calls deep.
        if (by < ay) {
            findRows(bx, by, ax, ay, cx, cy, width, height);
            return;
        }
        if (cy < by) {
            findRows(ax, ay, cx, cy, bx, by, width, height);
            return;
        }
        top = Math.max(0, ceil(ay - 0.5f - OVERLAP));
        bottom = Math.min(height, ceil(cy - 0.5f + OVERLAP));
        float longSlope = (cx - ax) / Math.max(cy - ay, 1e-6f);
        float topSlope = (bx - ax) / Math.max(by - ay, 1e-6f);
        float lowSlope = (cx - bx) / Math.max(cy - by, 1e-6f);
        int[] left = this.left;
        int[] right = this.right;
        for (int y = top; y < bottom; y++) {
            float at = Smooth.clamp(y + 0.5f, ay, cy);
            float p = ax + (at - ay) * longSlope;
            float q = at < by ? ax + (at - ay) * topSlope : bx + (at - by) * lowSlope;
            left[y] = Math.max(0, ceil((p < q ? p : q) - 0.5f - OVERLAP));
            right[y] = Math.min(width, ceil((p < q ? q : p) - 0.5f + OVERLAP));
        }
    }

    /** As {@link Math#ceil}, of what is far within an int's range. */
    private static int ceil(float x) {
        int down = (int) x;
        return down < x ? down + 1 : down;
    }

    private void fillLuma(byte[] out, int width) {
        byte[] texels = luma;
        int stride = texture.width;
        int limitU = (stride - 2 << 16) + 0xFFFF;
        int limitV = (texture.height - 2 << 16) + 0xFFFF;
        int du = this.du;
        int dv = this.dv;
        int dg = this.dg;
        for (int y = top; y < bottom; y++) {
            float x = left[y] + 0.5f;
            float yy = y + 0.5f;
            int fu = (int) ((u + ux * x + uy * yy - 0.5f) * ONE);
            int fv = (int) ((v + vx * x + vy * yy - 0.5f) * ONE);
            int i = y * width + left[y];
            int end = y * width + right[y];
            if (stays && plain) {
                for (; i < end; i++, fu += du, fv += dv) {
                    out[i] = (byte) (texel(texels, stride, fu, fv) + 0x80 >> 8);
                }
                continue;
            }
            int fg = light(x, yy);
            if (stays) {
                for (; i < end; i++, fu += du, fv += dv, fg += dg) {
                    out[i] = (byte) (lit(texel(texels, stride, fu, fv), fg) + 0x80 >> 8);
                }
                continue;
            }
            for (; i < end; i++, fu += du, fv += dv, fg += dg) {
                int cu = Math.max(0, Math.min(limitU, fu));
                int cv = Math.max(0, Math.min(limitV, fv));
                out[i] = (byte) (lit(texel(texels, stride, cu, cv), fg) + 0x80 >> 8);
            }
        }
    }

    /** 256 times the luma at a position, rounded down. */
    private static int texel(byte[] texels, int stride, int u, int v) {
        int rows = across(texels, (v >> 16) * stride + (u >> 16), stride, u >> 8 & 0xFF);
        int top = rows & 0xFFFF;
        return (top << 8) + ((rows >>> 16) - top) * (v >> 8 & 0xFF) >> 8;
    }

    /** As luma, two planes at once; the texel coordinates halve twice over: chroma frame to chroma texture. */
    private void fillChroma(I420Frame frame) {
        byte[] outU = frame.u();
        byte[] outV = frame.v();
        int width = frame.width() / 2;
        byte[] texels = chroma;
        int stride = texture.chromaWidth;
        int limitU = (stride - 2 << 16) + 0xFFFF;
        int limitV = (texture.chromaHeight - 2 << 16) + 0xFFFF;
        int du = this.du;
        int dv = this.dv;
        int dg = 2 * this.dg;
        boolean stays = this.stays;
        for (int y = top; y < bottom; y++) {
            float x = 2 * left[y] + 1;
            float yy = 2 * y + 1;
            int fu = (int) (((u + ux * x + uy * yy) / 2 - 0.5f) * ONE);
            int fv = (int) (((v + vx * x + vy * yy) / 2 - 0.5f) * ONE);
            int i = y * width + left[y];
            int end = y * width + right[y];
            if (stays && plain) {
                for (; i < end; i++, fu += du, fv += dv) {
                    int sum = colour(texels, stride, fu, fv);
                    outU[i] = (byte) (sum >>> 24);
                    outV[i] = (byte) (sum >>> 8);
                }
                continue;
            }
            int fg = light(x, yy);
            for (; i < end; i++, fu += du, fv += dv, fg += dg) {
                int cu = stays ? fu : Math.max(0, Math.min(limitU, fu));
                int cv = stays ? fv : Math.max(0, Math.min(limitV, fv));
                int sum = colour(texels, stride, cu, cv);
                outU[i] = (byte) litColour(sum >>> 24, fg);
                outV[i] = (byte) litColour(sum >>> 8 & 0xFF, fg);
            }
        }
    }

    /** As {@link #fillLuma}, over what is there already; a pixel of the background costs no more than its coverage. */
    private void blendLuma(byte[] out, int width) {
        byte[] texels = luma;
        byte[] cover = texture.cover;
        int stride = texture.width;
        int coverStride = texture.chromaWidth;
        int limitU = (coverStride - 2 << 16) + 0xFFFF;
        int limitV = (texture.chromaHeight - 2 << 16) + 0xFFFF;
        // Coverage has half the luma's resolution, so its own position leads: luma texel = 2 * it + 0.5.
        int du = this.du / 2;
        int dv = this.dv / 2;
        int dg = this.dg;
        boolean stays = this.stays;
        boolean plain = this.plain;
        for (int y = top; y < bottom; y++) {
            float x = left[y] + 0.5f;
            float yy = y + 0.5f;
            int fu = (int) (((u + ux * x + uy * yy) / 2 - 0.5f) * ONE);
            int fv = (int) (((v + vx * x + vy * yy) / 2 - 0.5f) * ONE);
            int fg = light(x, yy);
            int end = y * width + right[y];
            for (int i = y * width + left[y]; i < end; i++, fu += du, fv += dv, fg += dg) {
                int cu = stays ? fu : Math.max(0, Math.min(limitU, fu));
                int cv = stays ? fv : Math.max(0, Math.min(limitV, fv));
                int o = (cv >> 16) * coverStride + (cu >> 16);
                int covered = covered(cover, o, coverStride, cu >> 8 & 0xFF, cv >> 8 & 0xFF);
                if (covered < 128) {
                    continue;
                }
                int lu = 2 * cu + ONE / 2;
                int lv = 2 * cv + ONE / 2;
                int texel = bilinear(texels, (lv >> 16) * stride + (lu >> 16), stride, lu >> 8 & 0xFF, lv >> 8 & 0xFF);
                int luma = plain ? texel : lit(texel, fg);
                if (covered < COVERED) {
                    int under = (out[i] & 0xFF) << 8;
                    luma = under + (int) ((luma - under) * (long) covered / COVERED);
                }
                out[i] = (byte) (luma + 0x80 >> 8);
            }
        }
    }

    /** The triangle's light at a row's first pixel, as the loops count it. */
    private int light(float x, float y) {
        return (int) ((g + gx * x + gy * y) * LIGHT);
    }

    /** Luma in that light; both of it times 256. */
    private static int lit(int luma, int light) {
        int value = BLACK + ((luma - BLACK) * (light >> 8) >> 12);
        return Math.max(0, Math.min(0xFF00, value));
    }

    private static int litColour(int colour, int light) {
        return GREY + ((colour - GREY) * (light >> 8) + 0x800 >> 12);
    }

    /** 256 times the value. */
    private static int bilinear(byte[] plane, int o, int stride, int wu, int wv) {
        int rows = across(plane, o, stride, wu);
        int top = rows & 0xFFFF;
        return (top << 8) + ((rows >>> 16) - top) * wv + 0x80 >> 8;
    }

    /** The person's share, {@link #COVERED} of all. Most places have either all of it or nothing around them. */
    private static int covered(byte[] cover, int o, int stride, int wu, int wv) {
        int four = four(cover, o, stride);
        if (four == 0 || four == -1) {
            return COVERED & four;
        }
        return bilinear(cover, o, stride, wu, wv);
    }

    /** 256 times the values between two neighbours, of a row in the low half and of the row below it in the high one. */
    private static int across(byte[] plane, int o, int stride, int wu) {
        int four = four(plane, o, stride);
        return (four & 0xFF00FF) * (256 - wu) + (four >>> 8 & 0xFF00FF) * wu;
    }

    /** A texel, its right neighbour and the two below them. */
    private static int four(byte[] plane, int o, int stride) {
        return (short) PAIR.get(plane, o) & 0xFFFF | (short) PAIR.get(plane, o + stride) << 16;
    }

    /** 256 times U at a position in the high half, 256 times V in the low one; both with a half to round by. */
    private static int colour(byte[] texels, int stride, int u, int v) {
        int o = 2 * ((v >> 16) * stride + (u >> 16));
        int top = (int) FOUR.get(texels, o);
        int low = (int) FOUR.get(texels, o + 2 * stride);
        int wu = u >> 12 & 0xF;
        int wv = v >> 12 & 0xF;
        int d = wu * wv;
        return apart(top) * (256 - 16 * wu - 16 * wv + d) + apart(top >>> 16) * (16 * wu - d)
                + apart(low) * (16 * wv - d) + apart(low >>> 16) * d + 0x800080;
    }

    /** The low two bytes, each in a half of its own. */
    private static int apart(int pair) {
        return (pair & 0xFF00) << 8 | pair & 0xFF;
    }

    private void blendChroma(I420Frame frame) {
        byte[] outU = frame.u();
        byte[] outV = frame.v();
        int width = frame.width() / 2;
        byte[] texels = chroma;
        int stride = texture.chromaWidth;
        int limitU = (stride - 2 << 16) + 0xFFFF;
        int limitV = (texture.chromaHeight - 2 << 16) + 0xFFFF;
        int du = this.du;
        int dv = this.dv;
        int dg = 2 * this.dg;
        boolean stays = this.stays;
        for (int y = top; y < bottom; y++) {
            float x = 2 * left[y] + 1;
            float yy = 2 * y + 1;
            int fu = (int) (((u + ux * x + uy * yy) / 2 - 0.5f) * ONE);
            int fv = (int) (((v + vx * x + vy * yy) / 2 - 0.5f) * ONE);
            int fg = light(x, yy);
            int end = y * width + right[y];
            for (int i = y * width + left[y]; i < end; i++, fu += du, fv += dv, fg += dg) {
                int cu = stays ? fu : Math.max(0, Math.min(limitU, fu));
                int cv = stays ? fv : Math.max(0, Math.min(limitV, fv));
                int o = (cv >> 16) * stride + (cu >> 16);
                int covered = covered(texture.cover, o, stride, cu >> 8 & 0xFF, cv >> 8 & 0xFF);
                if (covered < 128) {
                    continue;
                }
                int sum = colour(texels, stride, cu, cv);
                int underU = outU[i] & 0xFF;
                int underV = outV[i] & 0xFF;
                outU[i] = (byte) (underU + ((litColour(sum >>> 24, fg) - underU) * covered + COVERED / 2) / COVERED);
                outV[i] = (byte) (underV
                        + ((litColour(sum >>> 8 & 0xFF, fg) - underV) * covered + COVERED / 2) / COVERED);
            }
        }
    }
}
