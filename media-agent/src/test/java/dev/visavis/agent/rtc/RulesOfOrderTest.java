package dev.visavis.agent.rtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.visavis.agent.sdp.IceFragments;
import dev.visavis.agent.sdp.Offers;
import dev.visavis.agent.transport.MediaTransport.Listener;
import dev.visavis.agent.transport.MediaTransport.State;
import dev.visavis.agent.transport.NegotiationException;
import dev.visavis.agent.transport.TransportOptions;
import dev.visavis.inference.I420Frame;
import dev.visavis.signaling.protocol.Sdp;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/**
 * Rules 2, 4 and 5 of the library (package documentation), on a connection that only notes what it is told: breaking
 * them for real aborts the process.
 */
class RulesOfOrderTest {
    private final List<String> told = new ArrayList<>();
    private final List<byte[]> pushedPcm = new ArrayList<>();
    private final Queue<Runnable> control = new ArrayDeque<>();
    private final I420Frame frame = new I420Frame(16, 16);
    private final short[] pcm = new short[480];
    private long nowNs;
    private Connection.Events events;
    private Sdp applied;
    private boolean stepsFail;
    private long received = -1;
    private long encoded;
    private long estimateBps = -1;
    private final WebRtcJavaTransport transport = new WebRtcJavaTransport(e -> {
        events = e;
        return new NotingConnection();
    }, TransportOptions.DEFAULTS, control::add, () -> nowNs);

    private final class NotingConnection implements Connection {
        @Override
        public Sdp answer(Sdp offer) {
            applied = offer;
            told.add("answer");
            return offer;
        }

        @Override
        public void addCandidate(IceFragments.Candidate candidate) {
            told.add("candidate");
        }

        @Override
        public void pushFrame(I420Frame pushed) {
            told.add("frame");
        }

        @Override
        public void pushPcm(byte[] s16le) {
            told.add("pcm");
            pushedPcm.add(s16le.clone());
        }

        @Override
        public void limitBitrate(int minBps, int maxBps) {
            told.add("limit " + maxBps / 1_000);
        }

        @Override
        public void setVoiceBitrate(int bps) {
            told.add("voice " + bps / 1_000);
        }

        @Override
        public void setVideoActive(boolean active) {
            told.add(active ? "video on" : "video off");
        }

        @Override
        public void requestStats() {
            told.add("stats");
            events.onStats(1_000, 12, estimateBps, received, encoded);
        }

        @Override
        public void stopGathering() {
            // may come at any time
        }

        @Override
        public void removeSink() {
            step("remove sink");
        }

        @Override
        public void closeConnection() {
            step("close connection");
        }

        @Override
        public void disposeTracks() {
            step("dispose tracks");
        }

        @Override
        public void disposeSources() {
            step("dispose sources");
        }

        private void step(String name) {
            told.add(name);
            if (stepsFail) {
                throw new Error("Native object was not deleted. A reference is still around somewhere.");
            }
        }
    }

    private void runControl() {
        while (!control.isEmpty()) {
            control.remove().run();
        }
    }

    private void answer() {
        transport.answer(Offers.chrome());
        runControl();
    }

    private void send() {
        nowNs += 40_000_000;
        transport.sendFrame(frame, nowNs);
        transport.sendPcm(pcm, nowNs);
    }

    @Test
    void theOfferIsReducedToH264BeforeItIsApplied() {
        answer();
        assertThat(applied.media("video").orElseThrow().formats()).containsExactly("106", "107");
    }

    @Test
    void nothingIsPushedBeforeConnected() {
        send();
        answer();
        send();
        events.onState(State.CONNECTING);
        send();
        assertThat(told).containsExactly("answer");
        events.onState(State.CONNECTED);
        send();
        assertThat(told).containsExactly("answer", "frame", "pcm");
    }

    @Test
    void soundIsPushedAs10MsOfLittleEndian16Bit() {
        answer();
        events.onState(State.CONNECTED);
        for (int i = 0; i < pcm.length; i++) {
            pcm[i] = (short) (i * 131 - 31_000);
        }
        transport.sendPcm(pcm, 0);
        short[] heard = new short[480];
        ByteBuffer.wrap(pushedPcm.get(0)).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(heard);
        assertThat(pushedPcm.get(0)).hasSize(960);
        assertThat(heard).isEqualTo(pcm);
    }

    @Test
    void framesAreMoreThanAMillisecondApart() {
        answer();
        events.onState(State.CONNECTED);
        transport.sendFrame(frame, 0);
        nowNs += 1_000_000;
        transport.sendFrame(frame, 1);
        nowNs += 1;
        transport.sendFrame(frame, 2);
        assertThat(told).containsExactly("answer", "frame", "frame");
        assertThat(transport.stats().framesDropped()).isEqualTo(1);
    }

