package dev.visavis.inference.render;

import static dev.visavis.inference.face.FaceModel.Interior.LOWER_GUM;
import static dev.visavis.inference.face.FaceModel.Interior.LOWER_TEETH;
import static dev.visavis.inference.face.FaceModel.Interior.UPPER_TEETH;
import static dev.visavis.inference.face.FaceTopology.LOWER_SEAM;
import static dev.visavis.inference.face.FaceTopology.SEAM_BOTTOM;
import static dev.visavis.inference.face.FaceTopology.SEAM_LEFT;
import static dev.visavis.inference.face.FaceTopology.SEAM_RIGHT;
import static dev.visavis.inference.face.FaceTopology.SEAM_TOP;
import static dev.visavis.inference.face.FaceTopology.UPPER_SEAM;

import dev.visavis.inference.I420Frame;
import dev.visavis.inference.face.HeadPose;
import dev.visavis.inference.face.LipGap;
import dev.visavis.inference.face.Motion;
import dev.visavis.inference.face.SkullMap;
import dev.visavis.inference.image.ColumnCurve;
import dev.visavis.inference.image.Outline;
import dev.visavis.inference.image.Smooth;
import dev.visavis.inference.image.Texture;
import dev.visavis.inference.image.Yuv;
import dev.visavis.inference.motion.Blendshape;

/** Draws what shows between the lips: teeth, gums and tongue, darkening inwards, under the lips' shadow. */
final class MouthCompositor {
    private static final Blendshape[] SHAPES = Blendshape.values();
    /** Lips closer than this many pixels are closed. */
    private static final float CLOSED = 0.6f;
    /** Closed lips that have opened so far no longer look like the photo's. */
    private static final float NEARLY_CLOSED_CM = 0.25f;

    /** An opening mouth draws its lower lip down over the teeth; the model's lip goes just as far as they do. */
    private static final float LOWER_TEETH_BARED_CM = 0.45f;
    private static final float WANDER_CM = 0.25f;
    private static final float TOOTH_GAP_CM = 0.19f;
    /** Shadows of the lips, as shares of the widest gap between them. */
    private static final float UPPER_SHADOW = 0.4f;
    private static final float LOWER_SHADOW = 0.25f;
    /** Share of the mouth's half width, from a corner, over which the opening sets in. */
    private static final float CORNER = 0.24f;
    /** Likewise where the photo's line between closed lips would show there. */
    private static final float DARK_CORNER = 0.08f;
    /** The lips' wet inner sides show in an opening: in cm, as shares of its height at most, and the light on them. */
    private static final float UPPER_INNER_CM = 0.16f;
    private static final float LOWER_INNER_CM = 0.22f;
    /** Lips that are thinner than so many cm in the photo roll out by this share of what they lack, ... */
    private static final float UPPER_THIN_CM = 0.6f;
    private static final float LOWER_THIN_CM = 0.95f;
    private static final float ROLLS_OUT = 0.5f;
    private static final float INNER = 0.3f;
    /** Towards its corners an opening shows the cheeks' wet inner side: how much at most, and the light there. */
    private static final float CHEEK = 0.6f;
    private static final float CHEEK_LIGHT = 0.5f;
    private static final int UPPER_RIM = 0;
    private static final int LOWER_RIM = 17;
    private static final float UPPER_INNER_LIGHT = 0.8f;
    private static final float LOWER_INNER_LIGHT = 0.95f;
    /** Half of the dark line between closed lips stays with each as they part: as a share of the gap, and of how much of it. */
    private static final float LINE = 0.45f;
    private static final float LINE_GAP_CM = 0.25f;
    /** Teeth are seen, in this light and that; they reach so far towards the corners, if they need not be drawn out more. */
    private static final float UNSEEN = 0.15f;
    private static final float SEEN = 0.35f;
    private static final float CORRIDOR_CM = 0.2f;
    private static final float MOST_WIDER = 1.4f;
    /**
     * The photo's row of teeth and the model's would show through each other: one gives way to the other within these shares
     * of the photo's expression.
     */
    private static final float NOT_THE_PHOTO = 0.8f;
    private static final float THE_PHOTO = 0.98f;

    private final MouthInterior interior;
    private final SourceMouth source;
    private final Texture texture;
    private final SkullMap sourceMap;
    private final Layer layer;
    private final float pixelsPerCm;
    /** What shows of the lips' inner sides at most, in pixels. */
    private final float upperInner;
    private final float lowerInner;
    /** Widest gap between the lips in the photo, in frame pixels. */
    private final float sourceGap;
    private final boolean sourceShows;
    private final float[] rest;
    /** x y of the right corner less where it is in the photo, then of the left. */
    private final float[] cornerMoves = new float[4];
    private final float[] placed;
    private final float[] projected;
    private final InteriorLight light;
    private final LipTint tint;
    private final Outline outline = new Outline(2 * UPPER_SEAM.length + 2, UPPER_SEAM.length + 1);
    private final ColumnCurve upper;
    private final ColumnCurve lower;
    private final InteriorRasterizer rasterizer;

