package dev.visavis.inference.render;

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
    private final YuvImage image;
    private final Texture grid;
    private final float[] points;
    private final float[] lids;
    private final float pixelsPerCm;
    private final FaceTopology.Eye eye;
    private float centreX;
    private float centreY;
    private float radius;
    private int x0;
    private int y0;
    private int width;
    private int height;

    /**
     * @param image the texture's picture
     * @param points 478 landmarks in the frame
     * @param lids 468 vertices in the frame, lid margins corrected
     */
    EyePlateMaker(YuvImage image, Texture grid, float[] points, float[] lids, float pixelsPerCm,
            FaceTopology.Eye eye) {
        this.image = image;
        this.grid = grid;
        this.points = points;
        this.lids = lids;
        this.pixelsPerCm = pixelsPerCm;
        this.eye = eye;
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

    EyePlate make() {
        radius = irisRadius(points, eye);
        centreX = points[3 * eye.iris()];
        centreY = points[3 * eye.iris() + 1];
        float opening = 0;
        float depth = 0;
        for (int j = 0; j < eye.upper().length; j++) {
            opening += (lids[3 * eye.lower()[j] + 1] - lids[3 * eye.upper()[j] + 1]) / eye.upper().length;
            depth += lids[3 * eye.upper()[j] + 2] / eye.upper().length;
        }
        box(1.1f * pixelsPerCm);
        YuvImage photo = image.crop(x0, y0, width, height);
        float[] cover = coverage(0, 0, 0);
        YuvImage visible = new YuvImage(width, height);
        System.arraycopy(Filters.gaussian(cover, width, height, 0.8f * Texture.SCALE), 0, visible.planes[0], 0,
                cover.length);
        boolean[] seen = new boolean[cover.length];
        float[] eroded = Filters.gaussian(cover, width, height, Texture.SCALE);
        for (int i = 0; i < seen.length; i++) {
            seen[i] = eroded[i] > 0.93f;
        }
        return new EyePlate(eye, x0, y0, photo, sclera(photo, seen), iris(photo, seen), lid(), lashes(photo), visible,
                centreX, centreY, radius, Math.max(1, opening), depth + BULGE_CM * pixelsPerCm);
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
        float[] out = new float[width * height];
        CoverageMask mask = new CoverageMask(out.length);
        mask.begin(0, 0, width, height);
        outline.draw(mask);
        mask.end(out);
        return out;
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

    /** A smooth fit over the white that the photo shows, and that white itself where it is known. */
    private YuvImage sclera(YuvImage photo, boolean[] seen) {
        boolean[] known = new boolean[seen.length];
        float[] weight = new float[seen.length];
        int count = 0;
        for (int i = 0; i < seen.length; i++) {
            known[i] = seen[i] && Math.hypot(dx(i), dy(i)) > 1.22;
            weight[i] = known[i] ? 1 : 0;
            count += known[i] ? 1 : 0;
        }
        YuvImage plate = new YuvImage(width, height);
        if (count < 30) {
            fillFlat(plate, photo, seen);
            return plate;
        }
        float bright = Filters.percentile(photo.planes[0], known, 0.35f, 0);
        boolean[] white = new boolean[seen.length];
        for (int i = 0; i < seen.length; i++) {
            white[i] = known[i] && photo.planes[0][i] > bright;
        }
        for (int c = 0; c < 3; c++) {
            fit(photo.planes[c], white, plate.planes[c]);
        }
        float[] soft = Filters.gaussian(weight, width, height, 1.2f * Texture.SCALE);
        for (int i = 0; i < soft.length; i++) {
            // Only what is as bright as the fit: lashes and lid shadow would stay behind as flecks.
            float darker = plate.planes[0][i] - photo.planes[0][i];
            soft[i] = known[i] ? Smooth.clamp(2 * soft[i] - 0.7f, 0, 1) * (1 - Smooth.step(darker, 4, 16)) : 0;
        }
        soft = Filters.gaussian(soft, width, height, 0.5f * Texture.SCALE);
        plate.blend(photo, soft);
        return plate;
    }

    /** An eye that shows no white: a grey of the photo's own brightness. */
    private void fillFlat(YuvImage plate, YuvImage photo, boolean[] seen) {
        float luma = Filters.percentile(photo.planes[0], seen, 0.9f, 150);
        java.util.Arrays.fill(plate.planes[0], luma);
        java.util.Arrays.fill(plate.planes[1], Yuv.GREY);
        java.util.Arrays.fill(plate.planes[2], Yuv.GREY);
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

    /** The iris with what the lids hide filled in from its mirror images, then from its own rings. */
    private YuvImage iris(YuvImage photo, boolean[] seen) {
        YuvImage plate = image.crop(x0, y0, width, height);
        boolean[] done = seen.clone();
        float cx = grid.texelX(centreX) - x0;
        float cy = grid.texelY(centreY) - y0;
        int[][] mirrors = {{1, -1}, {-1, 1}, {-1, -1}};
        for (int[] m : mirrors) {
            for (int i = 0; i < seen.length; i++) {
                int x = (int) (cx + m[0] * (i % width + 0.5f - cx));
                int y = (int) (cy + m[1] * (i / width + 0.5f - cy));
                if (!done[i] && x >= 0 && y >= 0 && x < width && y < height && seen[y * width + x]) {
                    for (int c = 0; c < 3; c++) {
                        plate.planes[c][i] = photo.planes[c][y * width + x];
                    }
                    done[i] = true;
                }
            }
        }
        fillRings(plate, photo, seen, done);
        float[] hidden = new float[seen.length];
        for (int i = 0; i < seen.length; i++) {
            hidden[i] = seen[i] ? 0 : 1;
        }
        YuvImage blurred = new YuvImage(width, height);
        for (int c = 0; c < 3; c++) {
            System.arraycopy(Filters.gaussian(plate.planes[c], width, height, 0.7f * Texture.SCALE), 0,
                    blurred.planes[c], 0, hidden.length);
        }
        plate.blend(blurred, hidden);
        return plate;
    }

    /** Beyond most of the radius a hidden iris ends in its dark rim. */
    private void fillRings(YuvImage plate, YuvImage photo, boolean[] seen, boolean[] done) {
        boolean[] ring = new boolean[seen.length];
        for (float r = 0; r < 0.85f; r += 0.1f) {
            for (int i = 0; i < ring.length; i++) {
                ring[i] = seen[i] && Math.abs(Math.hypot(dx(i), dy(i)) - r - 0.05) < 0.1;
            }
            float outer = r + 0.1f < 0.85f ? r + 0.1f : 9;
            float rim = outer > 1 ? 0.8f : 1;
            for (int c = 0; c < 3; c++) {
                float dark = c == 0 ? Yuv.BLACK : Yuv.GREY;
                float typical = Filters.percentile(photo.planes[c], ring, c == 0 ? 0.35f : 0.5f,
                        dark + (c == 0 ? 25 : 0));
                for (int i = 0; i < ring.length; i++) {
                    double at = Math.hypot(dx(i), dy(i));
                    if (!done[i] && at >= r && at < outer) {
                        plate.planes[c][i] = dark + (typical - dark) * rim;
                    }
                }
            }
        }
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
        float[] cheek = new float[3];
        int[] below = {eye.lower()[1], eye.lower()[3], eye.lower()[5]};
        for (int id : below) {
            for (int c = 0; c < 3; c++) {
                cheek[c] += image.at(c, grid.texelX(lids[3 * id]), grid.texelY(lids[3 * id + 1] + 0.75f * pixelsPerCm))
                        / below.length;
            }
        }
        int middle = height / 2 * width + width / 2;
        float wanted = LID_OVER_CHEEK * (cheek[0] - Yuv.BLACK);
        float gain = (float) Math.sqrt(Smooth.clamp(wanted / Math.max(1, lid.planes[0][middle] - Yuv.BLACK), 1, 2.2f));
        for (int i = 0; i < lid.planes[0].length; i++) {
            lid.planes[0][i] = Yuv.BLACK + gain * (lid.planes[0][i] - Yuv.BLACK);
            for (int c = 1; c < 3; c++) {
                lid.planes[c][i] = Smooth.mix(lid.planes[c][i], cheek[c], 0.5f);
            }
        }
    }

    /** Y U V of the lash line: the darkest of the texels along the upper margin. */
    private float[] lashes(YuvImage photo) {
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
        return new float[] {dark, Filters.percentile(photo.planes[1], margin, 0.5f, Yuv.GREY),
            Filters.percentile(photo.planes[2], margin, 0.5f, Yuv.GREY)};
    }
}
