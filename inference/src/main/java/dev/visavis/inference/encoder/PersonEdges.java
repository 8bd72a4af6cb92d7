package dev.visavis.inference.encoder;

import dev.visavis.inference.image.Smooth;

/**
 * Continues a person where the photo's edge cuts them: clothes go on downwards, shoulders slope away to the sides, and
 * hair closes to a crown above. What is outside takes its colours from the mirror image of what is inside, so that
 * cloth stays cloth and hair stays hair, and its coverage from the photo's edge.
 */
final class PersonEdges {
    /** Steepest and flattest shoulder that is continued, down for each pixel outwards. */
    private static final float STEEPEST = 1.1f;
    private static final float FLATTEST = 0.25f;
    /** Part of the photo's width, from a side inwards, that shoulders are continued with. */
    private static final float SLEEVE = 0.06f;
    private static final float COVERED = 0.5f;

    private final float[] alpha;
    private final int width;
    private final int height;
    private final float round;
    private final float leftReach;
    private final float rightReach;
    private final float leftSlope;
    private final float rightSlope;
    private final Body body;
    /** Columns inside of a side that are clothes. */
    private final float sleeve;
    private final float crownX;
    private final float crownHalf;
    private final float crownHeight;

    /**
     * @param alpha coverage inside of the photo
     * @param faceX middle of the face
     * @param chin row of its lowest point: what is mirrored downwards ends well below it
     * @param hairTop where its hair should end, going by the face; in rows of {@code alpha}, negative above it
     * @param round distance over which a shoulder falls by half its own length more than its slope says
     * @param leftReach how far the texture goes on to the left of the photo
     * @param rightReach likewise to the right
     */
    PersonEdges(float[] alpha, int width, int height, float faceX, float chin, float hairTop, float round,
            float leftReach, float rightReach) {
        this.alpha = alpha;
        this.width = width;
        this.height = height;
        this.round = round;
        this.leftReach = Math.max(1, leftReach);
        this.rightReach = Math.max(1, rightReach);
        body = new Body(faceX, chin);
        sleeve = Math.max(4, SLEEVE * width);
        leftSlope = slope(0, 1);
        rightSlope = slope(width - 1, -1);
        int from = Math.max(0, Math.min(width - 1, Math.round(faceX)));
        int to = from;
        if (alpha[from] > COVERED) {
            while (from > 0 && alpha[from - 1] > COVERED) {
                from--;
            }
            while (to < width - 1 && alpha[to + 1] > COVERED) {
                to++;
            }
        }
        crownX = (from + to) / 2f;
        crownHalf = Math.max(0.5f, (to - from) / 2f);
        crownHeight = Smooth.clamp(-hairTop, 0.35f * crownHalf, 0.9f * crownHalf);
    }

    /** How fast the shoulder at a side falls towards it. */
    private float slope(int column, int inwards) {
        int reach = Math.min(width / 8, 40);
        int here = shoulder(column);
        int there = shoulder(column + inwards * reach);
        if (here >= height || there >= height) {
            return 1;
        }
        return Smooth.clamp((here - there) / (float) reach, FLATTEST, STEEPEST);
    }

    private int shoulder(int column) {
        int y = 0;
        while (y < height && alpha[y * width + column] <= COVERED) {
            y++;
        }
        return y;
    }

    /** Back and forth between 0 and {@code reach}: what is taken from inside stays near the edge. */
    private static float folded(float distance, float reach) {
        // The operator % is slow, and distances are never negative.
        float at = distance - 2 * reach * (int) (distance / (2 * reach));
        return Math.min(at, 2 * reach - at);
    }

    /** Rounded, and steep at last, so that a shoulder ends before its texture does. */
    private float fall(float distance, float slope, float reach) {
        float share = distance / reach;
        return slope * distance + 0.5f * distance * distance / round + height * share * share * share * share;
    }