    /** @param rest mesh as in the photo */
    MouthCompositor(MouthInterior interior, SourceMouth source, float[] rest, Texture texture, Layer layer,
            float pixelsPerCm, int frameWidth, int frameHeight) {
        this.interior = interior;
        this.source = source;
        this.texture = texture;
        this.sourceMap = new SkullMap(source.centre()[0], source.centre()[1], source.centre()[2], pixelsPerCm);
        this.layer = layer;
        this.pixelsPerCm = pixelsPerCm;
        this.upperInner = inner(rest, UPPER_RIM, SEAM_TOP, UPPER_INNER_CM, UPPER_THIN_CM);
        this.lowerInner = inner(rest, LOWER_RIM, SEAM_BOTTOM, LOWER_INNER_CM, LOWER_THIN_CM);
        this.sourceGap = Math.max(CLOSED, LipGap.widest(rest));
        this.sourceShows = !source.isEmpty();
        this.rest = rest;
        this.placed = new float[interior.vertices.length];
        this.projected = new float[placed.length];
        this.light = new InteriorLight(interior, pixelsPerCm);
        this.tint = new LipTint(interior.vermilion, pixelsPerCm);
        this.upper = new ColumnCurve(frameWidth);
        this.lower = new ColumnCurve(frameWidth);
        this.rasterizer = new InteriorRasterizer(frameWidth, frameHeight);
    }

    private float inner(float[] rest, int rim, int seam, float cm, float thinCm) {
        float thick = Math.abs(rest[3 * rim + 1] - rest[3 * seam + 1]) / pixelsPerCm;
        return (cm + ROLLS_OUT * Math.max(0, thinCm - thick)) * pixelsPerCm;
    }

    /** @param asPhoto how much the face wears the photo's own expression, 0..1 */
    void draw(Motion motion, float asPhoto, HeadPose pose, float[] moved, I420Frame frame) {
        float gap = LipGap.widest(moved);
        float worn = sourceShows ? sourceShare(asPhoto, gap) : 0;
        if (gap <= CLOSED && worn <= 0) {
            return;
        }
        outline(moved, source.open() ? 0 : LINE * Math.min(gap, LINE_GAP_CM * pixelsPerCm));
        float pad = Math.max(Math.max(4, tint.reach(gap)), worn > 0 ? SourceMouth.PAD_CM * pixelsPerCm : 0);
        if (!layer.place(outline.lowX() - pad, outline.lowY() - pad, outline.highX() + pad, outline.highY() + pad)) {
            return;
        }
        layer.cover(outline, 1);
        curves(moved);
        coverage(Smooth.clamp((gap - CLOSED) / 1.5f, 0, 1));
        if (gap > CLOSED) {
            inside(motion, pose, moved);
        }
        sourceMap.update(pose);
        cornerMoves(moved);
        shade(gap, worn);
        if (gap > CLOSED) {
            tint.lay(layer, frame, upper, lower, outline, gap, 1 - worn);
        }
        layer.blendInto(frame);
    }

    /** How much lips so far apart, in a face that wears so much of the photo's expression, look like the photo's, 0..1. */
    private float sourceShare(float asPhoto, float gap) {
        return source.open()
                ? Smooth.step(asPhoto, NOT_THE_PHOTO, THE_PHOTO)
                        * (1 - Smooth.step(Math.abs(gap / sourceGap - 1), 0.1f, 0.25f))
                : asPhoto * (1 - Smooth.step(gap / pixelsPerCm, CLOSED / pixelsPerCm, NEARLY_CLOSED_CM));
    }

    private void inside(Motion motion, HeadPose pose, float[] moved) {
        place(motion);
        pose.project(placed, null, placed.length / 3, projected);
        float[] lights = light.fall(motion, pose, moved, projected);
        spread(moved, lights);
        rasterizer.begin(layer);
        int[] t = interior.triangles;
        for (int i = 0; i < t.length; i += 3) {
            rasterizer.triangle(projected, lights, t[i], t[i + 1], t[i + 2], interior.part[t[i]]);
        }
        rasterizer.closeGaps(UPPER_TEETH, TOOTH_GAP_CM * pixelsPerCm);
        rasterizer.closeGaps(LOWER_TEETH, TOOTH_GAP_CM * pixelsPerCm);
        rasterizer.end(layer, interior.shadows, interior.colours, WANDER_CM * pixelsPerCm);
    }

