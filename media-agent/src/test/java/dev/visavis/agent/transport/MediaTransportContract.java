package dev.visavis.agent.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.visavis.agent.transport.MediaTransport.State;
import dev.visavis.inference.I420Frame;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every {@link MediaTransport} does, tested against a peer that can see, hear and speak. */
@Timeout(120)
public abstract class MediaTransportContract {
    private static final int SPEECH_HZ = 500;
    private static final int VOICE_HZ = 800;

    /** A transport and its peer. */
    public interface Rig extends AutoCloseable {
        MediaTransport transport();

        /** Begins the connection; it comes about by itself. */
        void connect() throws Exception;

        /** The peer says 10 ms. */
        void peerSays(short[] pcm);

        /** Pictures that reached the peer. */
        int framesSeen();

        /** Width and height of the last one, and the mean of its luma. */
        int[] lastSeen();

        /** The last 10 ms that reached the peer, or null. */
        short[] lastHeard();

        /** The peer goes away. */
        void peerLeaves();

        @Override
        void close();
    }

    /** Notes what a transport tells. */
    private static final class Notes implements MediaTransport.Listener {
        final List<State> states = new CopyOnWriteArrayList<>();
        final List<Long> timestampsNs = new CopyOnWriteArrayList<>();
        volatile short[] lastPcm;
        volatile Consumer<State> onState = state -> {
        };
        volatile Runnable onPcm = () -> {
        };

        @Override
        public void onPcm(short[] pcm, long timestampNs) {
            timestampsNs.add(timestampNs);
            lastPcm = pcm.clone();
            onPcm.run();
        }

        @Override
        public void onStateChange(State state) {
            states.add(state);
            onState.accept(state);
        }
    }

    private final Notes notes = new Notes();
    private final Tone speech = new Tone(SPEECH_HZ, 9_000);
    private final Tone voice = new Tone(VOICE_HZ, 9_000);
    private final I420Frame frame = new I420Frame(512, 512);
    private Rig rig;
    private MediaTransport transport;

    protected abstract Rig newRig() throws Exception;

