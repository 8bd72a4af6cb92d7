package dev.visavis.agent.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.visavis.agent.transport.Tone;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InboundAudioTest {
    private static final int HZ = 400;
    private static final double AMPLITUDE = 10_000;

    private final InboundAudio inbound = new InboundAudio();
    private final Tone tone = new Tone(HZ, AMPLITUDE);
    private final float[] speech = new float[480];
    private float last;
    private float largestStep;
    private int silentTicks;

    /** Reads a tick and notes the largest step from sample to sample and whether anything was heard. */
    private void read() {
        read(0);
    }

    private void read(long lagNs) {
        inbound.read(speech, lagNs);
        double power = 0;
        for (float s : speech) {
            largestStep = Math.max(largestStep, Math.abs(s - last));
            last = s;
            power += s * s;
        }
        silentTicks += power / 480 < 1e-4 ? 1 : 0;
    }

    /** The steepest that the tone itself is, with one percent for the stretch and some for the fades. */
    private static float steepest() {
        return (float) (AMPLITUDE / 32_768 * 2 * Math.PI * HZ / 48_000 * 1.35);
    }

    /**
     * Arrivals at another rate, with jitter, for two minutes: nothing is lost, repeated or left out, or there would be
     * a step; and what waits stays around its target, or there would be a gap.
     */
    @ParameterizedTest
    @ValueSource(doubles = {0.992, 0.995, 1, 1.004, 1.008})
    void otherClocksAreAbsorbed(double rate) {
        Random random = new Random(1);
        double nextArrivalMs = 0;
        for (int t = 0; t < 12_000; t++) {
            while (nextArrivalMs + random.nextGaussian() <= t * 10) {
                inbound.write(tone.next());
                nextArrivalMs += 10 / rate;
            }
            read();
            if (t == 10) {
                silentTicks = 0; // the start waits for the target
            }
        }
        assertThat(silentTicks).isZero();
        assertThat(largestStep).isLessThan(steepest());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.992, 1.008})
    void theRateThatIsReadFollowsTheRateThatArrives(double rate) {
        double nextArrivalMs = 0;
        int crossings = 0;
        boolean above = false;
        for (int t = 0; t < 6_000; t++) {
            while (nextArrivalMs <= t * 10) {
                inbound.write(tone.next());
                nextArrivalMs += 10 / rate;
            }
            read();
            for (float s : speech) {
                if (t >= 3_000 && Math.abs(s) > 1e-3 && s > 0 != above) {
                    above = s > 0;
                    crossings++;
                }
            }
        }
        assertThat(crossings / 2 / 30.0).isCloseTo(HZ * rate, within(0.5));
    }

    @Test
    void aGapIsFadedAndSpeechGoesOnAfterIt() {
        for (int t = 0; t < 600; t++) {
            if (t < 200 || t >= 230) {
                inbound.write(tone.next());
            }
            read();
        }
        assertThat(silentTicks).isBetween(27, 36);
        assertThat(largestStep).isLessThan(steepest());
        assertThat(rms()).isCloseTo(AMPLITUDE / 32_768 / Math.sqrt(2), within(0.01));
    }

    @Test
    void aBurstUpToTheLimitIsHeardWhole() {
        for (int t = 0; t < 300; t++) {
            int pieces = t == 100 ? 15 : t > 100 && t < 115 ? 0 : 1;
            for (int i = 0; i < pieces; i++) {
                inbound.write(tone.next());
            }
            read();
        }
        assertThat(largestStep).isLessThan(steepest());
        assertThat(silentTicks).isLessThan(6);
    }

    @Test
    void overTheLimitTheOldestIsDropped() {
        for (int i = 0; i < 40; i++) {
            inbound.write(constant(i < 37 ? 8_000 : -8_000));
        }
        for (int t = 0; t < 3; t++) {
            read();
        }
        assertThat(last).isNegative();
        assertThat(largestStep).isLessThan(0.02f);
    }

    @Test
    void aCallThatIsBehindMayFindMoreAndLosesNothing() {
        for (int i = 0; i < 3; i++) {
            inbound.write(tone.next());
        }
        for (int t = 0; t < 100; t++) {
            inbound.write(tone.next());
            read();
        }
        largestStep = 0;
        silentTicks = 0;
        for (int i = 0; i < 60; i++) {
            inbound.write(tone.next()); // the call stalls for 600 ms while speech keeps coming
        }
        for (int t = 60; t > 0; t--) {
            read(t * 10_000_000L);
        }
        assertThat(silentTicks).isZero();
        assertThat(largestStep).isLessThan(steepest());
    }

    @Test
    void nothingEverArrivesIsSilence() {
        for (int t = 0; t < 100; t++) {
            read();
        }
        assertThat(silentTicks).isEqualTo(100);
        assertThat(largestStep).isZero();
    }

    private static short[] constant(int value) {
        short[] pcm = new short[480];
        java.util.Arrays.fill(pcm, (short) value);
        return pcm;
    }

    private double rms() {
        double power = 0;
        for (float s : speech) {
            power += s * s;
        }
        return Math.sqrt(power / speech.length);
    }
}
