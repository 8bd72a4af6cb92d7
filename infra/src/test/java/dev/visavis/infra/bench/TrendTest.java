package dev.visavis.infra.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrendTest {
    private static final double[] SECONDS = IntStream.range(0, 600).mapToDouble(i -> i * 0.75).toArray();
    private final Random random = new Random(11);

    private Trend noisy(double slope, double noise) {
        return Trend.of(SECONDS, IntStream.range(0, SECONDS.length)
                .mapToDouble(i -> slope * SECONDS[i] + noise * random.nextGaussian()).toArray());
    }

    @Test
    void aLineIsFound() {
        Trend trend = noisy(0.02, 0);
        assertThat(trend.perSecond()).isCloseTo(0.02, within(1e-6));
        assertThat(trend.isTold()).isTrue();
    }

    @Test
    void aMomentOfStutterTurnsNothing() {
        double[] values = IntStream.range(0, SECONDS.length).mapToDouble(i -> i < 520 ? 0.02 * SECONDS[i] : -400)
                .toArray();
        assertThat(Trend.of(SECONDS, values).perSecond()).isCloseTo(0.02, within(0.002));
    }

    /** As often as a standard error promises: two thirds of the slopes are within one of the truth. */
    @Test
    void theStandardErrorIsThatOfTheSlope() {
        List<Trend> trends = IntStream.range(0, 300).mapToObj(i -> noisy(0.01, 20)).toList();
        long within = trends.stream().filter(t -> Math.abs(t.perSecond() - 0.01) < t.standardError()).count();
        assertThat(within / 300.0).isBetween(0.55, 0.8);
        assertThat(trends.stream().filter(Trend::isTold).count()).as("20 ms of noise hide 10 ms in 1000 s")
                .isLessThan(200);
    }

    @Test
    void severalKnowMoreThanOne() {
        Trend mean = Trend.mean(List.of(new Trend(1, 0.1), new Trend(3, 1), new Trend(1, 0.1)));
        assertThat(mean.perSecond()).isCloseTo(1.01, within(0.01));
        assertThat(mean.standardError()).isCloseTo(0.07, within(0.001));
    }

    @Test
    void tooFewPointsTellNothing() {
        assertThat(Trend.of(new double[] {1, 2}, new double[] {5, 6}).perSecond()).isNaN();
        assertThat(new Trend(Double.NaN, Double.NaN).isTold()).isFalse();
    }
}
