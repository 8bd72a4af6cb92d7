package dev.visavis.infra.marker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.visavis.inference.I420Frame;
import dev.visavis.inference.TalkingHead;
import dev.visavis.inference.audio.AudioEncoder;
import dev.visavis.inference.provenance.VisibleBadge;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MarkerPackTest {
    private static final int OFFSET_MASK = (1 << MarkerPack.OFFSET_BITS) - 1;

    @Test
    void aBeepIsPaintedWhereItBegan() {
        int onset = 16_000 + 123;
        int expectedFrame = 25; // middle samples lie at 640 n + 320
        int middle = 640 * expectedFrame + 320;
        List<Integer> codes = speak(onset);
        List<Integer> events = codes.stream()
                .filter(c -> c >>> MarkerPack.FRAME_BITS + MarkerPack.OFFSET_BITS == 1).toList();
        assertThat(events).hasSize(1);
        assertThat(events.get(0) & (1 << MarkerPack.FRAME_BITS) - 1).isEqualTo(expectedFrame);
        assertThat(events.get(0) >>> MarkerPack.FRAME_BITS & OFFSET_MASK).isEqualTo(middle - onset);
    }

    @Test
    void anOnsetAfterTheMiddleBelongsToTheNextFrame() {
        int onset = 640 * 25 + 321;
        assertThat(speak(onset)).contains(1 << MarkerPack.FRAME_BITS + MarkerPack.OFFSET_BITS
                | 639 << MarkerPack.FRAME_BITS | 26);
    }

    private static List<Integer> speak(int onset) {
        List<Integer> codes = new ArrayList<>();
        MarkerPack pack = new MarkerPack();
        I420Frame frame = new I420Frame(512, 512);
        float[] pcm = new float[AudioEncoder.TICK_SAMPLES];
        try (TalkingHead head = new TalkingHead(pack, () -> "nobody", new VisibleBadge(), 1)) {
            for (int tick = 0; tick < 200; tick++) {
                for (int i = 0; i < pcm.length; i++) {
                    pcm[i] = tick * pcm.length + i >= onset ? 0.5f : 0;
                }
                head.push(pcm);
                while (head.pull(frame)) {
                    codes.add(MarkerCode.read(frame));
                }
            }
        }
        return codes;
    }
}
