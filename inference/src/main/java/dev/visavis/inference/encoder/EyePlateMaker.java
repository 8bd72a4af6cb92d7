package dev.visavis.inference.encoder;

import dev.visavis.inference.face.FaceTopology;
import dev.visavis.inference.image.Filters;
import dev.visavis.inference.image.LeastSquares;
import dev.visavis.inference.image.Outline;
import dev.visavis.inference.image.Smooth;
import dev.visavis.inference.image.Texture;
import dev.visavis.inference.image.Yuv;
import dev.visavis.inference.image.YuvImage;
import dev.visavis.inference.render.EyePlate;

/** Makes the {@link EyePlate} of an eye from the photo's own pixels. */
final class EyePlateMaker {
    /** Iris landmarks lie on its rim's inside. */
    private static final float RIM = 1.03f;
    private static final double SLOPE_PENALTY = 0.4;
    /** How far an iris stands before the margin of the upper lid: with it, a turning head's eyes seem to look ahead. */
    private static final float BULGE_CM = 0.3f;
    /** So far below an eye its cheek shows the skin's grain. */
    private static final float GRAIN_CM = 1.7f;
    /** Luma; more is a crease, a lash or glasses. */
    private static final float MOST_GRAIN = 8;
    /** A closed lid's luma over its cheek's. */
    private static final float LID_OVER_CHEEK = 0.82f;
    /** Fewer texels of white than this say nothing. */
    private static final int LEAST_WHITE = 30;
    /** Part of the opening, below its upper lid, that lies in the lid's shadow. */
    private static final float SHADED = 0.35f;
    /** Rings that an iris is measured in, and its rim's luma over that of the ring within. */
    private static final int RINGS = 9;
    private static final float RIM_LUMA = 0.8f;
    private static final int LEAST_OF_RING = 6;
    /** Luma of lashes over that of the lid, at most and at least: darker is a line of ink. */
    private static final float LASH_LUMA = 0.3f;
    private static final float INK_LUMA = 0.2f;
    private final YuvImage image;
    private final Texture grid;
    private final float[] lids;
    private final float pixelsPerCm;
    private final FaceTopology.Eye eye;
    private final float centreX;
    private final float centreY;
    private final float radius;
    private final float opening;
    private int x0;
    private int y0;
    private int width;
    private int height;
    private final YuvImage photo;
    /** Where the photo surely shows the eyeball. */
    private final boolean[] seen;
    /** The white that the photo shows. */
    private final boolean[] known;

    /**
     * @param image the texture's picture
     * @param points 478 landmarks in the frame
     * @param lids 468 vertices in the frame, lid margins corrected
     */
    EyePlateMaker(YuvImage image, Texture grid, float[] points, float[] lids, float pixelsPerCm,
            FaceTopology.Eye eye) {
        this.image = image;
        this.grid = grid;
        this.lids = lids;
        this.pixelsPerCm = pixelsPerCm;
        this.eye = eye;
        radius = irisRadius(points, eye);
        centreX = points[3 * eye.iris()];
        centreY = points[3 * eye.iris() + 1];
        float gap = 0;
        for (int j = 0; j < eye.upper().length; j++) {
            gap += (lids[3 * eye.lower()[j] + 1] - lids[3 * eye.upper()[j] + 1]) / eye.upper().length;
        }
        opening = Math.max(1, gap);
        box(1.1f * pixelsPerCm);
        photo = image.crop(x0, y0, width, height);
        seen = new boolean[width * height];
        known = new boolean[seen.length];
        float[] eroded = Filters.gaussian(coverage(0, 0, 0), width, height, Texture.SCALE);
        for (int i = 0; i < seen.length; i++) {
            seen[i] = eroded[i] > 0.93f;
            known[i] = seen[i] && Math.hypot(dx(i), dy(i)) > 1.22;
        }
    }

    /** Mean radius of an eye's iris in the landmarks' unit. */
    static float irisRadius(float[] points, FaceTopology.Eye eye) {
        float sum = 0;
        for (int i = 1; i <= 4; i++) {
            int p = 3 * (eye.iris() + i);
            sum += (float) Math.hypot(points[p] - points[3 * eye.iris()], points[p + 1] - points[3 * eye.iris() + 1]);
        }
        return sum / 4 * RIM;
    }

    /** @param other the person's other eye, whose white is the same */
    EyePlate make(EyePlateMaker other) {
        float depth = 0;
        for (int u : eye.upper()) {
            depth += lids[3 * u + 2] / eye.upper().length;
        }
        float[] cover = coverage(0, 0, 0);
        YuvImage visible = new YuvImage(width, height);
        System.arraycopy(Filters.gaussian(cover, width, height, 0.8f * Texture.SCALE), 0, visible.planes[0], 0,
                cover.length);
        YuvImage lid = lid();
        return new EyePlate(eye, x0, y0, photo, sclera(other), iris(), lid, lashes(lid), visible, centreX, centreY,
                radius, opening, depth + BULGE_CM * pixelsPerCm);
    }

