package dev.visavis.inference.render;

import dev.visavis.inference.I420Frame;
import dev.visavis.inference.image.ColumnCurve;
import dev.visavis.inference.image.Outline;
import dev.visavis.inference.image.Smooth;
import dev.visavis.inference.image.Yuv;

/** Gives the lips around an opening the red that the photo's closed lips do not show, over their own light and skin. */
final class LipTint {
    /** How far from the opening it reaches, in cm, and as a share of its height. */
    private static final float UPPER_CM = 0.38f;
    private static final float LOWER_CM = 0.5f;
    private static final float OF_GAP = 0.45f;
    /** Part of that over which it is whole. */
    private static final float WHOLE = 0.35f;

    private final Vermilion vermilion;
    private final float pixelsPerCm;

    LipTint(Vermilion vermilion, float pixelsPerCm) {
        this.vermilion = vermilion;
        this.pixelsPerCm = pixelsPerCm;
    }

    /** How far beyond an opening of so many pixels anything is drawn. */
    float reach(float gap) {
        return width(LOWER_CM, gap);
    }

    private float width(float cm, float gap) {
        return Math.min(cm * pixelsPerCm, OF_GAP * gap);
    }

    /**
     * Lays it under what the layer holds.
     *
     * @param upper edge of the opening
     * @param lower likewise
     * @param opening from corner to corner
     * @param gap height of the opening, in pixels
     * @param strength 0..1
     */
    void lay(Layer layer, I420Frame frame, ColumnCurve upper, ColumnCurve lower, Outline opening, float gap,
            float strength) {
        if (vermilion.lacksNothing() || strength <= 0) {
            return;
        }
        float middle = (opening.lowX() + opening.highX()) / 2;
        float half = (opening.highX() - opening.lowX()) / 2 + 1e-3f;
        for (int col = 0; col < layer.width; col++) {
            float aside = (layer.x0 + col + 0.5f - middle) / half;
            float share = (float) Math.sqrt(Math.max(0, 1 - aside * aside));
            float above = share * width(UPPER_CM, gap);
            float below = share * width(LOWER_CM, gap);
            int to = Math.min(layer.height, (int) (lower.at(col) + below) - layer.y0 + 1);
            for (int row = Math.max(0, (int) (upper.at(col) - above) - layer.y0); row < to && share > 0; row++) {
                float y = layer.y0 + row + 0.5f;
                float away = Math.max((upper.at(col) - y) / above, (y - lower.at(col)) / below);
                float tint = strength * share * (1 - Smooth.step(away, WHOLE, 1));
                if (tint > 0) {
                    lay(layer, frame, col, row, tint);
                }
            }
        }
    }

    private void lay(Layer layer, I420Frame frame, int col, int row, float tint) {
        int i = row * layer.width + col;
        int at = (layer.y0 + row) * frame.width() + layer.x0 + col;
        int chroma = (layer.y0 + row) / 2 * (frame.width() / 2) + (layer.x0 + col) / 2;
        float a = layer.a[i] + (1 - layer.a[i]) * tint;
        float over = layer.a[i] / a;
        layer.y[i] = Smooth.mix(Yuv.BLACK + vermilion.luma() * ((frame.y()[at] & 0xFF) - Yuv.BLACK) / layer.light,
                layer.y[i], over);
        layer.u[i] = Smooth.mix(Yuv.GREY + ((frame.u()[chroma] & 0xFF) - Yuv.GREY + vermilion.u()) / layer.light,
                layer.u[i], over);
        layer.v[i] = Smooth.mix(Yuv.GREY + ((frame.v()[chroma] & 0xFF) - Yuv.GREY + vermilion.v()) / layer.light,
                layer.v[i], over);
        layer.a[i] = a;
    }
}
