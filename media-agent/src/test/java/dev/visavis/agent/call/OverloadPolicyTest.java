package dev.visavis.agent.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.visavis.inference.I420Frame;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class OverloadPolicyTest {
    private final OverloadPolicy policy = new OverloadPolicy();

    private double rate() {
        return LongStream.range(0, 100).filter(policy::draws).count() / 4.0;
    }

    private void overload(int seconds) {
        for (int i = 0; i < seconds; i++) {
            policy.second(20, 5);
        }
    }

    private void calm(int seconds) {
        for (int i = 0; i < seconds; i++) {
            policy.second(25, 0);
        }
    }

    @Test
    void oneBadSecondChangesNothing() {
        overload(1);
        calm(1);
        overload(1);
        assertThat(rate()).isEqualTo(25);
    }

    @Test
    void lastingOverloadTakesPicturesThenSize() {
        double[] rates = new double[5];
        boolean[] halved = new boolean[5];
        for (int i = 0; i < 5; i++) {
            rates[i] = rate();
            halved[i] = policy.halves();
            overload(2);
        }
        assertThat(rates).containsExactly(25, 20, 15, 12.5, 12.5);
        assertThat(halved).containsExactly(false, false, false, false, true);
        assertThat(rate()).as("there is no step below the last").isEqualTo(12.5);
    }

    @Test
    void picturesAreLeftOutEvenly() {
        overload(4);
        long[] drawn = LongStream.range(0, 100).filter(policy::draws).toArray();
        for (int i = 1; i < drawn.length; i++) {
            assertThat(drawn[i] - drawn[i - 1]).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void calmBringsItBackAndAFailedTrialMakesItWaitLonger() {
        overload(2);
        calm(OverloadPolicy.CALM_SECONDS);
        assertThat(rate()).isEqualTo(25);
        overload(2); // the trial has failed
        calm(OverloadPolicy.CALM_SECONDS);
        assertThat(rate()).isEqualTo(20);
        calm(OverloadPolicy.CALM_SECONDS);
        assertThat(rate()).isEqualTo(25);
    }

    @Test
    void halvedPicturesAreTheMeanOfFourPixels() {
        I420Frame whole = new I420Frame(8, 4);
        for (int i = 0; i < whole.y().length; i++) {
            whole.y()[i] = (byte) (i % 8 * 20 + i / 8 * 4);
        }
        Arrays.fill(whole.u(), (byte) 200);
        I420Frame half = new HalfSize(8, 4).of(whole);
        assertThat(half.width()).isEqualTo(4);
        assertThat(half.y()).startsWith(12, 52, 92, (byte) 132, 20);
        assertThat(half.u()).containsOnly((byte) 200);
    }
}