    private void box(float pad) {
        float[] bounds = {Float.MAX_VALUE, Float.MAX_VALUE, -Float.MAX_VALUE, -Float.MAX_VALUE};
        for (int[] ids : new int[][] {eye.upper(), eye.lower(), {eye.cornerA(), eye.cornerB()}}) {
            for (int id : ids) {
                for (int k = 0; k < 2; k++) {
                    bounds[k] = Math.min(bounds[k], lids[3 * id + k]);
                    bounds[2 + k] = Math.max(bounds[2 + k], lids[3 * id + k]);
                }
            }
        }
        x0 = (int) grid.texelX(bounds[0] - pad);
        y0 = (int) grid.texelY(bounds[1] - pad);
        width = (int) grid.texelX(bounds[2] + pad) - x0;
        height = (int) grid.texelY(bounds[3] + pad) - y0;
    }

    /** Area inside the lid margins, the upper raised, the lower lowered, the corners widened by so many pixels. */
    private float[] coverage(float raise, float lower, float widen) {
        int n = eye.upper().length;
        Outline outline = new Outline(2 * n + 2, n + 1);
        float toA = eye.left() ? widen : -widen;
        put(outline, 0, eye.cornerA(), toA, 0);
        put(outline, n + 1, eye.cornerB(), -toA, 0);
        for (int j = 0; j < n; j++) {
            put(outline, 1 + j, eye.upper()[j], 0, -raise);
            put(outline, 2 * n + 1 - j, eye.lower()[j], 0, lower);
        }
        return outline.coverage(width, height);
    }

    private void put(Outline outline, int i, int id, float right, float down) {
        outline.set(i, grid.texelX(lids[3 * id] + right) - x0, grid.texelY(lids[3 * id + 1] + down) - y0);
    }

    /** Position of a texel from the iris centre, in iris radii. */
    private float dx(int i) {
        return ((i % width + 0.5f + x0) - grid.texelX(centreX)) / (radius * Texture.SCALE);
    }

    private float dy(int i) {
        return ((i / width + 0.5f + y0) - grid.texelY(centreY)) / (radius * Texture.SCALE);
    }

    /**
     * A smooth fit over the white that the photo shows, half-way to the other eye's, for eyes of which one shines look
     * past each other; and the white itself where it is known and fits.
     */
    private YuvImage sclera(EyePlateMaker other) {
        YuvImage plate = fittedWhite();
        YuvImage theirs = other.fittedWhite();
        if (plate == null && theirs == null) {
            plate = new YuvImage(width, height);
            fill(plate, Filters.percentile(photo.planes[0], seen, 0.9f, 150), Yuv.GREY, Yuv.GREY);
            return plate;
        }
        if (plate == null) {
            plate = new YuvImage(width, height);
            fill(plate, other.below(theirs, 0), other.below(theirs, 1), other.below(theirs, 2));
        } else if (theirs != null) {
            for (int c = 0; c < 3; c++) {
                float shift = (other.below(theirs, c) - below(plate, c)) / 2;
                for (int i = 0; i < known.length; i++) {
                    plate.planes[c][i] += shift;
                }
            }
        }
        plate.blend(photo, fittingWhite(plate));
        return plate;
    }

    /** Y, U or V of the white under the iris. */
    private float below(YuvImage white, int c) {
        return white.at(c, grid.texelX(centreX) - x0, grid.texelY(centreY + 0.7f * radius) - y0);
    }

    /** Null if the photo shows too little of it. */
    private YuvImage fittedWhite() {
        int count = 0;
        for (boolean k : known) {
            count += k ? 1 : 0;
        }
        if (count < LEAST_WHITE) {
            return null;
        }
        float bright = Filters.percentile(photo.planes[0], known, 0.35f, 0);
        boolean[] white = new boolean[seen.length];
        for (int i = 0; i < seen.length; i++) {
            white[i] = known[i] && photo.planes[0][i] >= bright;
        }
        YuvImage plate = new YuvImage(width, height);
        for (int c = 0; c < 3; c++) {
            fit(photo.planes[c], white, plate.planes[c]);
        }
        return plate;
    }

