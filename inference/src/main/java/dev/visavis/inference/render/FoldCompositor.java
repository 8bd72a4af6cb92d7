package dev.visavis.inference.render;

import dev.visavis.inference.I420Frame;
import dev.visavis.inference.face.Motion;
import dev.visavis.inference.face.SourceExpression;
import dev.visavis.inference.image.ColumnCurve;
import dev.visavis.inference.image.Smooth;
import dev.visavis.inference.image.Yuv;
import java.util.List;

/** Presses the skin's folds into the drawn face: luma only, along lines that move with the mesh. One per decoder. */
final class FoldCompositor {
    /** Folds shallower than this cannot be seen. */
    private static final float FAINT = 0.02f;
    /** Part of a fold's length over which it fades at either end. */
    private static final float END = 0.3f;

    private final List<SkinFolds.Fold> folds;
    private final SourceExpression source;
    private final ColumnCurve line;
    private final ColumnCurve skin;

    /** @param source the photo's own expression, whose folds the photo shows already */
    FoldCompositor(SkinFolds folds, SourceExpression source, int frameWidth, int frameHeight) {
        this.folds = folds.folds();
        this.source = source;
        this.line = new ColumnCurve(Math.max(frameWidth, frameHeight));
        this.skin = new ColumnCurve(Math.max(frameWidth, frameHeight));
    }

    void draw(Motion motion, float[] moved, I420Frame frame) {
        for (int i = 0; i < folds.size(); i++) {
            SkinFolds.Fold fold = folds.get(i);
            float depth = 0;
            for (int s = 0; s < motion.weights.length; s++) {
                depth += fold.pressed()[s] * Math.max(0, motion.weights[s] - source.weights[s]);
            }
            if (depth > FAINT) {
                draw(fold, Math.min(1, depth), moved, frame);
            }
        }
    }

    /** "Along" is the axis in which the fold runs, "across" the other. */
    private void draw(SkinFolds.Fold fold, float depth, float[] moved, I420Frame frame) {
        int n = fold.skin().length;
        int axis = fold.upright() ? 1 : 0;
        int length = fold.upright() ? frame.height() : frame.width();
        float first = at(fold, 0, axis, moved);
        float last = at(fold, n - 1, axis, moved);
        int from = Math.max(0, (int) Math.ceil(first - 0.5f));
        int to = Math.min(length, (int) Math.ceil(last - 0.5f));
        if (from >= to) {
            return;
        }
        line.begin(from, to - from);
        skin.begin(from, to - from);
        for (int i = 0; i < n; i++) {
            float along = at(fold, i, axis, moved);
            line.add(along, at(fold, i, 1 - axis, moved));
            skin.add(along, fold.skin()[i]);
        }
        line.end();
        skin.end();
        float fade = END * (last - first);
        for (int i = 0; i < to - from; i++) {
            float end = Math.min(from + i + 0.5f - first, last - from - i - 0.5f);
            float strength = depth * skin.at(i) * Smooth.step(end, 0, fade);
            float slope = line.at(Math.min(i + 1, to - from - 1)) - line.at(Math.max(i - 1, 0));
            float perPixel = 1 / (float) Math.sqrt(1 + slope * slope / 4) / fold.reach();
            cross(fold, from + i, line.at(i), strength, perPixel, frame);
        }
    }

    private static float at(SkinFolds.Fold fold, int point, int axis, float[] moved) {
        float sum = 0;
        for (int k = 3 * point; k < 3 * point + 3; k++) {
            sum += fold.shares()[k] * moved[3 * fold.corners()[k] + axis];
        }
        return sum;
    }

    /** One row (of an upright fold) or column of the profile. */
    private static void cross(SkinFolds.Fold fold, int along, float middle, float strength, float perPixel,
            I420Frame frame) {
        byte[] luma = frame.y();
        boolean upright = fold.upright();
        int stride = upright ? 1 : frame.width();
        int start = upright ? along * frame.width() : along;
        int end = upright ? frame.width() : frame.height();
        float half = (SkinFolds.PROFILE - 1) / 2f;
        int from = Math.max(0, (int) Math.ceil(middle - 1 / perPixel - 0.5f));
        int to = Math.min(end - 1, (int) Math.floor(middle + 1 / perPixel - 0.5f));
        for (int i = from; i <= to; i++) {
            int entry = (int) (half + (i + 0.5f - middle) * perPixel * half + 0.5f);
            entry = Math.max(0, Math.min(SkinFolds.PROFILE - 1, entry));
            int o = start + i * stride;
            float above = (luma[o] & 0xFF) - Yuv.BLACK;
            luma[o] = Yuv.toByte(Yuv.BLACK + above * (1 + strength * fold.profile()[entry]));
        }
    }
}
