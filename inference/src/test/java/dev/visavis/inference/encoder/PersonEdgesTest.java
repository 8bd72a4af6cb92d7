package dev.visavis.inference.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A person cut by all four edges of a photo of 200 x 200: hair above, shoulders to the sides, clothes below. */
class PersonEdgesTest {
    private static final int SIDE = 200;
    private static final float BEYOND = 60;

    private final float[] alpha = new float[SIDE * SIDE];
    private final PersonEdges edges;

    PersonEdgesTest() {
        for (int i = 0; i < alpha.length; i++) {
            int x = i % SIDE;
            int y = i / SIDE;
            boolean head = Math.abs(x - 100) < 45 && y < 120;
            boolean body = y > 110 + 0.4 * Math.abs(x - 100);
            alpha[i] = head || body ? 1 : 0;
        }
        edges = new PersonEdges(alpha, SIDE, SIDE, 100, 120, -30, 80, BEYOND, BEYOND);
    }

    private int width(float y) {
        int covered = 0;
        for (int x = -60; x < 260; x++) {
            covered += edges.alpha(x, y) > 0.5 ? 1 : 0;
        }
        return covered;
    }

    @Test
    void insideNothingChanges() {
        for (int i = 0; i < alpha.length; i += 37) {
            assertThat(edges.alpha(i % SIDE, i / SIDE)).isEqualTo(alpha[i]);
        }
    }

    @Test
    void hairClosesToACrown() {
        assertThat(width(-1)).isBetween(80, 91);
        assertThat(width(-15)).isLessThan(width(-5));
        assertThat(width(-27)).isLessThan(width(-15)).isPositive();
        assertThat(width(-45)).isZero();
    }

    @Test
    void shouldersSlopeAwayAndEndBeforeTheTextureDoes() {
        float before = 0;
        for (int x = -1; x > -BEYOND; x -= 5) {
            float y = 0;
            while (edges.alpha(x, y) < 0.5 && y < 500) {
                y++;
            }
            assertThat(y).as("shoulder at %d", x).isGreaterThan(before);
            before = y;
        }
        assertThat(before).isGreaterThan(SIDE + 40);
    }

    @Test
    void clothesGoOnDownwards() {
        assertThat(width(SIDE + 5)).isGreaterThanOrEqualTo(width(SIDE - 1) - 2);
        assertThat(width(SIDE + 30)).isGreaterThanOrEqualTo(width(SIDE + 5) - 2);
    }

    /** What is taken from inside comes from near the edge: no second face below, no hair beside. */
    @Test
    void coloursComeFromNearTheEdge() {
        float[] from = new float[2];
        for (int x = -50; x < 250; x += 10) {
            for (int y = SIDE; y < 240; y += 5) {
                edges.source(x, y, from);
                if (edges.alpha(x, y) > 0.5) {
                    assertThat(from[1]).as("row for %d, %d", x, y).isGreaterThan(120);
                }
            }
        }
        for (int y = 150; y < 200; y += 10) {
            edges.source(-40, y, from);
            assertThat(from[0]).isBetween(0f, 12f);
        }
        edges.source(100, -12, from);
        assertThat(from[1]).isEqualTo(12);
    }
}
