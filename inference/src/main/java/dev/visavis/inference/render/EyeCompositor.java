package dev.visavis.inference.render;

import dev.visavis.inference.I420Frame;
import dev.visavis.inference.face.FaceTopology;
import dev.visavis.inference.face.Motion;
import dev.visavis.inference.face.SkullMap;
import dev.visavis.inference.image.ColumnCurve;
import dev.visavis.inference.image.Outline;
import dev.visavis.inference.image.Smooth;
import dev.visavis.inference.image.Texture;
import dev.visavis.inference.image.Yuv;
import dev.visavis.inference.motion.Blendshape;
import dev.visavis.inference.motion.ExplicitMotion;

/**
 * Draws one eyeball behind its lids: the photo's own eye while it looks as in the photo, the white and the turned
 * iris otherwise, under the upper lid's shadow. One per eye and decoder.
 */
final class EyeCompositor {
    /** Darkening of an open eye right under its upper lid. */
    private static final float LID_SHADE = 0.4f;
    /** Share of skin in the wet rim of the lower lid, and how high up it is seen, in openings. */
    private static final float WET_RIM = 0.5f;
    private static final float RIM_HEIGHT = 0.25f;
    private final EyePlate plate;
    private final Texture texture;
    private final Layer layer;
    private final SkullMap map;
    private final Outline outline;
    private final ColumnCurve upperLid;
    private final ColumnCurve lowerLid;

    // This frame's gaze: shift of the iris in frame pixels and how much the turn narrows it.
    private float shiftX;
    private float shiftY;
    private float narrowX;
    private float narrowY;

    EyeCompositor(EyePlate plate, Texture texture, Layer layer, SkullMap map, int frameWidth) {
        this.plate = plate;
        this.texture = texture;
        this.layer = layer;
        this.map = map;
        this.outline = new Outline(2 * plate.eye().upper().length + 2, plate.eye().upper().length + 1);
        this.upperLid = new ColumnCurve(frameWidth);
        this.lowerLid = new ColumnCurve(frameWidth);
    }

    void draw(Motion motion, float[] moved, I420Frame frame) {
        float open = opening(moved);
        if (open < 0.8f) {
            return;
        }
        outline(moved);
        if (!layer.place(outline.lowX() - 3, outline.lowY() - 3, outline.highX() + 3, outline.highY() + 3)) {
            return;
        }
        layer.cover(outline, 1);
        layer.scaleCoverage(Smooth.clamp((open - 0.8f) / 1.6f, 0, 1));
        lid(plate.eye().upper(), moved, upperLid);
        lid(plate.eye().lower(), moved, lowerLid);
        gaze(motion);
        paint(Smooth.clamp(1 - open / openingAtRest(), 0, 1));
        layer.blendInto(frame);
    }

    /** Height of the unclosed opening in this frame, in pixels. */
    private float openingAtRest() {
        return plate.opening() * map.stretchY();
    }

    private float opening(float[] moved) {
        FaceTopology.Eye eye = plate.eye();
        float open = 0;
        for (int j = 0; j < eye.upper().length; j++) {
            open += (moved[3 * eye.lower()[j] + 1] - moved[3 * eye.upper()[j] + 1]) / eye.upper().length;
        }
        return open;
    }

    private void outline(float[] moved) {
        FaceTopology.Eye eye = plate.eye();
        int n = eye.upper().length;
        outline.set(0, moved[3 * eye.cornerA()], moved[3 * eye.cornerA() + 1]);
        outline.set(n + 1, moved[3 * eye.cornerB()], moved[3 * eye.cornerB() + 1]);
        for (int j = 0; j < n; j++) {
            outline.set(1 + j, moved[3 * eye.upper()[j]], moved[3 * eye.upper()[j] + 1]);
            outline.set(2 * n + 1 - j, moved[3 * eye.lower()[j]], moved[3 * eye.lower()[j] + 1]);
        }
        outline.measure();
    }

    private void lid(int[] margin, float[] moved, ColumnCurve curve) {
        FaceTopology.Eye eye = plate.eye();
        int n = margin.length;
        curve.begin(layer.x0, layer.width);
        for (int i = 0; i < n + 2; i++) {
            int j = eye.left() ? n + 1 - i : i;
            int id = j == 0 ? eye.cornerA() : j == n + 1 ? eye.cornerB() : margin[j - 1];
            curve.add(moved[3 * id], moved[3 * id + 1]);
        }
        curve.end();
    }