    @BeforeEach
    void open() throws Exception {
        rig = newRig();
        transport = rig.transport();
        transport.setListener(notes);
        Arrays.fill(frame.y(), (byte) 180);
        Arrays.fill(frame.u(), (byte) 128);
        Arrays.fill(frame.v(), (byte) 128);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    /** One tick of a call: both sides speak, the transport shows a picture every 40 ms. */
    private void tick(long tick) {
        rig.peerSays(speech.next());
        transport.sendPcm(voice.next(), tick * 10_000_000);
        if (tick % 4 == 0) {
            transport.sendFrame(frame, tick * 10_000_000);
        }
    }

    private void connect() throws Exception {
        rig.connect();
        Pump.until("connected", () -> transport.state() == State.CONNECTED, this::tick);
    }

    @Test
    void picturesReachThePeerInTheirSizeAndBrightness() throws Exception {
        connect();
        Pump.until("25 pictures", () -> rig.framesSeen() >= 25, this::tick);
        int[] seen = rig.lastSeen();
        assertThat(seen[0]).isEqualTo(512);
        assertThat(seen[1]).isEqualTo(512);
        assertThat(seen[2]).isBetween(174, 186);
        assertThat(transport.stats().framesSent()).isGreaterThanOrEqualTo(25);
    }

    @Test
    void soundReachesThePeer() throws Exception {
        connect();
        Pump.until("the tone", () -> rig.lastHeard() != null && Tone.amplitude(rig.lastHeard(), VOICE_HZ) > 5_000,
                this::tick);
        assertThat(Tone.amplitude(rig.lastHeard(), SPEECH_HZ)).isLessThan(1_500);
        assertThat(transport.stats().pcmSent()).isPositive();
    }

    @Test
    void thePeersSpeechArrivesInTicksWithTimestampsThatFollowEachOther() throws Exception {
        connect();
        Pump.until("the peer's tone", () -> notes.lastPcm != null && Tone.amplitude(notes.lastPcm, SPEECH_HZ) > 5_000,
                this::tick);
        Pump.until("a second of it", () -> notes.timestampsNs.size() > 100, this::tick);
        assertThat(notes.lastPcm).hasSize(MediaTransport.TICK_SAMPLES);
        List<Long> timestampsNs = List.copyOf(notes.timestampsNs);
        assertThat(timestampsNs.get(0)).isZero();
        for (int i = 1; i < timestampsNs.size(); i++) {
            assertThat(timestampsNs.get(i) - timestampsNs.get(i - 1)).isEqualTo(10_000_000L);
        }
        assertThat(transport.stats().pcmReceived()).isGreaterThanOrEqualTo(timestampsNs.size());
    }

    @Test
    void buffersMayBeReusedAtOnce() throws Exception {
        connect();
        Pump.until("25 pictures", () -> rig.framesSeen() >= 25, tick -> {
            tick(tick);
            if (tick % 4 == 0) {
                Arrays.fill(frame.y(), (byte) 16);
                Arrays.fill(frame.y(), (byte) 180);
            }
        });
        assertThat(rig.lastSeen()[2]).isBetween(174, 186);
    }

    @Test
    void sendingBeforeConnectedDoesNothing() {
        transport.sendFrame(frame, 0);
        transport.sendPcm(voice.next(), 0);
        assertThat(transport.state()).isEqualTo(State.NEW);
        assertThat(transport.stats().framesSent()).isZero();
        assertThat(transport.stats().pcmSent()).isZero();
    }

    @Test
    void aFrameTooCloseToTheOneBeforeIsCounted() throws Exception {
        connect();
        long before = transport.stats().framesSent() + transport.stats().framesDropped();
        Pump.until("two frames within a millisecond", () -> transport.stats().framesDropped() > 0, tick -> {
            transport.sendFrame(frame, tick * 10_000_000);
            transport.sendFrame(frame, tick * 10_000_000);
        });
        assertThat(transport.stats().framesSent() + transport.stats().framesDropped()).isGreaterThan(before);
    }

    @Test
    void pcmThatIsNot10MsIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> transport.sendPcm(new short[960], 0))
                .withMessageContaining("480");
    }

    @Test
    void aSecondSendingThreadIsRefused() throws Exception {
        transport.sendPcm(voice.next(), 0);
        AtomicReference<RuntimeException> thrown = new AtomicReference<>();
        FutureTask<Void> other = new FutureTask<>(() -> {
            try {
                transport.sendFrame(frame, 0);
            } catch (IllegalStateException e) {
                thrown.set(e);
            }
        }, null);
        new Thread(other).start();
        other.get(10, TimeUnit.SECONDS);
        assertThat(thrown.get()).isNotNull();
    }

    @Test
    void aSecondListenerIsRefused() {
        assertThatIllegalStateException().isThrownBy(() -> transport.setListener(new Notes()));
    }

    @Test
    void closedIsTheLastThingAListenerHears() throws Exception {
        connect();
        transport.close();
        int pcm = notes.timestampsNs.size();
        transport.close();
        transport.sendPcm(voice.next(), 0);
        transport.sendFrame(frame, 0);
        for (int i = 0; i < 20; i++) {
            rig.peerSays(speech.next());
        }
        assertThat(transport.state()).isEqualTo(State.CLOSED);
        assertThat(notes.states).startsWith(State.CONNECTING, State.CONNECTED).endsWith(State.CLOSED)
                .containsOnlyOnce(State.CLOSED);
        assertThat(notes.timestampsNs).hasSize(pcm);
    }

    @Test
    void closingBeforeAnythingHappenedIsFine() {
        transport.close();
        assertThat(notes.states).containsExactly(State.CLOSED);
    }

    @Test
    void mayBeClosedFromInsideThePcmCallback() throws Exception {
        notes.onPcm = transport::close;
        rig.connect();
        Pump.until("closed", () -> transport.state() == State.CLOSED, this::tick);
    }

    @Test
    void mayBeClosedFromInsideAStateChange() throws Exception {
        notes.onState = state -> transport.close();
        rig.connect();
        Pump.until("closed", () -> transport.state() == State.CLOSED, this::tick);
    }

    @Test
    void aListenerThatThrowsHarmsNothing() throws Exception {
        connect();
        notes.onPcm = () -> {
            throw new IllegalStateException("a listener's mistake");
        };
        int heard = notes.timestampsNs.size();
        Pump.until("more speech", () -> notes.timestampsNs.size() > heard + 10, this::tick);
    }

    @Test
    void aPeerThatLeavesIsNoticed() throws Exception {
        connect();
        rig.peerLeaves();
        Pump.until("disconnected or failed",
                () -> transport.state() == State.DISCONNECTED || transport.state() == State.FAILED, this::tick);
    }
}
