package dev.visavis.agent.jitsi.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.visavis.agent.opus.OpusDecoder;
import dev.visavis.agent.opus.OpusEncoder;
import dev.visavis.agent.transport.Tone;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The receive buffer over real Opus, with a network that a test makes packet by packet. */
class PlayoutBufferTest {
    private static final int HZ = 440;
    private static final long MS = 1_000_000;

    private final OpusEncoder encoder = new OpusEncoder();
    private final OpusDecoder decoder = new OpusDecoder();
    private final PlayoutBuffer buffer = new PlayoutBuffer(decoder);
    private final Tone tone = new Tone(HZ, 9_000);
    private final List<short[]> heard = new ArrayList<>();
    private int silent;
    private int runs;

    @AfterEach
    void close() {
        encoder.close();
        decoder.close();
    }

    private byte[] packet() {
        byte[] packet = new byte[OpusEncoder.MAX_BYTES];
        short[] pcm = new short[OpusEncoder.PACKET_SAMPLES];
        System.arraycopy(tone.next(), 0, pcm, 0, 480);
        System.arraycopy(tone.next(), 0, pcm, 480, 480);
        return Arrays.copyOf(packet, encoder.encode(pcm, packet));
    }

    private interface Network {
        /** When packet n arrives, in ms; negative if never. */
        double arrivesMs(int n);
    }

    /** Sends packets for some seconds and reads every 10 ms. */
    private void run(int packets, Network network) {
        runs++;
        TreeMap<Double, Integer> arrivals = new TreeMap<>();
        byte[][] all = new byte[packets][];
        for (int n = 0; n < packets; n++) {
            all[n] = packet();
            double at = network.arrivesMs(n);
            if (at >= 0) {
                arrivals.put(at + n * 1e-6, n);
            }
        }
        short[] pcm = new short[PlayoutBuffer.READ_SAMPLES];
        for (int ms = 0; ms < packets * 20; ms += 10) {
            while (!arrivals.isEmpty() && arrivals.firstKey() <= ms) {
                var next = arrivals.pollFirstEntry();
                int n = next.getValue();
                buffer.put(5 + runs, n, 960L * n, all[n], 0, all[n].length, (long) (next.getKey() * MS));
            }
            if (buffer.read(pcm)) {
                heard.add(pcm.clone());
            } else {
                silent++;
            }
        }
    }

    /** Share of the pieces after the first second in which the tone is whole. */
    private double whole() {
        List<short[]> late = heard.subList(100, heard.size());
        return late.stream().filter(p -> Math.abs(Tone.amplitude(p, HZ) - 9_000) < 1_500).count()
                / (double) late.size();
    }

    @Test
    void aGoodNetworkIsHeardAsItIsWithLittleDelay() {
        encoder.setLoss(0);
        run(250, n -> 20 * n);
        assertThat(whole()).isEqualTo(1);
        assertThat(buffer.concealed() + buffer.lateOrLost()).isZero();
        assertThat(buffer.delayMs()).isLessThan(60);
        assertThat(silent).isLessThan(8);
    }

    @Test
    void reorderedPacketsAreHeardInOrder() {
        Random random = new Random(1);
        run(400, n -> 20 * n + (random.nextInt(10) == 0 ? 35 : 0));
        assertThat(whole()).isGreaterThan(0.98);
    }

    @Test
    void jitterIsWaitedForAndTheDelayFollowsIt() {
        Random random = new Random(2);
        run(500, n -> 20 * n + random.nextInt(60));
        assertThat(buffer.delayMs()).isBetween(40.0, 140.0);
        assertThat(whole()).isGreaterThan(0.95);
    }

    @Test
    void aLostPacketIsRecoveredFromTheNext() {
        encoder.setLoss(0.2);
        Random random = new Random(3);
        run(400, n -> n > 50 && random.nextInt(20) == 0 ? -1 : 20 * n);
        assertThat(buffer.recovered()).isGreaterThan(8);
        assertThat(whole()).as("one packet in twenty is lost, and half heard by its redundancy").isGreaterThan(0.85);
        assertThat(heard.size() + silent).isEqualTo(800);
    }

    @Test
    void afterABurstTheDelayGoesDownAgainWithoutAJump() {
        run(700, n -> n < 60 || n > 75 ? 20 * n : 20 * 75); // 300 ms that come all at once
        assertThat(buffer.shortened()).isPositive();
        assertThat(buffer.delayMs()).isLessThan(120);
        int steps = 0;
        for (short[] piece : heard.subList(300, heard.size())) {
            for (int i = 1; i < piece.length; i++) {
                steps = Math.max(steps, Math.abs(piece[i] - piece[i - 1]));
            }
        }
        assertThat(steps).as("largest step between samples; the tone's own is 520").isLessThan(2_000);
    }

    /** Whatever the network does, every read gives 10 ms or nothing. */
    @Test
    void noNetworkBreaksIt() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            int[] delayMs = new int[1];
            run(200, n -> {
                delayMs[0] = random.nextInt(12) == 0 ? random.nextInt(400) : Math.max(0, delayMs[0] - 20);
                return random.nextInt(8) == 0 ? -1 : 20 * n + delayMs[0];
            });
        }
        assertThat(buffer.shortened()).isPositive();
        assertThat(buffer.concealed()).isPositive();
    }

    @Test
    void silenceOfThePeerIsNoSpeechAndItComesBack() {
        run(200, n -> n < 80 || n > 140 ? 20 * n : -1);
        assertThat(silent).isGreaterThan(50);
        short[] last = heard.get(heard.size() - 1);
        assertThat(Tone.amplitude(last, HZ)).isGreaterThan(7_000);
    }

    @Test
    void aNewSourceStartsAnew() {
        run(50, n -> 20 * n);
        byte[] packet = packet();
        for (int i = 0; i < 5; i++) {
            buffer.put(99, 40_000 + i, 77_777 + 960L * i, packet, 0, packet.length, (1_000 + 20 * i) * MS);
        }
        assertThat(buffer.read(new short[480])).isTrue();
    }
}