    private void gaze(Motion motion) {
        boolean left = plate.eye().left();
        float in = motion.get(left ? Blendshape.EYE_LOOK_IN_LEFT : Blendshape.EYE_LOOK_IN_RIGHT);
        float out = motion.get(left ? Blendshape.EYE_LOOK_OUT_LEFT : Blendshape.EYE_LOOK_OUT_RIGHT);
        float up = motion.get(left ? Blendshape.EYE_LOOK_UP_LEFT : Blendshape.EYE_LOOK_UP_RIGHT);
        float down = motion.get(left ? Blendshape.EYE_LOOK_DOWN_LEFT : Blendshape.EYE_LOOK_DOWN_RIGHT);
        double full = Math.toRadians(ExplicitMotion.EYE_LOOK_DEGREES);
        double across = (left ? out - in : in - out) * full;
        double along = (down - up) * full;
        float eyeball = plate.radius() * EyePlate.EYEBALL_PER_IRIS;
        shiftX = eyeball * (float) Math.sin(across);
        shiftY = eyeball * (float) Math.sin(along);
        narrowX = (float) Math.cos(across);
        narrowY = (float) Math.cos(along);
    }

    private void paint(float closed) {
        float far = (float) Math.hypot(shiftX, shiftY) / plate.radius();
        float asPhoto = 1 - Smooth.step(far, 0.02f, 0.15f);
        float shade = 0.55f * closed;
        float shadeDepth = 0.5f * openingAtRest();
        float rimHeight = RIM_HEIGHT * openingAtRest();
        for (int row = 0; row < layer.height; row++) {
            for (int col = 0; col < layer.width; col++) {
                int i = row * layer.width + col;
                if (layer.a[i] > 0) {
                    float x = layer.x0 + col + 0.5f;
                    float y = layer.y0 + row + 0.5f;
                    float rim = WET_RIM * (1 - Smooth.step(lowerLid.at(col) - y, 0, rimHeight));
                    float photo = pixel(i, map.photoX(x, y), map.photoY(x, y), asPhoto, rim);
                    // The photo's eye has its lid's shadow already; what a wide eye uncovers has not.
                    float lidShade = Math.max(shade, LID_SHADE * (1 - photo));
                    float light = 1 - lidShade * (1 - Smooth.step(y - upperLid.at(col), -0.5f, shadeDepth));
                    layer.y[i] = Yuv.BLACK + (layer.y[i] - Yuv.BLACK) * light;
                    layer.u[i] = Yuv.GREY + (layer.u[i] - Yuv.GREY) * light;
                    layer.v[i] = Yuv.GREY + (layer.v[i] - Yuv.GREY) * light;
                }
            }
        }
    }

    /**
     * Colour at a position of the photo's frame.
     *
     * @param rim share of skin where the photo does not show the eye
     * @return how much of it is the photo's own eye, 0..1
     */
    private float pixel(int i, float x, float y, float asPhoto, float rim) {
        float tx = texture.texelX(x) - plate.x0();
        float ty = texture.texelY(y) - plate.y0();
        float photo = asPhoto > 0 ? asPhoto * plate.visible().at(0, tx, ty) : 0;
        float dx = (x - shiftX - plate.centreX()) / narrowX;
        float dy = (y - shiftY - plate.centreY()) / narrowY;
        float r = (float) Math.sqrt(dx * dx + dy * dy) / plate.radius();
        float iris = 1 - Smooth.step(r, 0.97f, 1.13f);
        float ix = texture.texelX(plate.centreX() + dx) - plate.x0();
        float iy = texture.texelY(plate.centreY() + dy) - plate.y0();
        layer.y[i] = mixed(0, tx, ty, ix, iy, iris, rim, photo);
        layer.u[i] = mixed(1, tx, ty, ix, iy, iris, rim, photo);
        layer.v[i] = mixed(2, tx, ty, ix, iy, iris, rim, photo);
        return photo;
    }

    private float mixed(int c, float tx, float ty, float ix, float iy, float iris, float rim, float photo) {
        float value = 0;
        if (photo < 1) {
            value = iris < 1 ? plate.sclera().at(c, tx, ty) : 0;
            if (iris > 0) {
                value = Smooth.mix(value, plate.iris().at(c, ix, iy), iris);
            }
            if (rim > 0) {
                value = Smooth.mix(value, plate.lid().at(c, tx, ty), rim);
            }
        }
        return photo > 0 ? Smooth.mix(value, plate.photo().at(c, tx, ty), photo) : value;
    }
}