    /** Only what is as bright as the fit: lashes and the lid's shadow would stay behind as flecks, and so would glints. */
    private float[] fittingWhite(YuvImage plate) {
        float[] weight = new float[known.length];
        for (int i = 0; i < weight.length; i++) {
            weight[i] = known[i] ? 1 : 0;
        }
        float[] soft = Filters.gaussian(weight, width, height, 1.2f * Texture.SCALE);
        for (int i = 0; i < soft.length; i++) {
            float off = plate.planes[0][i] - photo.planes[0][i];
            soft[i] = known[i] ? Smooth.clamp(2 * soft[i] - 0.7f, 0, 1) * (1 - Smooth.step(Math.abs(off), 4, 16)) : 0;
        }
        return Filters.gaussian(soft, width, height, 0.5f * Texture.SCALE);
    }

    private static void fill(YuvImage plate, float... yuv) {
        for (int c = 0; c < 3; c++) {
            java.util.Arrays.fill(plate.planes[c], yuv[c]);
        }
    }

    /**
     * Least squares of 1, x, y, x^2 over the chosen texels, slopes kept small (a few specks of white say little of the
     * rest), held within the texels' own range.
     */
    private void fit(float[] plane, boolean[] chosen, float[] out) {
        double[][] normal = new double[4][5];
        for (int i = 0; i < plane.length; i++) {
            if (chosen[i]) {
                double[] row = {1, dx(i), dy(i), dx(i) * dx(i)};
                for (int a = 0; a < 4; a++) {
                    for (int b = 0; b < 4; b++) {
                        normal[a][b] += row[a] * row[b];
                    }
                    normal[a][4] += row[a] * plane[i];
                }
            }
        }
        for (int a = 1; a < 4; a++) {
            normal[a][a] += SLOPE_PENALTY * normal[0][0];
        }
        double[] k = LeastSquares.solve(normal);
        float low = Filters.percentile(plane, chosen, 0.2f, 0);
        float high = Filters.percentile(plane, chosen, 0.85f, 255);
        for (int i = 0; i < plane.length; i++) {
            double x = Smooth.clamp(dx(i), -2, 2);
            double y = Smooth.clamp(dy(i), -0.7f, 0.7f);
            out[i] = Smooth.clamp((float) (k[0] + k[1] * x + k[2] * y + k[3] * x * x), low, high);
        }
    }

    /**
     * The iris without its lids: what they hide has the colour of its ring where the light falls, and what the upper one
     * shades is as bright as that. (Mirrored from above, an iris that looks up would show a black crescent.)
     */
    private YuvImage iris() {
        YuvImage plate = image.crop(x0, y0, width, height);
        float[] light = Filters.gaussian(coverage(-SHADED * opening, 0, 0), width, height, 0.15f * opening
                * Texture.SCALE);
        float[] shown = new float[seen.length];
        for (int i = 0; i < seen.length; i++) {
            shown[i] = seen[i] ? 1 : 0;
        }
        shown = Filters.gaussian(shown, width, height, 0.7f * Texture.SCALE);
        float[][] rings = rings(light);
        for (int i = 0; i < seen.length; i++) {
            float ring = Smooth.clamp((float) Math.hypot(dx(i), dy(i)) * 10 - 0.5f, 0, RINGS - 1.01f);
            float shares = seen[i] ? Smooth.clamp(2 * shown[i] - 1, 0, 1) : 0;
            float darker = at(rings[0], ring) - photo.planes[0][i];
            float shaded = darker > 0 ? 1 - light[i] : 0;
            for (int c = 0; c < 3; c++) {
                plate.planes[c][i] = Smooth.mix(at(rings[c], ring), photo.planes[c][i], shares * (1 - shaded));
            }
        }
        return plate;
    }

    private static float at(float[] ring, float position) {
        int i = (int) position;
        return Smooth.mix(ring[i], ring[i + 1], position - i);
    }

    /** Typical Y, U and V of an iris at so many tenths of its radius, in the light if the photo shows any of it. */
    private float[][] rings(float[] light) {
        float[][] rings = new float[3][RINGS];
        boolean[] ring = new boolean[seen.length];
        for (int r = 0; r < RINGS; r++) {
            float middle = Math.min(0.1f * r + 0.05f, 0.8f);
            if (choose(ring, middle, light) < LEAST_OF_RING) {
                choose(ring, middle, null);
            }
            for (int c = 0; c < 3; c++) {
                float dark = c == 0 ? Yuv.BLACK : Yuv.GREY;
                float typical = Filters.percentile(photo.planes[c], ring, c == 0 ? 0.4f : 0.5f,
                        dark + (c == 0 ? 25 : 0));
                rings[c][r] = dark + (typical - dark) * (r == RINGS - 1 ? RIM_LUMA : 1);
            }
        }
        return rings;
    }