    /**
     * Where the upper teeth end before one of the mouth's corners, as at the far side of a turned head, that side of the
     * row is drawn out towards it.
     */
    private void spread(float[] moved, float[] lights) {
        float middle = moved[3 * SEAM_TOP];
        float low = 0;
        float high = 0;
        for (int i = 0; i < lights.length; i++) {
            if (interior.part[i] == UPPER_TEETH) {
                float seen = (projected[3 * i] - middle) * Smooth.step(lights[i], UNSEEN, SEEN);
                low = Math.min(low, seen);
                high = Math.max(high, seen);
            }
        }
        float corner = CORRIDOR_CM * pixelsPerCm;
        float left = wider(middle - outline.lowX() - corner, -low);
        float right = wider(outline.highX() - corner - middle, high);
        for (int i = 0; i < projected.length; i += 3) {
            float aside = projected[i] - middle;
            projected[i] = middle + (aside < 0 ? left : right) * aside;
        }
    }

    private static float wider(float mouth, float teeth) {
        return teeth > 1 ? Smooth.clamp(mouth / teeth, 1, MOST_WIDER) : 1;
    }

    private void cornerMoves(float[] moved) {
        for (int k = 0; k < 2; k++) {
            cornerMoves[k] = moved[3 * SEAM_RIGHT + k] - rest[3 * SEAM_RIGHT + k];
            cornerMoves[2 + k] = moved[3 * SEAM_LEFT + k] - rest[3 * SEAM_LEFT + k];
        }
    }

    /** @param beyond by how much more than the mesh's opening, in pixels */
    private void outline(float[] moved, float beyond) {
        int n = UPPER_SEAM.length;
        outline.set(0, moved[3 * SEAM_RIGHT] - beyond, moved[3 * SEAM_RIGHT + 1]);
        outline.set(n + 1, moved[3 * SEAM_LEFT] + beyond, moved[3 * SEAM_LEFT + 1]);
        for (int j = 0; j < n; j++) {
            float aside = Math.abs(2 * j + 1 - n) / (n + 1f);
            float here = beyond * (1 - aside * aside);
            outline.set(1 + j, moved[3 * UPPER_SEAM[j]], moved[3 * UPPER_SEAM[j] + 1] - here);
            outline.set(2 * n + 1 - j, moved[3 * LOWER_SEAM[j]], moved[3 * LOWER_SEAM[j] + 1] + here);
        }
        outline.measure();
    }

    private void curves(float[] moved) {
        curve(upper, UPPER_SEAM, moved);
        curve(lower, LOWER_SEAM, moved);
    }

    private void curve(ColumnCurve curve, int[] seam, float[] moved) {
        curve.begin(layer.x0, layer.width);
        curve.add(moved[3 * SEAM_RIGHT], moved[3 * SEAM_RIGHT + 1]);
        for (int id : seam) {
            curve.add(moved[3 * id], moved[3 * id + 1]);
        }
        curve.add(moved[3 * SEAM_LEFT], moved[3 * SEAM_LEFT + 1]);
        curve.end();
    }

    /** The lips' skin goes on round the mouth's corners. */
    private void coverage(float opening) {
        float half = (outline.highX() - outline.lowX()) / 2 + 1e-3f;
        for (int col = 0; col < layer.width; col++) {
            float inside = 1 - Math.abs(layer.x0 + col + 0.5f - outline.lowX() - half) / half;
            float share = opening * Smooth.step(inside, 0, source.open() ? CORNER : DARK_CORNER);
            for (int i = col; i < layer.width * layer.height; i += layer.width) {
                layer.a[i] *= share;
            }
        }
    }

    private void place(Motion motion) {
        System.arraycopy(interior.vertices, 0, placed, 0, placed.length);
        float rounded = Math.min(1, motion.get(Blendshape.MOUTH_FUNNEL) + motion.get(Blendshape.MOUTH_PUCKER));
        float bared = LOWER_TEETH_BARED_CM * (1 - 0.7f * rounded)
                * Smooth.step(motion.get(Blendshape.JAW_OPEN), 0.02f, 0.4f);
        for (int i = 0; i < placed.length; i++) {
            int part = interior.part[i / 3];
            placed[i] += part == LOWER_TEETH || part == LOWER_GUM ? bared * interior.up[i % 3] : 0;
        }
        for (int s = 0; s < SHAPES.length; s++) {
            float[] field = interior.fields[s];
            float weight = motion.weights[s];
            if (field != null && weight > 0) {
                for (int i = 0; i < placed.length; i++) {
                    placed[i] += weight * field[i];
                }
            }
        }
    }