    /** Coverage anywhere, in pixels of {@code alpha}. */
    float alpha(float x, float y) {
        if (y < 0) {
            float height01 = -y / crownHeight;
            if (height01 >= 1 || x < 0 || x > width - 1) {
                return 0;
            }
            float squeeze = (float) Math.sqrt(1 - height01 * height01);
            return sample(crownX + (x - crownX) / squeeze, 0) * Smooth.step(1 - height01, 0, 0.05f);
        }
        if (x < 0) {
            return sample(0, Math.min(y - fall(-x, leftSlope, leftReach), height - 1));
        }
        if (x > width - 1) {
            return sample(width - 1, Math.min(y - fall(x - width + 1, rightSlope, rightReach), height - 1));
        }
        return y > height - 1 ? sample(x + body.inwards(x, y - height + 1), height - 1) : sample(x, y);
    }

    /** Where in the photo, 0..width, 0..height, the colour of a place outside of it comes from. */
    void source(float x, float y, float[] out) {
        float row = y < 0 ? -y : y;
        float column = x;
        if (y < 0) {
            float height01 = Math.min(0.98f, -y / crownHeight);
            column = crownX + (x - crownX) / (float) Math.sqrt(1 - height01 * height01);
        }
        if (column < 0) {
            float inside = folded(-column, sleeve);
            row -= fall(-column, leftSlope, leftReach) + leftSlope * inside;
            column = inside;
        } else if (column > width - 1) {
            float beyond = column - width + 1;
            float inside = folded(beyond, sleeve);
            row -= fall(beyond, rightSlope, rightReach) + rightSlope * inside;
            column = width - 1 - inside;
        }
        if (row > height - 1) {
            float below = row - height + 1;
            row = height - 1 - folded(below, body.cloth);
            column += 2 * body.inwards(column, below);
        }
        out[0] = Smooth.clamp(column, 0, width - 1);
        out[1] = Smooth.clamp(row, 0, height - 1);
    }

    /** The body where the photo's lower edge cuts it. */
    private final class Body {
        /** Widest that a body grows, in pixels outwards for each one down. */
        private static final float WIDENS = 2;

        private final float middle;
        private final float left;
        private final float right;
        private final float leftGrowth;
        private final float rightGrowth;
        /** Rows above the edge that are clothes. */
        private final float cloth;

        Body(float faceX, float chin) {
            cloth = Math.max(4, 0.45f * (height - 1 - chin));
            middle = Smooth.clamp(faceX, 0, width - 1);
            int rows = Math.max(1, Math.min((int) cloth, 24));
            left = end(height - 1, -1);
            right = end(height - 1, 1);
            leftGrowth = left <= 0 ? 0 : growth(end(height - 1 - rows, -1) - left, rows);
            rightGrowth = right >= width - 1 ? 0 : growth(right - end(height - 1 - rows, 1), rows);
        }

        private float growth(float over, int rows) {
            return Smooth.clamp(over / rows, 0, WIDENS);
        }

        /** Where coverage ends in a row, going from the middle. */
        private float end(int row, int step) {
            int x = (int) middle;
            while (x + step >= 0 && x + step < width && alpha[row * width + x + step] > COVERED) {
                x += step;
            }
            return x;
        }

        /** How far towards the middle a place {@code below} the photo looks for what it is. */
        float inwards(float x, float below) {
            boolean onLeft = x < middle;
            float reach = (onLeft ? leftGrowth : rightGrowth) * below / (1 + below / round);
            float share = Smooth.step(onLeft ? middle - x : x - middle, 0, onLeft ? middle - left : right - middle);
            return (onLeft ? reach : -reach) * share;
        }
    }

    private float sample(float x, float y) {
        float fx = Smooth.clamp(x, 0, width - 1);
        if (y < 0) {
            return 0;
        }
        int x0 = (int) fx;
        int y0 = (int) y;
        int x1 = Math.min(width - 1, x0 + 1);
        int y1 = Math.min(height - 1, y0 + 1);
        float top = Smooth.mix(alpha[y0 * width + x0], alpha[y0 * width + x1], fx - x0);
        float low = Smooth.mix(alpha[y1 * width + x0], alpha[y1 * width + x1], fx - x0);
        return Smooth.mix(top, low, y - y0);
    }
}
