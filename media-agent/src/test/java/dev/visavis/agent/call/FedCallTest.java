package dev.visavis.agent.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.visavis.agent.transport.InMemoryTransport;
import dev.visavis.agent.transport.InMemoryTransport.SentFrame;
import dev.visavis.agent.transport.InMemoryTransport.SentPcm;
import dev.visavis.agent.transport.MediaTransport.State;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A portrait with a voice of its own: what it is fed leaves with its picture, and can be taken back. */
class FedCallTest {
    private static final int LEAD_TICKS = PortraitSpeech.LEAD_TICKS;

    private final FakeClock clock = new FakeClock();
    private final InMemoryTransport transport = new InMemoryTransport(clock::nowNs);
    private final FakeStages stages = new FakeStages(1, 2);
    private final FixedDelay delay = FixedDelay.of(stages.spec(), 40);
    private final CallPipeline pipeline = new CallPipeline(stages.stages(), transport, clock, delay, stats -> {
    });
    private final VoiceFeed feed = pipeline.voiceFeed();
    private final List<String> told = new ArrayList<>();
    private final List<Float> callerHeard = new ArrayList<>();
    private long tick;

    FedCallTest() {
        transport.become(State.CONNECTED);
        pipeline.listenWith(pcm -> callerHeard.add(pcm[0]));
        feed.setListener(new VoiceFeed.Listener() {
            @Override
            public void started(long segment) {
                told.add("started " + segment + " @" + tick);
            }

            @Override
            public void finished(long segment, long positionMs, boolean interrupted) {
                told.add("finished " + segment + " " + positionMs + (interrupted ? " interrupted" : "") + " @" + tick);
            }
        });
    }

    private void run(int ticks) {
        run(ticks, t -> {
        });
    }

    private void run(int ticks, LongConsumer before) {
        for (int i = 0; i < ticks; i++, tick++) {
            clock.awaitTick(tick);
            before.accept(tick);
            pipeline.tick(tick);
        }
    }

    private static short[] constant(int ms, int value) {
        short[] pcm = new short[48 * ms];
        java.util.Arrays.fill(pcm, (short) value);
        return pcm;
    }

    /** All that left from a tick on, in one piece. */
    private short[] voiceFrom(long fromTick) {
        List<SentPcm> sent = transport.pcm().subList((int) fromTick, transport.pcm().size());
        short[] all = new short[480 * sent.size()];
        for (int i = 0; i < sent.size(); i++) {
            System.arraycopy(sent.get(i).samples(), 0, all, 480 * i, 480);
        }
        return all;
    }

    private void assertEveryFrameOnceInOrder() {
        List<SentFrame> frames = transport.frames();
        for (int i = 0; i < frames.size(); i++) {
            assertThat(FakeStages.number(frames.get(i).frame())).isEqualTo(i);
        }
    }

