package dev.visavis.inference.render;

import dev.visavis.inference.I420Frame;
import dev.visavis.inference.face.FaceTopology;
import dev.visavis.inference.face.HeadPose;
import dev.visavis.inference.face.SkullMap;
import dev.visavis.inference.image.ColumnCurve;
import dev.visavis.inference.image.Smooth;
import dev.visavis.inference.image.Texture;
import dev.visavis.inference.image.Yuv;

/**
 * Lays the skin of the lid over what a closing lid uncovers, and draws the lash line along its margin: the warp alone
 * would stretch the few pixels between crease and lashes. One per eye and decoder.
 */
final class LidCompositor {
    /** How dense the lash line is on a lid half-way down, and on a closed one. */
    private static final float LASHES_LOWERED = 0.55f;
    private static final float LASHES_CLOSED = 0.92f;
    /** Darkening of the crease above the lid. */
    private static final float CREASE = 0.09f;
    private final EyePlate plate;
    private final Texture texture;
    private final Layer layer;
    private final SkullMap map;
    private final float unit;
    private final float[] rest;
    private final float[] carried;
    private final ColumnCurve top;
    private final ColumnCurve bottom;
    private final ColumnCurve margin;

    /**
     * @param rest x y z of the mesh as in the photo
     * @param unit length in frame pixels of 1/18 cm at the head
     */
    LidCompositor(EyePlate plate, Texture texture, Layer layer, SkullMap map, float[] rest, float unit,
            int frameWidth) {
        this.plate = plate;
        this.texture = texture;
        this.layer = layer;
        this.map = map;
        this.unit = unit;
        int n = plate.eye().upper().length + 2;
        this.rest = new float[3 * n];
        this.carried = new float[3 * n];
        for (int i = 0; i < n; i++) {
            System.arraycopy(rest, 3 * vertex(i), this.rest, 3 * i, 3);
        }
        this.top = new ColumnCurve(frameWidth);
        this.bottom = new ColumnCurve(frameWidth);
        this.margin = new ColumnCurve(frameWidth);
    }

    /** The i-th vertex of the upper margin with both corners, from the image's left. */
    private int vertex(int i) {
        FaceTopology.Eye eye = plate.eye();
        int n = eye.upper().length;
        int j = eye.left() ? n + 1 - i : i;
        return j == 0 ? eye.cornerA() : j == n + 1 ? eye.cornerB() : eye.upper()[j - 1];
    }

    void draw(HeadPose pose, float[] moved, I420Frame frame) {
        int n = rest.length / 3;
        pose.project(rest, null, n, carried);
        float travel = 0;
        float lowX = Float.MAX_VALUE;
        float highX = -Float.MAX_VALUE;
        float lowY = Float.MAX_VALUE;
        float highY = -Float.MAX_VALUE;
        for (int i = 0; i < n; i++) {
            float y = moved[3 * vertex(i) + 1];
            travel += (y - carried[3 * i + 1]) / (n - 2);
            lowX = Math.min(lowX, carried[3 * i]);
            highX = Math.max(highX, carried[3 * i]);
            lowY = Math.min(lowY, carried[3 * i + 1]);
            highY = Math.max(highY, y);
        }
        float weight = Smooth.step(travel / openingAtRest(), 0.03f, 0.25f);
        float reach = 8 * unit;
        if (weight <= 0 || !layer.place(lowX - reach / 2, lowY - reach, highX + reach / 2, highY + reach)) {
            return;
        }
        float closed = Smooth.step(travel / openingAtRest(), 0.1f, 0.5f);
        curves(moved, n, closed);
        float lashes = closed
                * Smooth.mix(LASHES_LOWERED, LASHES_CLOSED, Smooth.step(travel / openingAtRest(), 0.5f, 1));
        paint(weight, lashes, lowX, highX);
        layer.blendInto(frame);
    }

    /** Height of the unclosed opening in this frame, in pixels. */
    private float openingAtRest() {
        return plate.opening() * map.stretchY();
    }

    /** At first the photo's own lashes stay; a closed lid reaches down to the line that is drawn. */
    private void curves(float[] moved, int n, float closed) {
        top.begin(layer.x0, layer.width);
        bottom.begin(layer.x0, layer.width);
        margin.begin(layer.x0, layer.width);
        for (int i = 0; i < n; i++) {
            float t = carried[3 * i + 1] - 3.5f * unit;
            int id = 3 * vertex(i);
            top.add(carried[3 * i], t);
            bottom.add(moved[id], Math.max(t, moved[id + 1] - 2.2f * unit * (1 - closed)));
            margin.add(moved[id], moved[id + 1]);
        }
        top.end();
        bottom.end();
        margin.end();
    }

    private void paint(float weight, float lashes, float lowX, float highX) {
        float feather = 1.6f * unit + 0.3f;
        for (int col = 0; col < layer.width; col++) {
            float x = layer.x0 + col + 0.5f;
            float inside = Math.min(x - lowX, highX - x);
            float ends = Smooth.step(inside, -1.5f * unit, 2.5f * unit);
            float thin = Smooth.step(inside, -1 * unit, 9 * unit);
            float across = (2 * x - lowX - highX) / (highX - lowX);
            float t = top.at(col);
            float b = bottom.at(col);
            float m = margin.at(col);
            for (int row = 0; row < layer.height; row++) {
                int i = row * layer.width + col;
                float y = layer.y0 + row + 0.5f;
                float skin = weight * ends * Smooth.step(y - t, -2 * feather, feather)
                        * Smooth.step(b - y, -feather, feather) * Smooth.clamp((b - t) / (2 * feather), 0, 1);
                float lash = lashes * Math.min(1, 2 * ends)
                        * Smooth.bell((y - m - 0.4f * unit) / (unit * (0.5f + 1.4f * thin) + 0.2f));
                float a = skin + lash - skin * lash;
                layer.a[i] = a > 0.004f ? a : 0;
                if (layer.a[i] > 0) {
                    skin(i, x, y, Smooth.clamp((y - t) / (b - t + 2), 0, 1), across * across);
                    lash(i, lash / a);
                }
            }
        }
    }

    /**
     * A lid is a bulge: darker in the crease, at the lashes and at the corners, lighter between.
     *
     * @param corner 0 in the middle, 1 at both corners
     */
    private void skin(int i, float x, float y, float down, float corner) {
        float px = map.photoX(x, y);
        float py = map.photoY(x, y);
        float tx = texture.texelX(px) - plate.x0();
        float ty = texture.texelY(py) - plate.y0();
        float light = 0.92f + 0.14f * (1 - corner) * (float) Math.sin(Math.PI * Math.min(1, 0.95f * down + 0.08f))
                - CREASE * (1 - corner) * Smooth.bell((down - 0.04f) / 0.13f);
        layer.y[i] = Yuv.BLACK + (plate.lid().at(0, tx, ty) - Yuv.BLACK) * light;
        layer.u[i] = Yuv.GREY + (plate.lid().at(1, tx, ty) - Yuv.GREY) * light;
        layer.v[i] = Yuv.GREY + (plate.lid().at(2, tx, ty) - Yuv.GREY) * light;
    }

    private void lash(int i, float share) {
        layer.y[i] = Smooth.mix(layer.y[i], plate.lashes()[0], share);
        layer.u[i] = Smooth.mix(layer.u[i], plate.lashes()[1], share);
        layer.v[i] = Smooth.mix(layer.v[i], plate.lashes()[2], share);
    }
}