    @Test
    void closingHasItsOrderAndNothingIsPushedAfterIt() {
        answer();
        events.onState(State.CONNECTED);
        transport.close();
        send();
        transport.close();
        assertThat(told).containsExactly("answer", "remove sink", "close connection", "dispose tracks",
                "dispose sources");
    }

    @Test
    void aStepOfClosingThatFailsDoesNotStopTheOthers() {
        stepsFail = true;
        answer();
        transport.close();
        assertThat(told).endsWith("remove sink", "close connection", "dispose tracks", "dispose sources");
        assertThat(transport.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void closingInsideACallbackIsHandedOff() {
        listen(state -> transport.close());
        answer();
        events.onState(State.CONNECTED);
        assertThat(told).containsExactly("answer");
        send();
        runControl();
        assertThat(told).startsWith("answer").contains("close connection");
        assertThat(transport.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void afterClosingNothingIsNegotiated() {
        answer();
        transport.close();
        CompletionStage<Void> added = transport.addCandidates(Sdp.parse("a=end-of-candidates"));
        runControl();
        assertThatThrownBy(() -> added.toCompletableFuture().getNow(null))
                .hasCauseInstanceOf(NegotiationException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void anOfferIsAnsweredOnce() {
        answer();
        CompletionStage<Sdp> again = transport.answer(Offers.chrome());
        runControl();
        assertThatThrownBy(() -> again.toCompletableFuture().getNow(null))
                .hasCauseInstanceOf(NegotiationException.class).hasMessageContaining("already");
    }

    @Test
    void statesOnlyMoveForward() {
        List<State> states = new ArrayList<>();
        listen(states::add);
        answer();
        for (State state : new State[] {State.NEW, State.CONNECTING, State.CONNECTED, State.CONNECTING,
            State.DISCONNECTED, State.CONNECTED, State.CONNECTED, State.FAILED, State.CONNECTED}) {
            events.onState(state);
        }
        assertThat(states).containsExactly(State.CONNECTING, State.CONNECTED, State.DISCONNECTED, State.CONNECTED,
                State.FAILED);
    }

    @Test
    void statisticsAreAskedForTwiceASecond() {
        answer();
        events.onState(State.CONNECTED);
        assertThat(transport.stats().bytesSent()).isEqualTo(-1);
        tick(PathWatch.ALIVE_TICKS);
        assertThat(told).containsOnlyOnce("stats");
        assertThat(transport.stats().bytesSent()).isEqualTo(1_000);
        assertThat(transport.stats().roundTripMs()).isEqualTo(12);
    }

    @Test
    void nothingIsShownToAPeerThatHearsNothing() {
        answer();
        events.onState(State.CONNECTED);
        received = 5_000;
        tick(2 * PathWatch.ALIVE_TICKS);
        assertThat(told).doesNotContain("video off");
        tick(3 * PathWatch.ALIVE_TICKS);
        assertThat(told).containsOnlyOnce("video off").doesNotContain("video on");
        received = 5_001;
        tick(3 * PathWatch.DEAD_TICKS);
        assertThat(told).containsOnlyOnce("video on");
    }

    @Test
    void theLimitOfTheBitrateFollowsTheSizeOfThePictures() {
        answer();
        events.onState(State.CONNECTED);
        for (int size : new int[] {512, 512, 256, 1_024}) {
            nowNs += 40_000_000;
            transport.sendFrame(new I420Frame(size, size), nowNs);
            runControl();
        }
        assertThat(told).containsExactly("answer", "frame", "limit 655", "frame", "frame", "limit 163", "frame",
                "limit 1500");
    }

    @Test
    void theVoiceTakesWhatThePathLeaves() {
        answer();
        events.onState(State.CONNECTED);
        for (long bps : new long[] {-1, 200_000, 800_000, 800_000, 200_000}) {
            estimateBps = bps;
            tick(2 * PathWatch.ALIVE_TICKS);
        }
        assertThat(told.stream().filter(what -> what.startsWith("voice"))).containsExactly("voice 72", "voice 32");
    }

    @Test
    void whatTheEncoderLeavesOutCountsAsDropped() {
        answer();
        events.onState(State.CONNECTED);
        encoded = 40;
        for (int i = 0; i < 50; i++) {
            nowNs += 40_000_000;
            transport.sendFrame(frame, nowNs);
        }
        tick(PathWatch.ALIVE_TICKS);
        assertThat(transport.stats().framesDropped()).isEqualTo(7); // ten, less three that may be under way
        assertThat(transport.stats().framesSent()).isEqualTo(43);
    }

    private void tick(int times) {
        for (int i = 0; i < times; i++) {
            nowNs += 10_000_000;
            transport.sendPcm(pcm, 0);
            runControl();
        }
    }

    private void listen(java.util.function.Consumer<State> onState) {
        transport.setListener(new Listener() {
            @Override
            public void onPcm(short[] heard, long timestampNs) {
                // not in these tests
            }

            @Override
            public void onStateChange(State state) {
                onState.accept(state);
            }
        });
    }
}
