package dev.visavis.agent.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.visavis.agent.call.FakePack;
import dev.visavis.agent.transport.InMemoryWebRtcTransport;
import dev.visavis.agent.transport.MediaTransport;
import dev.visavis.agent.transport.NegotiationException;
import dev.visavis.agent.transport.NegotiationException.Reason;
import dev.visavis.agent.transport.Pump;
import dev.visavis.agent.transport.Tone;
import dev.visavis.inference.portrait.PortraitSource;
import dev.visavis.signaling.protocol.Addresses;
import dev.visavis.signaling.protocol.AgentReply.CallOpened;
import dev.visavis.signaling.protocol.AgentReply.Done;
import dev.visavis.signaling.protocol.AgentReply.IceRestarted;
import dev.visavis.signaling.protocol.AgentRequest;
import dev.visavis.signaling.protocol.AgentRequest.AddCandidates;
import dev.visavis.signaling.protocol.AgentRequest.CloseCall;
import dev.visavis.signaling.protocol.AgentRequest.OpenCall;
import dev.visavis.signaling.protocol.AgentRequest.RestartIce;
import dev.visavis.signaling.protocol.AgentRequest.SetControls;
import dev.visavis.signaling.protocol.CallEvent.State;
import dev.visavis.signaling.protocol.CallEvent.Stats;
import dev.visavis.signaling.protocol.CallFormat;
import dev.visavis.signaling.protocol.Controls;
import dev.visavis.signaling.protocol.Presenter;
import dev.visavis.signaling.protocol.Wire;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An agent on a real event bus, with pictures and a network that are made up. */
@Timeout(60)
class AgentWorkerTest {
    private static final String OFFER = "v=0\r\n";
    private static final AgentOptions OPTIONS = AgentOptions.of("one", 2).withTimeouts(20_000, 400).withWarmUpTicks(8);

    private final Vertx vertx = Vertx.vertx();
    private final FakePack pack = new FakePack();
    private final List<InMemoryWebRtcTransport> transports = new CopyOnWriteArrayList<>();
    private final Caller caller = new Caller(vertx, "one");
    private NegotiationException refusal;
    private AgentWorker agent;

    @BeforeEach
    void start() throws Exception {
        agent = start(OPTIONS);
    }

    private AgentWorker start(AgentOptions options) throws Exception {
        return start(options, AgentWorkerTest::photo);
    }