    /** @param light where more than half, or null for anywhere */
    private int choose(boolean[] ring, float middle, float[] light) {
        int count = 0;
        for (int i = 0; i < ring.length; i++) {
            ring[i] = seen[i] && Math.abs(Math.hypot(dx(i), dy(i)) - middle) < 0.1
                    && (light == null || light[i] > 0.5f);
            count += ring[i] ? 1 : 0;
        }
        return count;
    }

    /** Skin over the opening, grown in from beyond the crease, the lashes and the corners. */
    private YuvImage lid() {
        float unit = pixelsPerCm / 18;
        float[] hole = coverage(8 * unit, 6 * unit, 5 * unit);
        boolean[] unknown = new boolean[hole.length];
        boolean[] source = new boolean[hole.length];
        float[] weight = new float[hole.length];
        for (int i = 0; i < hole.length; i++) {
            unknown[i] = hole[i] > 0.01f;
            source[i] = !unknown[i];
            weight[i] = unknown[i] ? 1 : 0;
        }
        YuvImage plate = image.crop(x0, y0, width, height);
        Filters.fillMembrane(plate, unknown, source);
        YuvImage soft = new YuvImage(width, height);
        for (int c = 0; c < 3; c++) {
            System.arraycopy(Filters.gaussian(plate.planes[c], width, height, 2f * unit * Texture.SCALE), 0,
                    soft.planes[c], 0, hole.length);
        }
        lightenLid(soft);
        float[] grain = grain(unit);
        for (int i = 0; i < hole.length; i++) {
            soft.planes[0][i] += grain[i];
        }
        plate.blend(soft, Filters.gaussian(weight, width, height, 1.8f * unit * Texture.SCALE));
        return plate;
    }

    /** The skin's own, of the cheek below. */
    private float[] grain(float unit) {
        YuvImage cheek = image.crop(x0, y0 + (int) (GRAIN_CM * pixelsPerCm * Texture.SCALE), width, height);
        float[] luma = cheek.planes[0];
        float[] soft = Filters.gaussian(luma, width, height, 1.5f * unit * Texture.SCALE);
        for (int i = 0; i < luma.length; i++) {
            luma[i] = Smooth.clamp(luma[i] - soft[i], -MOST_GRAIN, MOST_GRAIN);
        }
        return luma;
    }

    /** Deep in its socket a lid's surroundings are shadow; closed, it catches the light nearly as the cheek does. */
    private void lightenLid(YuvImage lid) {
        float cheek = 0;
        int[] below = {eye.lower()[1], eye.lower()[3], eye.lower()[5]};
        for (int id : below) {
            cheek += image.at(0, grid.texelX(lids[3 * id]), grid.texelY(lids[3 * id + 1] + 0.75f * pixelsPerCm))
                    / below.length;
        }
        int middle = height / 2 * width + width / 2;
        float wanted = LID_OVER_CHEEK * (cheek - Yuv.BLACK);
        float gain = (float) Math.sqrt(Smooth.clamp(wanted / Math.max(1, lid.planes[0][middle] - Yuv.BLACK), 1, 2.2f));
        float colour = (float) Math.sqrt(gain);
        for (int i = 0; i < lid.planes[0].length; i++) {
            lid.planes[0][i] = Yuv.BLACK + gain * (lid.planes[0][i] - Yuv.BLACK);
            for (int c = 1; c < 3; c++) {
                lid.planes[c][i] = Yuv.GREY + colour * (lid.planes[c][i] - Yuv.GREY);
            }
        }
    }

    /**
     * Y U V of the lash line: the darkest of the texels along the upper margin, but darker than the lid in any case: lids
     * that meet without a line look like an eye that is not quite closed.
     */
    private float[] lashes(YuvImage lid) {
        float[] above = coverage(1.5f, 0, 0);
        float[] below = coverage(-1, 0, 0);
        boolean[] margin = new boolean[above.length];
        for (int i = 0; i < margin.length; i++) {
            margin[i] = above[i] > 0.5f && below[i] < 0.5f;
        }
        float dark = Filters.percentile(photo.planes[0], margin, 0.12f, 40);
        for (int i = 0; i < margin.length; i++) {
            margin[i] = margin[i] && photo.planes[0][i] < dark + 12;
        }
        float skin = lid.at(0, width / 2f, height / 2f) - Yuv.BLACK;
        return new float[] {Yuv.BLACK + Smooth.clamp(dark - Yuv.BLACK, INK_LUMA * skin, LASH_LUMA * skin),
            Filters.percentile(photo.planes[1], margin, 0.5f, Yuv.GREY),
            Filters.percentile(photo.planes[2], margin, 0.5f, Yuv.GREY)};
    }
}
