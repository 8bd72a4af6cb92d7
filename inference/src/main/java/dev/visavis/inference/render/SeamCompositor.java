package dev.visavis.inference.render;

import static dev.visavis.inference.face.FaceTopology.LOWER_SEAM;
import static dev.visavis.inference.face.FaceTopology.UPPER_SEAM;

import dev.visavis.inference.I420Frame;
import dev.visavis.inference.face.FaceTopology;
import dev.visavis.inference.image.ColumnCurve;
import dev.visavis.inference.image.Smooth;

/**
 * Draws the dark line between closed lips for a photo whose lips are open: it has none, and slivers of its teeth would
 * show along the seam. One per decoder.
 */
final class SeamCompositor {
    /** Part of the line's length over which it fades at either end. */
    private static final float ENDS = 0.18f;
    private final Layer layer;
    private final ColumnCurve seam;
    private final float[] colour;
    private final float needed;
    private final float width;

    /**
     * @param rest mesh as in the photo
     * @param colour Y U V of the line
     */
    SeamCompositor(float[] rest, float[] colour, Layer layer, float pixelsPerCm, int frameWidth) {
        this.layer = layer;
        this.colour = colour;
        this.seam = new ColumnCurve(frameWidth);
        this.width = 0.06f * pixelsPerCm + 0.3f;
        this.needed = Smooth.step(gap(rest) / pixelsPerCm, 0.08f, 0.3f);
    }

    private static float gap(float[] vertices) {
        float gap = 0;
        for (int j = 0; j < UPPER_SEAM.length; j++) {
            float open = vertices[3 * LOWER_SEAM[j] + 1] - vertices[3 * UPPER_SEAM[j] + 1];
            gap += open / UPPER_SEAM.length;
        }
        return gap;
    }

    void draw(float[] moved, I420Frame frame) {
        float strength = 0.75f * needed * (1 - Smooth.step(gap(moved), 0.3f, 2.3f));
        float fromX = moved[3 * FaceTopology.SEAM_RIGHT];
        float toX = moved[3 * FaceTopology.SEAM_LEFT];
        float rightY = moved[3 * FaceTopology.SEAM_RIGHT + 1];
        float leftY = moved[3 * FaceTopology.SEAM_LEFT + 1];
        float lowY = Math.min(rightY, leftY);
        float highY = Math.max(rightY, leftY);
        for (int j = 0; j < UPPER_SEAM.length; j++) {
            lowY = Math.min(lowY, moved[3 * UPPER_SEAM[j] + 1]);
            highY = Math.max(highY, moved[3 * LOWER_SEAM[j] + 1]);
        }
        if (strength <= 0 || !layer.place(fromX, lowY - 4 * width, toX, highY + 4 * width)) {
            return;
        }
        seam.begin(layer.x0, layer.width);
        seam.add(fromX, rightY);
        for (int j = 0; j < UPPER_SEAM.length; j++) {
            int u = 3 * UPPER_SEAM[j];
            int l = 3 * LOWER_SEAM[j];
            seam.add((moved[u] + moved[l]) / 2, (moved[u + 1] + moved[l + 1]) / 2);
        }
        seam.add(toX, leftY);
        seam.end();
        paint(strength, fromX, toX);
        layer.blendInto(frame);
    }

    private void paint(float strength, float fromX, float toX) {
        for (int col = 0; col < layer.width; col++) {
            float x = layer.x0 + col + 0.5f;
            float ends = Smooth.step(Math.min(x - fromX, toX - x) / (toX - fromX), -0.02f, ENDS);
            float thin = width * (0.6f + 0.4f * ends);
            for (int row = 0; row < layer.height; row++) {
                int i = row * layer.width + col;
                float a = strength * ends * Smooth.bell((layer.y0 + row + 0.5f - seam.at(col)) / thin);
                layer.a[i] = a > 0.004f ? a : 0;
                layer.y[i] = colour[0];
                layer.u[i] = colour[1];
                layer.v[i] = colour[2];
            }
        }
    }
}
