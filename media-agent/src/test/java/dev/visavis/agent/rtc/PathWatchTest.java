package dev.visavis.agent.rtc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PathWatchTest {
    private static final long MS = 1_000_000;

    private final PathWatch watch = new PathWatch();

    @Test
    void aSecondWithoutAByteIsADeadPathAndAnyByteRevivesIt() {
        assertThat(watch.heard(100, 0)).isFalse();
        assertThat(watch.heard(100, 500 * MS)).isFalse();
        assertThat(watch.heard(100, 1_000 * MS)).isTrue();
        assertThat(watch.isDead()).isTrue();
        assertThat(watch.heard(100, 5_000 * MS)).isFalse();
        assertThat(watch.heard(101, 5_050 * MS)).isTrue();
        assertThat(watch.isDead()).isFalse();
    }

    @Test
    void nothingKnownIsNotDead() {
        watch.heard(-1, 0);
        watch.heard(-1, 9_000 * MS);
        assertThat(watch.isDead()).isFalse();
    }

    @Test
    void aDeadPathIsLookedAtMoreOften() {
        assertThat(readsIn(100)).isEqualTo(2);
        watch.heard(100, 0);
        watch.heard(100, PathWatch.SILENCE_NS);
        assertThat(readsIn(100)).isEqualTo(20);
    }

    private int readsIn(int ticks) {
        int reads = 0;
        for (int i = 0; i < ticks; i++) {
            reads += watch.reads() ? 1 : 0;
        }
        return reads;
    }
}