    private static Optional<PortraitSource> photo(String id) {
        return Optional.of(new PortraitSource(id, new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), null));
    }

    private AgentWorker start(AgentOptions options, Function<String, Optional<PortraitSource>> photos)
            throws Exception {
        AgentEngine engine = new AgentEngine(pack, pack::newMark,
                List.of(new Presenter("w1", "Anna"), new Presenter("m1", "Ben")), photos);
        return Caller.get(AgentWorker.start(vertx, options, engine, () -> {
            InMemoryWebRtcTransport transport = new InMemoryWebRtcTransport();
            if (refusal != null) {
                transport.refuse(refusal);
            }
            transports.add(transport);
            return transport;
        }));
    }

    @AfterEach
    void stop() throws Exception {
        Caller.get(agent.close());
        Caller.get(vertx.close());
    }

    private static OpenCall open(String callId) {
        return new OpenCall(callId, OFFER, "w1", Controls.UNCHANGED);
    }

    /** Opens a call and connects its peer. */
    private InMemoryWebRtcTransport live(String callId) throws Exception {
        caller.listenTo(callId);
        caller.ask(open(callId), CallOpened.class);
        InMemoryWebRtcTransport transport = transports.get(transports.size() - 1);
        transport.media().become(MediaTransport.State.CONNECTING);
        transport.media().become(MediaTransport.State.CONNECTED);
        caller.awaitState(State.LIVE);
        return transport;
    }

    private void awaitReleased() {
        Pump.until("everything is released", () -> agent.calls() == 0 && pack.openStages() == 0
                && transports.stream().allMatch(t -> t.state() == MediaTransport.State.CLOSED));
    }

    @Test
    void announcesItself() {
        Pump.until("a status", () -> caller.lastStatus() != null);
        assertThat(caller.lastStatus().agentId()).isEqualTo("one");
        assertThat(caller.lastStatus().capacity()).isEqualTo(2);
        assertThat(caller.lastStatus().calls()).isZero();
        assertThat(caller.lastStatus().presenters()).extracting(Presenter::id).containsExactly("w1", "m1");
        assertThat(caller.lastStatus().draining()).isFalse();
    }

    @Test
    void oneThatIsAwaitedTakesCallsBeforeItIsWarm() throws Exception {
        Caller.get(agent.close());
        int decoders = pack.decoders();
        CompletableFuture<Void> photosCome = new CompletableFuture<>();
        agent = start(OPTIONS.withAwaited(true), id -> {
            photosCome.join();
            return photo(id);
        });
        assertThat(pack.decoders()).as("nothing is drawn without a photo").isEqualTo(decoders);
        photosCome.complete(null);
        Pump.until("it has warmed up", () -> pack.decoders() == decoders + 1 && pack.openStages() == 0);
        live("a");
    }

    @Test
    void oneThatEndsWhileItWarmsUpDoesNotFinishThat() throws Exception {
        Caller.get(agent.close());
        int decoders = pack.decoders();
        agent = start(OPTIONS.withAwaited(true).withWarmUpTicks(Integer.MAX_VALUE));
        Pump.until("it warms up", () -> pack.decoders() > decoders);
        Caller.get(agent.close());
        assertThat(pack.openStages()).isZero();
    }

    @Test
    void everyPresenterIsOpenedOnce() throws Exception {
        Pump.until("both presenters are open", () -> pack.portraits() == 2);
        live("a");
        live("b");
        assertThat(pack.portraits()).isEqualTo(2);
    }

    @Test
    void otherPresentersAreOpenedWhenNobodyCalls() throws Exception {
        Pump.until("both presenters are open", () -> pack.portraits() == 2);
        Caller.get(agent.close());
        CompletableFuture<Void> photosCome = new CompletableFuture<>();
        agent = start(OPTIONS.withAwaited(true), id -> {
            photosCome.join();
            return photo(id);
        });
        var opened = vertx.eventBus().request(Addresses.agent("one"), Wire.encode(open("a")));
        Pump.until("it is called", () -> agent.calls() == 1);
        photosCome.complete(null);
        Caller.get(opened);
        caller.listenTo("a");
        transports.get(transports.size() - 1).media().become(MediaTransport.State.CONNECTED);
        Pump.until("statistics", () -> caller.stats().size() > 1);
        assertThat(pack.portraits()).as("the one that is called").isEqualTo(3);
        caller.ask(new CloseCall("a", "DELETE"), Done.class);
        Pump.until("the other is open, too", () -> pack.portraits() == 4);
    }

    @Test
    void aCallIsAnsweredGoesLiveAndTalks() throws Exception {
        caller.listenTo("a");
        CallOpened opened = caller.ask(open("a"), CallOpened.class);
        assertThat(opened.answer()).isEqualTo(OFFER);
        assertThat(opened.delayMs()).isEqualTo(80);
        var media = transports.get(0).media();
        media.become(MediaTransport.State.CONNECTED);
        Tone tone = new Tone(500, 9_000);
        Pump.until("pictures and the peer's own voice", () -> media.frames().size() > 10
                && media.pcm().stream().anyMatch(p -> Tone.amplitude(p.samples(), 500) > 8_000),
                t -> media.peerSays(tone.next()));
        Pump.until("statistics", () -> caller.stats().size() > 1, t -> media.peerSays(tone.next()));
        Stats stats = caller.stats().get(1);
        assertThat(stats.delayMs()).isEqualTo(80);
        assertThat(stats.framesPerSecond()).isPositive();
        assertThat(stats.speechLevelDb()).isGreaterThan(-40);
        assertThat(caller.states()).containsExactly(State.CONNECTING, State.LIVE);
    }

    @Test
    void closingReleasesEverythingBeforeItIsAnswered() throws Exception {
        InMemoryWebRtcTransport transport = live("a");
        caller.ask(new CloseCall("a", "DELETE"), Done.class);
        assertThat(transport.state()).isEqualTo(MediaTransport.State.CLOSED);
        assertThat(pack.openStages()).isZero();
        assertThat(agent.calls()).isZero();
        caller.awaitState(State.CLOSED);
        assertThat(caller.lastReason()).isEqualTo("DELETE");
        assertThat(threadNames()).doesNotContain("call-a");
    }

    private static List<String> threadNames() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
    }

    @Test
    void closingAnUnknownCallIsDone() throws Exception {
        caller.ask(new CloseCall("nobody", ""), Done.class);
    }

    @Test
    void aCallMayBeClosedWhileItIsOpened() throws Exception {
        var opening = caller.send(open("a"));
        caller.ask(new CloseCall("a", "changed my mind"), Done.class);
        Caller.get(opening.otherwise(new JsonObject()));
        awaitReleased();
    }

    @Test
    void aPeerThatNeverConnectsIsGivenUp() throws Exception {
        Caller.get(agent.close());
        agent = start(OPTIONS.withTimeouts(400, 400));
        caller.listenTo("a");
        caller.ask(open("a"), CallOpened.class);
        caller.awaitState(State.CLOSED);
        assertThat(caller.lastReason()).contains("did not connect");
        awaitReleased();
    }

    @Test
    void aPeerThatIsSilentForTooLongIsGivenUp() throws Exception {
        live("a").media().become(MediaTransport.State.DISCONNECTED);
        caller.awaitState(State.CLOSED);
        assertThat(caller.states()).containsExactly(State.CONNECTING, State.LIVE, State.INTERRUPTED, State.CLOSED);
        awaitReleased();
    }

    @Test
    void aLostConnectionEndsTheCall() throws Exception {
        live("a").media().become(MediaTransport.State.FAILED);
        caller.awaitState(State.CLOSED);
        assertThat(caller.lastReason()).contains("lost");
        awaitReleased();
    }

    @Test
    void aFailingEngineEndsItsCallWithTheReasonAndNoOther() throws Exception {
        InMemoryWebRtcTransport good = live("good");
        Caller other = new Caller(vertx, "one");
        other.listenTo("bad");
        pack.decoderFails(true);
        other.ask(open("bad"), CallOpened.class);
        other.awaitState(State.CLOSED);
        assertThat(other.lastReason()).contains("out of ink");
        int frames = good.media().frames().size();
        Pump.until("the other goes on", () -> good.media().frames().size() > frames + 10);
        assertThat(agent.calls()).isEqualTo(1);
    }

    @Test
    void moreCallsThanItCanTakeAreRefusedAndTheOthersGoOn() throws Exception {
        InMemoryWebRtcTransport a = live("a");
        live("b");
        ReplyException refused = caller.refusal(open("c"));
        assertThat(refused.failureCode()).isEqualTo(503);
        assertThat(refused.getMessage()).contains("busy");
        int frames = a.media().frames().size();
        Pump.until("a goes on", () -> a.media().frames().size() > frames + 5);
        caller.ask(new CloseCall("b", ""), Done.class);
        caller.ask(open("c"), CallOpened.class);
    }

    @Test
    void badRequestsAreRefusedWithTheirStatusAndLeaveNothingBehind() throws Exception {
        assertRefused(new OpenCall("a", "not SDP", "w1", Controls.UNCHANGED), 400, "not SDP");
        assertRefused(new OpenCall("a", OFFER, "nobody", Controls.UNCHANGED), 422, "w1, m1");
        assertRefused(new OpenCall("a", OFFER, "w1", new Controls(99.0, null, null, null, null, null, null)), 422,
                "gaze yaw");
        refusal = new NegotiationException(Reason.NO_COMMON_CODEC, "no H.264");
        assertRefused(open("a"), 406, "no H.264");
        refusal = new NegotiationException(Reason.NO_AUDIO, "no sound");
        assertRefused(open("a"), 422, "no sound");
        refusal = new NegotiationException(Reason.MALFORMED, "nonsense");
        assertRefused(open("a"), 400, "nonsense");
        refusal = new NegotiationException(Reason.INTERNAL, "broken");
        assertRefused(open("a"), 500, "broken");
        refusal = null;
        awaitReleased();
        caller.ask(open("a"), CallOpened.class);
        assertRefused(open("a"), 400, "already");
        assertRefused(new AddCandidates("nobody", ""), 404, "no such call");
        assertRefused(new SetControls("a", new Controls(null, null, null, Map.of("bored", 1.0), null, null, null)), 400,
                "bored");
    }

    private void assertRefused(AgentRequest request, int status, String word)
            throws Exception {
        ReplyException refused = caller.refusal(request);
        assertThat(refused.failureCode()).as(refused.getMessage()).isEqualTo(status);
        assertThat(refused.getMessage()).contains(word);
    }

    @Test
    void aPhotoThatCannotBeUsedIsToldAndTriedAgain() throws Exception {
        Pump.until("both presenters are open", () -> pack.portraits() == 2);
        Caller.get(agent.close());
        pack.portraitFails(true);
        agent = start(OPTIONS.withWarmUpTicks(0));
        assertRefused(open("a"), 422, "no face");
        pack.portraitFails(false);
        Pump.until("the first is released", () -> agent.calls() == 0);
        caller.ask(open("a"), CallOpened.class);
    }

    @Test
    void aBodyThatIsNoRequestIsRefused() throws Exception {
        var reply = vertx.eventBus().request(Addresses.agent("one"), new JsonObject().put("type", "sing"));
        assertThatThrownBy(() -> Caller.get(reply)).isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(ReplyException.class)
                .satisfies(e -> assertThat(((ReplyException) e.getCause()).failureCode()).isEqualTo(400));
    }

    @Test
    void fragmentsReachTheTransport() throws Exception {
        InMemoryWebRtcTransport transport = live("a");
        caller.ask(new AddCandidates("a", "a=end-of-candidates\r\n"), Done.class);
        assertThat(transport.candidates()).isEqualTo(1);
        IceRestarted restarted = caller.ask(new RestartIce("a", "a=ice-ufrag:x\r\n"), IceRestarted.class);
        assertThat(restarted.fragment()).isEqualTo("a=ice-ufrag:x\r\n");
    }

    @Test
    void controlsReachThePicture() throws Exception {
        InMemoryWebRtcTransport transport = live("a");
        caller.ask(new SetControls("a", new Controls(null, null, 1.5, null, null, null, null)), Done.class);
        Pump.until("a picture from further away", () -> transport.media().frames().stream()
                .anyMatch(f -> (f.frame().y()[f.frame().y().length - 1] & 0xff) == 150));
    }

    /** The same connection, the same pictures' size, another person before another wall. */
    @Test
    void aCallMayShowSomeoneElseSomewhereElse() throws Exception {
        InMemoryWebRtcTransport transport = live("a");
        awaitPicture(transport, "the presenter called", FakePack.WHO, 'w');
        caller.ask(new SetControls("a", look("m1", "#000042")), Done.class);
        awaitPicture(transport, "the other one", FakePack.WHO, 'm');
        awaitPicture(transport, "another wall", FakePack.WHERE, 0x42);
        caller.ask(new SetControls("a", look(null, "own")), Done.class);
        awaitPicture(transport, "their own wall", FakePack.WHERE, 0);
        assertRefused(new SetControls("a", look("nobody", null)), 422, "w1, m1");
        assertRefused(new SetControls("a", look(null, "paradise")), 422, "own, blurred");
        assertRefused(new SetControls("a",
                new Controls(99.0, null, null, null, null, null, null, "w1", null)), 400, "gaze yaw");
        awaitPicture(transport, "whoever was shown", FakePack.WHO, 'm');
        assertThat(transport.state()).isEqualTo(MediaTransport.State.CONNECTED);
        Caller.get(agent.close());
        awaitReleased();
    }

    private static Controls look(String portrait, String background) {
        return new Controls(null, null, null, null, null, null, null, portrait, background);
    }

    /** The last picture sent must be it. */
    private static void awaitPicture(InMemoryWebRtcTransport transport, String what, int pixel, int value)
            throws Exception {
        Pump.until(what, () -> {
            var frames = transport.media().frames();
            return !frames.isEmpty() && frames.get(frames.size() - 1).frame().y()[pixel] == value;
        });
    }

    @Test
    void aCallMayAskForAnotherFormat() throws Exception {
        assertRefused(new OpenCall("c", OFFER, "w1", Controls.UNCHANGED, new CallFormat(64, 36, 50)), 400, "50");
        awaitReleased();
        CallOpened plain = caller.ask(open("a"), CallOpened.class);
        CallOpened wide = caller.ask(new OpenCall("b", OFFER, "w1", Controls.UNCHANGED, new CallFormat(64, 36, 40)),
                CallOpened.class);
        assertThat(wide.delayMs()).isEqualTo(plain.delayMs() + 40);
    }

    @Test
    void drainingTakesNoNewCallsAndKeepsTheOldOnes() throws Exception {
        InMemoryWebRtcTransport transport = live("a");
        agent.drain();
        Pump.until("the status says so", () -> caller.lastStatus() != null && caller.lastStatus().draining());
        assertThat(caller.refusal(open("b")).failureCode()).isEqualTo(503);
        assertThat(transport.state()).isEqualTo(MediaTransport.State.CONNECTED);
    }

    @Test
    void shuttingDownReleasesEveryCall() throws Exception {
        live("a");
        live("b");
        Caller.get(agent.close());
        awaitReleased();
        assertThat(caller.states()).endsWith(State.CLOSED);
        assertThat(caller.lastReason()).contains("shut down");
    }
}
