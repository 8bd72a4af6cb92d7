package dev.visavis.agent.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.visavis.agent.transport.InMemoryTransport.SentFrame;
import dev.visavis.agent.transport.InMemoryTransport.SentPcm;
import dev.visavis.agent.transport.InMemoryTransport;
import dev.visavis.agent.transport.MediaTransport.State;
import dev.visavis.inference.I420Frame;
import dev.visavis.inference.VideoFormat;
import dev.visavis.inference.motion.Emotion;
import dev.visavis.inference.motion.MotionControls;
import dev.visavis.inference.render.FaceDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallPipelineTest {
    private static final int ALLOWANCE_MS = 20;
    private static final long TICK_NS = CallClock.TICK_NS;

    private final FakeClock clock = new FakeClock();
    private final InMemoryTransport transport = new InMemoryTransport(clock::nowNs);
    private final List<CallStats> stats = new ArrayList<>();
    private long tick;

    private CallPipeline pipeline(FakeStages stages) {
        transport.become(State.CONNECTED);
        return new CallPipeline(stages.stages(), transport, clock, FixedDelay.of(stages.spec(), ALLOWANCE_MS),
                stats::add);
    }

    /** Runs ticks; before each, what the microphone gives in it is fed in, if anything. */
    private void run(CallPipeline pipeline, int ticks, LongFunction<short[]> microphone) {
        for (int i = 0; i < ticks; i++, tick++) {
            clock.awaitTick(tick);
            short[] pcm = microphone.apply(tick);
            if (pcm != null) {
                pipeline.inboundAudio().write(pcm);
            }
            pipeline.tick(tick);
        }
    }

    private static short[] silence(long tick) {
        return new short[480];
    }

    private static short[] nothing(long tick) {
        return null;
    }

    @Test
    void delayIsLookAheadHopWaitAndAllowanceInWholeTicks() {
        assertThat(FixedDelay.of(new FakeStages(1, 0).spec(), 20).ms()).isEqualTo(40);
        assertThat(FixedDelay.of(new FakeStages(2, 3).spec(), 15).ms()).isEqualTo(200);
    }

    /** The one promise of a call: what is heard at s, and the picture of s, leave together at s + D. */
    @ParameterizedTest
    @CsvSource({"1, 0", "1, 3", "2, 2", "4, 1"})
    void anImpulseAndItsFrameLeaveAtTheSameTick(int hopFrames, int lookaheadFrames) {
        FakeStages stages = new FakeStages(hopFrames, lookaheadFrames);
        CallPipeline pipeline = pipeline(stages);
        run(pipeline, 99, CallPipelineTest::silence);
        // It is heard about 20 ms later; where in call time is read off the voice, and the picture must agree with it.
        run(pipeline, 1, t -> impulse());
        run(pipeline, 100, CallPipelineTest::silence);

        SentPcm voice = loudest(transport.pcm());
        SentFrame frame = loudestFrame(transport.frames());
        long delayNs = FixedDelay.of(stages.spec(), ALLOWANCE_MS).ns();
        long frameMiddleNs = FakeStages.number(frame.frame()) * 40_000_000L + 20_000_000;
        assertThat(frame.timestampNs()).isEqualTo(frameMiddleNs + delayNs);
        long impulseNs = voice.timestampNs() + peak(voice.samples()) * 1_000_000_000L / 48_000 - delayNs;
        assertThat(impulseNs).isCloseTo(frameMiddleNs, within(5_000_000L));
        assertThat(frame.timestampNs() - impulseNs - delayNs).isCloseTo(0L, within(5_000_000L));
    }

    /** 20 samples near the end of a piece. */
    private static short[] impulse() {
        short[] pcm = new short[480];
        for (int i = 450; i < 470; i++) {
            pcm[i] = 30_000;
        }
        return pcm;
    }

    private static SentPcm loudest(List<SentPcm> pcm) {
        return pcm.stream().max((a, b) -> Integer.compare(a.samples()[peak(a.samples())],
                b.samples()[peak(b.samples())])).orElseThrow();
    }

    private static int peak(short[] samples) {
        int at = 0;
        for (int i = 0; i < samples.length; i++) {
            at = samples[i] > samples[at] ? i : at;
        }
        return at;
    }

    private static SentFrame loudestFrame(List<SentFrame> frames) {
        return frames.stream().max((a, b) -> FakeStages.loudness(a.frame()) - FakeStages.loudness(b.frame()))
                .orElseThrow();
    }

    @Test
    void withoutAMicrophonePictureAndSilenceComeAllTheSame() {
        FakeStages stages = new FakeStages(2, 2);
        run(pipeline(stages), 1_000, CallPipelineTest::nothing);
        List<SentFrame> frames = transport.frames();
        assertThat(frames.size()).isBetween(242, 250);
        for (int i = 0; i < frames.size(); i++) {
            assertThat(FakeStages.number(frames.get(i).frame())).isEqualTo(i);
            assertThat(frames.get(i).timestampNs()).isEqualTo(i * 40_000_000L + 20_000_000
                    + FixedDelay.of(stages.spec(), ALLOWANCE_MS).ns());
        }
        assertThat(transport.pcm()).hasSize(1_000).allSatisfy(p -> assertThat(p.samples()).containsOnly(0));
        assertThat(stats).hasSize(10);
        assertThat(stats.get(9).framesPerSecond()).isEqualTo(25);
        assertThat(stats.get(9).framesDropped()).isZero();
        assertThat(stats.get(9).speechLevelDb()).isEqualTo(CallStats.SILENCE_DB);
    }

    @ParameterizedTest
    @ValueSource(ints = {30, 40})
    void picturesAtOtherRatesLeaveAtTheirOwnTimes(int rate) {
        FakeStages stages = new FakeStages(1, 2);
        VideoFormat format = stages.spec().format().at(rate);
        FixedDelay delay = FixedDelay.of(stages.spec(), format, ALLOWANCE_MS);
        assertThat(delay.ms()).isEqualTo(FixedDelay.of(stages.spec(), ALLOWANCE_MS).ms() + 40);
        transport.become(State.CONNECTED);
        run(new CallPipeline(stages.stages(format), transport, clock, delay, stats::add), 1_000,
                CallPipelineTest::nothing);
        List<SentFrame> frames = transport.frames();
        assertThat(frames.size()).isBetween(10 * rate - 8, 10 * rate);
        long frameNs = 1_000_000_000L / rate;
        for (int i = 0; i < frames.size(); i++) {
            assertThat(FakeStages.number(frames.get(i).frame())).isEqualTo(i);
            assertThat(frames.get(i).timestampNs()).isEqualTo(i * frameNs + frameNs / 2 + delay.ns());
        }
        assertThat(stats.get(9).framesPerSecond()).isEqualTo(rate);
        assertThat(stats.get(9).framesDropped()).isZero();
    }

    /** Every picture is one face or the other's, and none is missing. */
    @Test
    void anotherFaceIsShownFromThePictureAfter() {
        FakeStages stages = new FakeStages(1, 2);
        CallPipeline pipeline = pipeline(stages);
        run(pipeline, 200, CallPipelineTest::nothing);
        List<String> closed = new ArrayList<>();
        pipeline.show(new Face(50, closed));
        pipeline.show(new Face(90, closed));
        assertThat(closed).as("never shown").containsExactly("50");
        run(pipeline, 200, CallPipelineTest::nothing);
        assertThat(stages.closed()).as("the face before").isEqualTo(1);
        List<SentFrame> frames = transport.frames();
        int changed = 0;
        for (int i = 0; i < frames.size(); i++) {
            assertThat(FakeStages.number(frames.get(i).frame())).isEqualTo(i);
            if (frames.get(i).frame().y()[100] == 90) {
                changed++;
                assertThat(frames.get(i).timestampNs()).isGreaterThan(200 * TICK_NS);
            } else {
                assertThat(changed).as("the old face after the new").isZero();
                assertThat(frames.get(i).timestampNs()).as("shown within 500 ms").isLessThan(250 * TICK_NS);
            }
        }
        assertThat(changed).isGreaterThan(30);
        pipeline.show(new Face(70, closed));
        pipeline.close();
        assertThat(closed).containsExactly("50", "90", "70");
    }

    /** Writes its number into every picture. */
    private record Face(int number, List<String> closed) implements FaceDecoder {
        @Override
        public void decode(float[] latent, I420Frame frame) {
            frame.y()[100] = (byte) number;
        }

        @Override
        public void close() {
            closed.add(Integer.toString(number));
        }
    }

    @Test
    void everyTickOfVoiceLeavesAtItsTime() {
        run(pipeline(new FakeStages(1, 1)), 300, CallPipelineTest::silence);
        List<SentPcm> pcm = transport.pcm();
        for (int i = 0; i < pcm.size(); i++) {
            assertThat(pcm.get(i).timestampNs()).isEqualTo(i * TICK_NS);
        }
    }

    @Test
    void aSlowFrameIsStillSentAndAFrameTooLateIsDroppedWhileTheVoiceStaysWhole() {
        FakeStages stages = new FakeStages(1, 0)
                .onFrame(n -> clock.advanceMs(n == 50 ? 45 : n == 100 ? 200 : 0));
        run(pipeline(stages), 800, CallPipelineTest::nothing);
        List<Integer> numbers = transport.frames().stream().map(f -> FakeStages.number(f.frame())).toList();
        assertThat(numbers).contains(50, 51, 52).doesNotContain(100, 101);
        assertThat(numbers).isSorted().doesNotHaveDuplicates().contains(105, 150, 190);
        assertThat(transport.pcm()).hasSize(800);
        int dropped = (int) stats.get(stats.size() - 1).framesDropped();
        assertThat(dropped).isBetween(2, 6);
        assertThat(numbers.get(numbers.size() - 1) + 1 - numbers.size()).isEqualTo(dropped);
    }

    @Test
    void framesMadeTooLateAreNotEvenDrawn() {
        List<Integer> drawn = new ArrayList<>();
        FakeStages stages = new FakeStages(4, 0).onFrame(n -> {
            drawn.add(n);
            clock.advanceMs(n == 3 ? 600 : 0);
        });
        run(pipeline(stages), 200, CallPipelineTest::nothing);
        assertThat(drawn.size()).isLessThan(40);
        assertThat(stats.get(stats.size() - 1).framesDropped()).isPositive();
    }

    @Test
    void aCallThatIsAlwaysTooSlowShowsWhatItCan() {
        FakeStages stages = new FakeStages(1, 0).onFrame(n -> clock.advanceMs(50));
        run(pipeline(stages), 1_000, CallPipelineTest::nothing);
        assertThat(transport.frames().size()).isBetween(120, 200);
        assertThat(transport.pcm()).hasSize(1_000);
    }

    @Test
    void controlsTakeEffectWithTheNextMotion() {
        FakeStages stages = new FakeStages(1, 0);
        CallPipeline pipeline = pipeline(stages);
        run(pipeline, 100, CallPipelineTest::nothing);
        pipeline.setControls(
                new MotionControls(0, 0, 1.5f, new float[Emotion.values().length], 1, 1, 20));
        run(pipeline, 100, CallPipelineTest::nothing);
        List<SentFrame> frames = transport.frames();
        assertThat(FakeStages.distance(frames.get(20).frame())).isEqualTo(1);
        assertThat(FakeStages.distance(frames.get(30).frame())).isEqualTo(1.5f);
    }

    @Test
    void aFailingStageGetsOut() {
        CallPipeline pipeline = pipeline(new FakeStages(1, 0).onFrame(n -> {
            throw new IllegalStateException("no face");
        }));
        assertThatThrownBy(() -> run(pipeline, 10, CallPipelineTest::nothing)).hasMessage("no face");
    }

    @Test
    void speechLevelIsTold() {
        run(pipeline(new FakeStages(1, 0)), 300, t -> {
            short[] pcm = new short[480];
            java.util.Arrays.fill(pcm, (short) 3_277);
            return pcm;
        });
        assertThat(stats.get(2).speechLevelDb()).isCloseTo(-20, within(0.1));
    }

    @Test
    void generateTimeIsThatOfAllStagesOfAFrame() {
        run(pipeline(new FakeStages(1, 0).onFrame(n -> clock.advanceMs(7))), 300, CallPipelineTest::nothing);
        assertThat(stats.get(2).generateMsP95()).isCloseTo(7, within(0.01));
        assertThat(stats.get(2).stages()).isEqualTo(new CallStats.StageTimes(0, 0, 0, 7));
    }

    @Test
    void closingClosesTheStages() {
        FakeStages stages = new FakeStages(1, 0);
        pipeline(stages).close();
        assertThat(stages.closed()).isEqualTo(4);
    }
}