    @Test
    void aVoiceThatIsAheadLeavesSoonWholeAndUnchanged() {
        short[] noise = new short[48 * 1_000];
        java.util.Random random = new java.util.Random(1);
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (short) random.nextInt(-20_000, 20_000);
        }
        run(100);
        feed.write(noise);
        feed.endSegment();
        run(200);
        short[] left = voiceFrom(100 + LEAD_TICKS);
        assertThat(java.util.Arrays.copyOf(left, noise.length)).isEqualTo(noise);
        assertThat(told).containsExactly("started 1 @" + (100 + LEAD_TICKS),
                "finished 1 1000 @" + (100 + LEAD_TICKS + 99));
        assertEveryFrameOnceInOrder();
    }

    /** The one promise of a call holds when the past was changed, too. */
    @ParameterizedTest
    @ValueSource(ints = {100, 101, 102, 103})
    void anImpulseAndItsFrameLeaveTogether(int startTick) {
        short[] pcm = new short[48 * 400];
        for (int i = 0; i < 48 * 80; i++) { // a bump of 80 ms: every frame hears a part of it
            pcm[3_000 + i] = (short) (15_000 * (1 - Math.cos(2 * Math.PI * i / (48 * 80))));
        }
        run(startTick);
        feed.write(pcm);
        feed.endSegment();
        run(100);
        short[] voice = voiceFrom(0);
        int at = 0;
        for (int i = 0; i < voice.length; i++) {
            at = voice[i] > voice[at] ? i : at;
        }
        SentFrame frame = transport.frames().stream()
                .max((a, b) -> FakeStages.loudness(a.frame()) - FakeStages.loudness(b.frame())).orElseThrow();
        assertThat(FakeStages.loudness(frame.frame())).isGreaterThan(190);
        long voiceNs = at * 1_000_000_000L / 48_000;
        assertThat(frame.timestampNs()).isCloseTo(voiceNs, within(20_000_000L));
        assertEveryFrameOnceInOrder();
    }

    @Test
    void aVoiceInRealTimeLeavesEvenly() {
        run(100);
        run(100, t -> feed.write(constant(10, 5_000)));
        feed.endSegment();
        run(50);
        short[] left = voiceFrom(0);
        int first = 0;
        while (left[first] == 0) {
            first++;
        }
        for (int i = first; i < first + 48_000; i++) {
            assertThat(left[i]).isEqualTo((short) 5_000);
        }
        assertThat(left[first + 48_000]).as("what ends loud dies away").isLessThan((short) 5_000);
        assertThat(left[first + 48_480]).isZero();
        assertThat(told).hasSize(2);
        assertThat(told.get(1)).startsWith("finished 1 1000 ");
    }

    @ParameterizedTest
    @ValueSource(ints = {150, 151, 152, 153})
    void clearSilencesTheVoiceAtOnceAndClosesTheLips(int clearTick) {
        run(100);
        feed.write(constant(10_000, 20_000));
        run(clearTick - 100);
        feed.clear();
        run(60);
        short[] after = voiceFrom(clearTick);
        for (int i = PortraitSpeech.FADE_SAMPLES; i < after.length; i++) {
            assertThat(after[i]).as("sample " + i).isZero();
        }
        List<SentFrame> later = transport.frames().stream().filter(f -> f.timestampNs() > clearTick * 10_000_000L)
                .toList();
        assertThat(later).hasSizeGreaterThan(10);
        assertThat(FakeStages.loudness(later.get(0).frame())).isLessThanOrEqualTo((int) (0.4 * 156) + 1);
        assertThat(later.subList(2, later.size())).allSatisfy(f -> assertThat(FakeStages.loudness(f.frame())).isZero());
        assertThat(told.get(1)).isEqualTo("finished 1 " + (clearTick - 103) * 10 + " interrupted @" + clearTick);
        assertEveryFrameOnceInOrder();
    }

    @Test
    void whatFollowsAClearIsSaidSoonAndSeen() {
        run(100);
        feed.write(constant(5_000, 20_000));
        run(50);
        feed.clear();
        feed.write(constant(500, 10_000));
        feed.endSegment();
        run(100);
        assertThat(told).hasSize(4);
        assertThat(told.subList(1, 4)).containsExactly("finished 1 470 interrupted @150",
                "started 2 @" + (150 + LEAD_TICKS), "finished 2 500 @" + (150 + LEAD_TICKS + 49));
        assertThat(voiceFrom(150 + LEAD_TICKS)).startsWith(constant(500, 10_000));
        assertThat(transport.frames().stream().filter(f -> f.timestampNs() > 1_700_000_000L
                && f.timestampNs() < 1_950_000_000L)).allSatisfy(
                        f -> assertThat(FakeStages.loudness(f.frame())).isCloseTo(78, within(1)));
        assertEveryFrameOnceInOrder();
    }

    @Test
    void segmentsFollowEachOtherWithoutAGap() {
        run(100);
        for (int i = 0; i < 3; i++) {
            feed.write(constant(200, 1_000 * (i + 1)));
            feed.endSegment();
        }
        run(100);
        short[] left = voiceFrom(100 + LEAD_TICKS);
        for (int i = 0; i < 3; i++) {
            assertThat(java.util.Arrays.copyOfRange(left, 9_600 * i, 9_600 * (i + 1)))
                    .containsOnly(1_000 * (i + 1));
        }
        assertThat(told.stream().filter(t -> t.startsWith("finished")).map(t -> t.replaceAll(" @.*", "")))
                .containsExactly("finished 1 200", "finished 2 200", "finished 3 200");
    }

    @Test
    void aSegmentThatRunsDryPausesAndGoesOnWithoutAClick() {
        run(100);
        feed.write(constant(100, 20_000));
        run(50);
        feed.write(constant(100, 20_000));
        feed.endSegment();
        run(50);
        short[] left = voiceFrom(100);
        for (int i = 100 * 480 / 10; i < left.length; i++) {
            if (left[i - 1] != 0 || left[i] != 20_000) { // the very first sample is the program's own
                assertThat(Math.abs(left[i] - left[i - 1])).as("step at " + i).isLessThan(1_000);
            }
        }
        assertThat(told.stream().map(t -> t.replaceAll(" @.*", ""))).containsExactly("started 1", "finished 1 200");
    }

    @Test
    void theCallerIsHeardByTheListenerAndNotRepeated() {
        run(200, t -> pipeline.inboundAudio().write(constant(10, 8_000)));
        assertThat(callerHeard.get(150)).isCloseTo(8_000 / 32_768f, within(0.01f));
        assertThat(voiceFrom(0)).containsOnly(0);
        pipeline.listenWith(null);
        run(200, t -> pipeline.inboundAudio().write(constant(10, 8_000)));
        assertThat(voiceFrom(350)[0]).isCloseTo((short) 8_000, within((short) 100));
        assertThat(callerHeard).hasSize(200);
    }
}
