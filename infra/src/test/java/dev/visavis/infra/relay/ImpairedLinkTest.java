package dev.visavis.infra.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImpairedLinkTest {
    private static final long MS = 1_000_000;
    private static final int PACKETS = 20_000;
    private static final int BYTES = 1_222; // 1250 with headers: 10,000 bits

    private static List<Long> run(Impairment impairment, long seed, double everyMs) {
        ImpairedLink link = new ImpairedLink(seed);
        link.set(impairment);
        List<Long> leaves = new ArrayList<>();
        for (int i = 0; i < PACKETS; i++) {
            leaves.add(link.leaves((long) (i * everyMs * MS), BYTES));
        }
        return leaves;
    }

    private static double lossOf(List<Long> leaves) {
        return leaves.stream().filter(t -> t == ImpairedLink.LOST).count() / (double) leaves.size();
    }

    private static double meanBurst(List<Long> leaves) {
        int bursts = 0;
        for (int i = 1; i < leaves.size(); i++) {
            if (leaves.get(i) == ImpairedLink.LOST && leaves.get(i - 1) != ImpairedLink.LOST) {
                bursts++;
            }
        }
        return lossOf(leaves) * leaves.size() / bursts;
    }

    @Test
    void withoutImpairmentPacketsLeaveAtOnce() {
        List<Long> leaves = run(Impairment.NONE, 1, 1);
        assertThat(leaves.get(77)).isEqualTo(77 * MS);
        assertThat(lossOf(leaves)).isZero();
    }

    @Test
    void losesItsShareOneByOneOrInBursts() {
        List<Long> single = run(Impairment.NONE.withLoss(0.05), 1, 1);
        assertThat(lossOf(single)).isCloseTo(0.05, within(0.01));
        assertThat(meanBurst(single)).isCloseTo(1.05, within(0.05));
        List<Long> bursts = run(Impairment.NONE.withBursts(0.2, 5), 1, 1);
        assertThat(lossOf(bursts)).isCloseTo(0.2, within(0.02));
        assertThat(meanBurst(bursts)).isCloseTo(5, within(0.5));
    }

    @Test
    void sameSeedSameFates() {
        Impairment bad = Impairment.NONE.withBursts(0.2, 3).withDelay(100, 50).withReordering(0.1);
        assertThat(run(bad, 7, 5)).isEqualTo(run(bad, 7, 5)).isNotEqualTo(run(bad, 8, 5));
    }

    @Test
    void jitterStaysInItsBoundsAndKeepsTheOrder() {
        List<Long> leaves = run(Impairment.NONE.withDelay(100, 50), 3, 20);
        for (int i = 1; i < leaves.size(); i++) {
            assertThat((leaves.get(i) - i * 20 * MS) / (double) MS).isBetween(50.0, 150.0);
            assertThat(leaves.get(i)).isGreaterThanOrEqualTo(leaves.get(i - 1));
        }
    }

    @Test
    void reorderedPacketsAreOvertaken() {
        List<Long> leaves = run(Impairment.NONE.withReordering(0.1), 3, 5);
        long overtaken = 0;
        for (int i = 1; i < leaves.size(); i++) {
            overtaken += leaves.get(i) < leaves.get(i - 1) ? 1 : 0;
        }
        assertThat(overtaken / (double) PACKETS).isCloseTo(0.09, within(0.015)); // 0.1 less those held beside each other
    }

    @Test
    void whatDoesNotFitTheRateWaitsAndThenIsDropped() {
        // 2 Mbit/s into 1 Mbit/s: half is lost, and what passes has waited for the whole queue.
        List<Long> leaves = run(Impairment.NONE.withRate(1_000_000), 3, 5);
        assertThat(lossOf(leaves)).isCloseTo(0.5, within(0.01));
        long last = leaves.stream().filter(t -> t != ImpairedLink.LOST).reduce((a, b) -> b).orElseThrow();
        assertThat((last - (PACKETS - 1) * 5 * MS) / (double) MS).isBetween(290.0, 320.0);
    }

    @Test
    void nothingPassesAnOutage() {
        assertThat(lossOf(run(Impairment.NONE.withOutage(true), 3, 5))).isEqualTo(1);
    }

    @Test
    void refusesWhatIsNoImpairment() {
        assertThatIllegalArgumentException().isThrownBy(() -> Impairment.NONE.withLoss(1.5));
        assertThatIllegalArgumentException().isThrownBy(() -> Impairment.NONE.withDelay(10, 20));
    }
}
