package dev.visavis.inference.render;

import static dev.visavis.inference.motion.Blendshape.*;

import dev.visavis.inference.face.FaceModel;
import dev.visavis.inference.image.Smooth;
import dev.visavis.inference.image.Texture;
import dev.visavis.inference.image.Yuv;
import dev.visavis.inference.image.YuvImage;
import dev.visavis.inference.motion.Blendshape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where a face folds when it moves, and how deep: lines on the canonical face with the blendshapes that press them in,
 * after the wrinkles that FACS (Ekman and Friesen) names for each action unit. Bound to one person's mesh; fainter
 * where the photo shows no skin (hair, beard, glasses). Immutable.
 */
public final class SkinFolds {
    /** Entries of a profile's table; the line itself lies in the middle. */
    static final int PROFILE = 129;
    private static final int CORNERS = 3;

    /**
     * A line drawn across the skin.
     *
     * @param upright whether it runs mostly down the face, else mostly across
     * @param points canonical x y in cm, y up; from the top down or from left to right
     * @param width of the dark in cm
     * @param depth darkening at the line's middle, a share of the luma; below 0 it lightens
     * @param ridge lightening beside the line, towards greater x or (for a level line) down
     * @param pressed how far each blendshape presses it in
     */
    private record Line(boolean upright, float[] points, float width, float depth, float ridge,
            Map<Blendshape, Float> pressed) {
        /** The same on the person's right. */
        Line mirrored() {
            int n = points.length / 2;
            float[] other = new float[points.length];
            for (int i = 0; i < n; i++) {
                int from = upright ? i : n - 1 - i;
                other[2 * i] = -points[2 * from];
                other[2 * i + 1] = points[2 * from + 1];
            }
            Map<Blendshape, Float> right = new java.util.EnumMap<>(Blendshape.class);
            pressed.forEach((s, w) -> right.put(Blendshape.valueOf(s.name().replace("_LEFT", "_RIGHT")), w));
            return new Line(upright, other, width, depth, upright ? -ridge : ridge, right);
        }
    }

    /** Those on the person's left; each has its like on the right. */
    private static final List<Line> SIDED = List.of(
            // From the nose's wing past the mouth's corner.
            new Line(true, new float[] {1.8f, -0.8f, 2.2f, -1.5f, 2.8f, -2.3f, 3.3f, -3.2f, 3.5f, -4.3f}, 0.2f, 0.28f,
                    0.07f, Map.of(MOUTH_SMILE_LEFT, 0.9f, NOSE_SNEER_LEFT, 0.9f, MOUTH_UPPER_UP_LEFT, 0.35f,
                            CHEEK_SQUINT_LEFT, 0.2f, MOUTH_DIMPLE_LEFT, 0.35f, MOUTH_STRETCH_LEFT, 0.25f)),
            // From the mouth's corner down.
            new Line(true, new float[] {2.6f, -4.4f, 2.9f, -5.2f, 3.05f, -6.2f}, 0.24f, 0.15f, 0.05f,
                    Map.of(MOUTH_FROWN_LEFT, 1.1f, MOUTH_STRETCH_LEFT, 0.4f, MOUTH_DIMPLE_LEFT, 0.3f)),
            // Dimple beside the corner.
            new Line(true, new float[] {2.75f, -3.6f, 2.95f, -4.3f, 2.8f, -5f}, 0.2f, 0.22f, 0.05f,
                    Map.of(MOUTH_DIMPLE_LEFT, 1f, MOUTH_SMILE_LEFT, 0.25f)),
            // Between the brows.
            new Line(true, new float[] {0.5f, 5.3f, 0.55f, 4.5f, 0.75f, 3.7f}, 0.16f, 0.13f, 0.04f,
                    Map.of(BROW_DOWN_LEFT, 1.05f, NOSE_SNEER_LEFT, 0.3f)),
            // Beside the nose's bridge, drawn up.
            new Line(true, new float[] {0.75f, 2.3f, 1f, 1.7f, 1.4f, 0.9f}, 0.2f, 0.16f, 0,
                    Map.of(NOSE_SNEER_LEFT, 1f)),
            // Across the forehead, over one brow.
            new Line(false, new float[] {0.2f, 7.2f, 2f, 7.35f, 3.6f, 6.9f, 4.6f, 6.3f}, 0.2f, 0.1f, 0.04f,
                    Map.of(BROW_OUTER_UP_LEFT, 0.9f)),
            new Line(false, new float[] {0.2f, 6.5f, 2f, 6.7f, 3.6f, 6.35f, 4.8f, 5.7f}, 0.21f, 0.13f, 0.05f,
                    Map.of(BROW_OUTER_UP_LEFT, 1f)),
            new Line(false, new float[] {0.2f, 5.8f, 2f, 6.05f, 3.6f, 5.85f, 4.6f, 5.4f}, 0.18f, 0.1f, 0.04f,
                    Map.of(BROW_OUTER_UP_LEFT, 0.8f)),
            // At the eye's outer corner.
            new Line(false, new float[] {4.9f, 2.85f, 5.5f, 3.1f, 6.1f, 3.5f}, 0.1f, 0.22f, 0.06f,
                    Map.of(CHEEK_SQUINT_LEFT, 0.6f, MOUTH_SMILE_LEFT, 0.3f, EYE_SQUINT_LEFT, 0.2f)),
            new Line(false, new float[] {4.9f, 2.4f, 5.6f, 2.2f, 6.2f, 2.05f}, 0.1f, 0.22f, 0.06f,
                    Map.of(CHEEK_SQUINT_LEFT, 0.6f, MOUTH_SMILE_LEFT, 0.3f, EYE_SQUINT_LEFT, 0.2f)),
            // Under the lower lid.
            new Line(false, new float[] {2f, 1.75f, 2.7f, 1.35f, 3.4f, 1.25f, 4.2f, 1.45f, 4.9f, 1.95f}, 0.15f, 0.2f,
                    0.08f, Map.of(CHEEK_SQUINT_LEFT, 0.7f, EYE_SQUINT_LEFT, 0.5f, NOSE_SNEER_LEFT, 0.3f,
                            MOUTH_SMILE_LEFT, 0.15f)),
            // The cheek's apple catches the light.
            new Line(false, new float[] {2.9f, -0.3f, 4.1f, 0f, 5.2f, 0f}, 0.75f, -0.07f, 0,
                    Map.of(CHEEK_SQUINT_LEFT, 0.5f, MOUTH_SMILE_LEFT, 0.5f)));

