package dev.visavis.infra.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.visavis.infra.marker.MarkerPack;
import java.util.List;
import org.junit.jupiter.api.Test;

class OffsetBenchTest {
    private static final int EVENT = 1 << MarkerPack.FRAME_BITS + MarkerPack.OFFSET_BITS;

    @Test
    void aPictureShownAfterItsBeepMeansSoundAhead() {
        // The beep began 10 ms (160 samples) before the frame's middle; the frame was shown 50 ms after it sounded.
        double[] frame = {0, 1_050, EVENT | 160 << MarkerPack.FRAME_BITS | 7, 0};
        assertThat(OffsetBench.offsets(OffsetBench.painted(List.of(frame)), List.of(300.0, 1_000.0, 1_700.0)))
                .singleElement()
                .satisfies(offset -> assertThat(offset.ms()).isCloseTo(40, within(1e-9)));
    }

    @Test
    void framesWithoutMarkAndBeepsFarAwayDoNotCount() {
        double[] plain = {0, 1_000, 7, 0};
        double[] unread = {0, 1_000, -1, 0};
        double[] lonely = {0, 1_000, EVENT, 0};
        assertThat(OffsetBench.offsets(OffsetBench.painted(List.of(plain, unread, lonely)), List.of(3_000.0)))
                .isEmpty();
    }
}
