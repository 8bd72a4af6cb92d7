package dev.visavis.agent.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class VoiceFeedTest {
    private final VoiceFeed feed = new VoiceFeed();
    private final float[] tick = new float[480];

    private static short[] ms(int ms, int value) {
        short[] pcm = new short[48 * ms];
        java.util.Arrays.fill(pcm, (short) value);
        return pcm;
    }

    @Test
    void takesAMinuteAndRefusesMoreAsAWhole() {
        for (int s = 0; s < 59; s++) {
            assertThat(feed.write(ms(1_000, 1))).isTrue();
        }
        assertThat(feed.write(ms(1_001, 1))).isFalse();
        assertThat(feed.waitingMs()).isEqualTo(59_000);
        assertThat(feed.write(ms(1_000, 1))).isTrue();
        assertThat(feed.read(tick)).isEqualTo(480);
        assertThat(feed.write(ms(10, 1))).isTrue();
        assertThat(feed.write(ms(1, 1))).isFalse();
    }

    @Test
    void waitsForAStartUnlessTheSegmentHasEnded() {
        feed.write(ms(VoiceFeed.START_MS - 1, 100));
        assertThat(feed.read(tick)).isZero();
        feed.endSegment();
        assertThat(feed.begins()).isTrue();
        assertThat(feed.read(tick)).isEqualTo(480);
        assertThat(feed.begins()).isFalse();
        assertThat(tick).containsOnly(100 / 32_768f);
    }

    @Test
    void aReadNeverMixesSegments() {
        feed.write(ms(15, 1));
        feed.endSegment();
        feed.write(ms(5, 2));
        feed.write(ms(5, 3));
        feed.endSegment();
        assertThat(feed.read(tick)).isEqualTo(480);
        assertThat(feed.read(tick)).isEqualTo(240);
        assertThat(feed.readSegment().number).isEqualTo(1);
        assertThat(feed.read(tick)).isEqualTo(480);
        assertThat(feed.readSegment().number).isEqualTo(2);
        assertThat(tick[239]).isEqualTo(2 / 32_768f);
        assertThat(tick[240]).isEqualTo(3 / 32_768f);
        assertThat(feed.read(tick)).isZero();
    }

    @Test
    void clearTakesBackEverySegmentAndWhatComesNextIsNew() {
        feed.write(ms(50, 1));
        feed.endSegment();
        feed.write(ms(50, 2));
        feed.clear();
        feed.write(ms(50, 3));
        assertThat(feed.takeCut()).extracting(s -> s.number).isEqualTo(List.of(1L, 2L));
        assertThat(feed.takeCut()).isNull();
        assertThat(feed.waitingMs()).isEqualTo(50);
        feed.read(tick);
        assertThat(feed.readSegment().number).isEqualTo(3);
    }

    @Test
    void anEmptySegmentIsNone() {
        feed.endSegment();
        feed.write(new short[0]);
        feed.endSegment();
        feed.clear();
        assertThat(feed.isIdle()).isTrue();
        assertThat(feed.takeCut()).isNull();
    }
}