    private static final List<Line> MIDDLE = List.of(
            // Centre of the forehead.
            new Line(false, new float[] {-2.9f, 6.45f, -1.2f, 6.7f, 0, 6.75f, 1.2f, 6.7f, 2.9f, 6.45f}, 0.27f, 0.09f,
                    0, Map.of(BROW_INNER_UP, 0.9f)),
            new Line(false, new float[] {-2.4f, 5.7f, -1f, 5.95f, 0, 6f, 1f, 5.95f, 2.4f, 5.7f}, 0.24f, 0.08f, 0,
                    Map.of(BROW_INNER_UP, 0.9f)),
            // Across the nose's root.
            new Line(false, new float[] {-1f, 3.35f, 0, 3.2f, 1f, 3.35f}, 0.22f, 0.12f, 0,
                    Map.of(NOSE_SNEER_LEFT, 0.5f, NOSE_SNEER_RIGHT, 0.5f, BROW_DOWN_LEFT, 0.2f, BROW_DOWN_RIGHT, 0.2f)),
            // Over the chin.
            new Line(false, new float[] {-1.6f, -6.7f, -0.8f, -6.35f, 0, -6.25f, 0.8f, -6.35f, 1.6f, -6.7f}, 0.2f,
                    0.26f, 0.1f, Map.of(MOUTH_SHRUG_LOWER, 1f, MOUTH_FROWN_LEFT, 0.15f, MOUTH_FROWN_RIGHT, 0.15f)));

    /**
     * A line on this person's mesh.
     *
     * @param corners three vertices for each point
     * @param shares of the three vertices in the point
     * @param skin how much each point is on bare skin, 0..1
     * @param reach half the profile's length in frame pixels
     * @param profile change of luma at full depth, over -reach..reach
     * @param pressed by the blendshape's ordinal
     */
    record Fold(boolean upright, int[] corners, float[] shares, float[] skin, float reach, float[] profile,
            float[] pressed) {
    }

    private final List<Fold> folds = new ArrayList<>();

    /**
     * @param face 468 x 3 vertices as in the photo
     * @param scale frame pixels for one cm
     */
    public SkinFolds(FaceModel model, YuvImage image, Texture grid, float[] face, float scale) {
        Binder binder = new Binder(model, image, grid, face, scale);
        for (Line line : SIDED) {
            folds.add(binder.bind(line));
            folds.add(binder.bind(line.mirrored()));
        }
        for (Line line : MIDDLE) {
            folds.add(binder.bind(line));
        }
    }

    List<Fold> folds() {
        return folds;
    }

    /** Lays lines on the mesh. Apart from the folds, because the photo's pixels need not live as long as these. */
    private static final class Binder {
        private final FaceModel model;
        private final YuvImage image;
        private final Texture grid;
        private final float[] face;
        private final float scale;
        private final float skinLuma;

        Binder(FaceModel model, YuvImage image, Texture grid, float[] face, float scale) {
            this.model = model;
            this.image = image;
            this.grid = grid;
            this.face = face;
            this.scale = scale;
            this.skinLuma = (luma(face[3 * 50], face[3 * 50 + 1]) + luma(face[3 * 280], face[3 * 280 + 1])) / 2;
        }

        Fold bind(Line line) {
            int n = line.points.length / 2;
            int[] corners = new int[CORNERS * n];
            float[] shares = new float[CORNERS * n];
            float[] skin = new float[n];
            for (int i = 0; i < n; i++) {
                model.locate(line.points[2 * i], line.points[2 * i + 1], corners, shares, CORNERS * i);
                float x = 0;
                float y = 0;
                for (int k = CORNERS * i; k < CORNERS * (i + 1); k++) {
                    x += shares[k] * face[3 * corners[k]];
                    y += shares[k] * face[3 * corners[k] + 1];
                }
                skin[i] = Smooth.step(luma(x, y) / skinLuma, 0.5f, 0.75f);
            }
            float[] pressed = new float[Blendshape.values().length];
            line.pressed.forEach((shape, w) -> pressed[shape.ordinal()] = w);
            float reach = (line.ridge == 0 ? 2.2f : 4.2f) * line.width;
            float[] profile = new float[PROFILE];
            for (int i = 0; i < PROFILE; i++) {
                float d = (2f * i / (PROFILE - 1) - 1) * reach / line.width;
                float side = d - Math.signum(line.ridge) * 1.9f;
                profile[i] = (Math.abs(line.ridge) * Smooth.bell(side / 1.2f) - line.depth * Smooth.bell(d));
            }
            return new Fold(line.upright, corners, shares, skin, reach * scale, profile, pressed);
        }

        /** Mean luma about a place in the frame, so that one pore or hair does not count. */
        private float luma(float x, float y) {
            float sum = 0;
            float step = 0.08f * scale;
            for (int i = 0; i < 25; i++) {
                sum += image.at(0, grid.texelX(x + (i % 5 - 2) * step), grid.texelY(y + (i / 5 - 2) * step));
            }
            return sum / 25 - Yuv.BLACK;
        }
    }
}