    /** Shadow of the lips on what lies behind, darker towards the corners; then offsets become colours. */
    private void shade(float gap, float asPhoto) {
        float middle = (outline.lowX() + outline.highX()) / 2;
        float half = (outline.highX() - outline.lowX()) / 2 + 1e-3f;
        float[] dark = interior.colours[MouthInterior.DARK];
        // The upper lip's shadow is as deep as the opening lets it; from below, lips hardly cast any.
        float shadow = Math.min(0.25f * pixelsPerCm, UPPER_SHADOW * gap);
        float rim = Math.min(0.2f * pixelsPerCm, LOWER_SHADOW * gap);
        // Little light falls through a narrow opening.
        float light = 0.2f + 0.8f * Smooth.step(gap, CLOSED, 0.35f * pixelsPerCm);
        for (int col = 0; col < layer.width; col++) {
            float aside = Math.abs(layer.x0 + col + 0.5f - middle) / half;
            float height = INNER * (1 + Smooth.step(aside, 0.6f, 1)) * (lower.at(col) - upper.at(col));
            float upperReach = Smooth.clamp(height, 0.5f, upperInner);
            float lowerReach = Smooth.clamp(height, 0.5f, lowerInner);
            float inner = 1 - 0.35f * Smooth.step(aside, 0.4f, 1);
            float cheek = CHEEK * Smooth.step(aside, 0.5f, 0.95f);
            for (int row = 0; row < layer.height; row++) {
                int i = row * layer.width + col;
                float y = layer.y0 + row + 0.5f;
                if (layer.a[i] > 0) {
                    float below = y - upper.at(col);
                    float above = lower.at(col) - y;
                    float shade = (0.7f + 0.3f * Smooth.step(below, -1, shadow))
                            * (0.85f + 0.15f * Smooth.step(above, 0, rim));
                    layer.y[i] = Yuv.BLACK + shade * Smooth.mix(0.8f * dark[0], layer.y[i], light);
                    layer.u[i] = Yuv.GREY + shade * Smooth.mix(0.8f * dark[1], layer.u[i], light);
                    layer.v[i] = Yuv.GREY + shade * Smooth.mix(0.8f * dark[2], layer.v[i], light);
                    innerLip(i, CHEEK_LIGHT, cheek);
                    innerLip(i, inner * UPPER_INNER_LIGHT, 1 - Smooth.step(below, 0, upperReach));
                    innerLip(i, inner * LOWER_INNER_LIGHT, 1 - Smooth.step(above, 0, lowerReach));
                }
                if (asPhoto > 0) {
                    sourceMouth(i, layer.x0 + col + 0.5f, y, asPhoto);
                }
            }
        }
    }

    /** Lays the lip's inner side over a pixel of the layer. */
    private void innerLip(int i, float light, float share) {
        float[] lip = interior.lip;
        layer.y[i] = Smooth.mix(layer.y[i], Yuv.BLACK + light * lip[0], share);
        layer.u[i] = Smooth.mix(layer.u[i], Yuv.GREY + light * lip[1], share);
        layer.v[i] = Smooth.mix(layer.v[i], Yuv.GREY + light * lip[2], share);
    }

    /**
     * Lays the photo's own mouth over the layer, whose skin is drawn over in the texture. What lies between the lips goes
     * with the skull; of closed ones each corner goes with its own.
     */
    private void sourceMouth(int i, float x, float y, float asPhoto) {
        int corner = x < (outline.lowX() + outline.highX()) / 2 ? 0 : 2;
        float photoX = source.open() ? sourceMap.photoX(x, y) : x - cornerMoves[corner];
        float photoY = source.open() ? sourceMap.photoY(x, y) : y - cornerMoves[corner + 1];
        float tx = texture.texelX(photoX) - source.x0();
        float ty = texture.texelY(photoY) - source.y0();
        float over = asPhoto * source.inside().at(0, tx, ty);
        if (over > 0) {
            float a = over + (1 - over) * layer.a[i]; // never below what is laid over, however thin
            layer.a[i] = a;
            layer.y[i] = Smooth.mix(layer.y[i], source.photo().at(0, tx, ty), over / a);
            layer.u[i] = Smooth.mix(layer.u[i], source.photo().at(1, tx, ty), over / a);
            layer.v[i] = Smooth.mix(layer.v[i], source.photo().at(2, tx, ty), over / a);
        }
    }
}
