package dev.visavis.agent.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Recorded speech as the portrait's voice, its echo in the microphone, and a caller. */
class EchoGateTest {
    private static final int TICKS = 1_500;
    private static float[] recording;

    private final EchoGate gate = new EchoGate();
    private final Random noise = new Random(1);
    private final double[] said = new double[TICKS + EchoGate.LOOK_BACK_TICKS];

    @BeforeAll
    static void load() throws Exception {
        try (AudioInputStream in = AudioSystem.getAudioInputStream(EchoGateTest.class
                .getResource("/dev/visavis/inference/librispeech-2033-164914-0000.wav"))) {
            byte[] bytes = in.readAllBytes();
            short[] at16k = new short[bytes.length / 2];
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(at16k);
            recording = new float[3 * at16k.length];
            double power = 0;
            for (int i = 0; i < recording.length; i++) {
                recording[i] = at16k[i / 3] / 32_768f;
                power += recording[i] * recording[i];
            }
            float toMinus20 = (float) (0.1 / Math.sqrt(power / recording.length));
            for (int i = 0; i < recording.length; i++) {
                recording[i] *= toMinus20;
            }
        }
    }

    private static float speech(long sample) {
        return sample < 0 ? 0 : recording[(int) (sample % recording.length)];
    }

    /** Gain of the caller's voice, at a tick. */
    private interface Caller {
        float gain(int tick);
    }

    /**
     * Runs the portrait's voice at -20 dBFS, its echo and the caller through the gate.
     *
     * @return for each tick, the power that came out
     */
    private double[] run(int echoMs, double echoGain, Caller caller) {
        double[] out = new double[TICKS];
        float[] mic = new float[480];
        short[] voice = new short[480];
        float[] passed = new float[480];
        for (int t = 0; t < TICKS; t++) {
            for (int i = 0; i < 480; i++) {
                float own = caller.gain(t) * speech(480L * t + i + 48_000L * 5);
                said[t + EchoGate.LOOK_BACK_TICKS] += own * own / 480;
                long at = 480L * t + i;
                voice[i] = (short) (32_767 * Math.max(-1, Math.min(1, speech(at))));
                mic[i] = (float) (echoGain * speech(at - 48L * echoMs)) + 0.0005f * (float) noise.nextGaussian()
                        + own;
            }
            gate.process(mic, voice, passed);
            for (float s : passed) {
                out[t] += s * s / 480;
            }
        }
        return out;
    }

    /** -60 dBFS: more than the noise of the room. */
    private static double heard(double[] power, int from) {
        int heard = 0;
        for (int t = from; t < TICKS; t++) {
            heard += power[t] > 1e-6 ? 1 : 0;
        }
        return (double) heard / (TICKS - from);
    }

    /** Of the ticks in which the caller speaks, how many came out. */
    private double passed(double[] power, int from) {
        int spoken = 0;
        int heard = 0;
        for (int t = from; t < TICKS; t++) {
            if (said[t] > 1e-5) {
                spoken++;
                heard += power[t] > 1e-6 ? 1 : 0;
            }
        }
        return (double) heard / spoken;
    }

    /** The portrait does not hear itself, from its first word on. */
    @ParameterizedTest
    @CsvSource({"120, -20", "230, -20", "480, -20", "230, -14", "230, -30"})
    void theEchoAloneNeverOpensTheGate(int echoMs, double echoDb) {
        double[] out = run(echoMs, Math.pow(10, echoDb / 20), t -> 0);
        assertThat(heard(out, 0)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {700, 900})
    void aCallerWhoSpeaksOverTheEchoIsHeard(int fromTick) {
        double[] out = run(230, 0.1, t -> t >= fromTick ? 0.7f : 0);
        int opened = fromTick;
        while (out[opened] < 1e-6) {
            opened++;
        }
        assertThat(opened - fromTick).as("ticks until the caller is heard").isLessThan(60);
        assertThat(passed(out, opened)).isGreaterThan(0.8);
    }

    /** With headphones on there is no echo, and once that is clear a soft voice will do. */
    @ParameterizedTest
    @ValueSource(ints = {600})
    void withoutAnEchoASoftCallerIsHeard(int fromTick) {
        double[] out = run(0, 0, t -> t >= fromTick ? 0.15f : 0);
        assertThat(passed(out, fromTick + 60)).isGreaterThan(0.7);
    }
}
