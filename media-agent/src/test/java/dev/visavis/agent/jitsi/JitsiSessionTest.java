package dev.visavis.agent.jitsi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.visavis.agent.rtc.BrowserPeer;
import dev.visavis.agent.rtc.WebRtcSessionContract;
import dev.visavis.agent.transport.MediaTransport.State;
import dev.visavis.agent.transport.Pump;
import dev.visavis.agent.transport.TransportOptions;
import dev.visavis.agent.transport.WebRtcTransport;
import dev.visavis.inference.I420Frame;
import dev.visavis.signaling.protocol.Sdp;
import org.junit.jupiter.api.Test;

class JitsiSessionTest extends WebRtcSessionContract {
    private static final int FIRST_PORT = 42_200;
    private static final Jitsi JITSI = new Jitsi(
            TransportOptions.DEFAULTS.withPorts(FIRST_PORT, FIRST_PORT + 100).withBitrate(300_000, 1_000_000));

    JitsiSessionTest() {
        super(JITSI.newTransport(), FIRST_PORT);
    }

    /** The peer has asked for a restart, and its answer is lost: the call goes on as it was. */
    @Test
    void aRestartThatComesToNothingHarmsNothing() throws Exception {
        connect();
        Sdp fragment = Sdp.parse("a=ice-ufrag:newnew\r\na=ice-pwd:newnewnewnewnewnewnewnew\r\n");
        get(transport.restartIce(fragment));
        mediaGoesOn(300);
        assertThat(states).containsExactly(State.CONNECTING, State.CONNECTED);
    }

    @Test
    void thePictureMayChangeItsSizeInTheCall() throws Exception {
        connect();
        frame = new I420Frame(1280, 720);
        Pump.until("the new size", () -> peer.lastSeen()[0] == 1280 && peer.lastSeen()[1] == 720, this::tick);
        frame = new I420Frame(256, 256);
        Pump.until("the new size", () -> peer.lastSeen()[0] == 256 && peer.lastSeen()[1] == 256, this::tick);
    }

    @Test
    void aPeerWithoutAMicrophoneIsShownAFace() throws Exception {
        try (BrowserPeer listener = new BrowserPeer(false)) {
            listener.accept(get(transport.answer(listener.offer())));
            // Sound is sent, too, but libwebrtc plays none in a process that speaks nowhere.
            Pump.until("pictures", () -> listener.framesSeen() >= 100, this::tick);
            assertThat(transport.state()).isEqualTo(State.CONNECTED);
        }
    }

    /** Nothing of a call is left behind, whenever it is closed. */
    @Test
    void callsComeAndGo() throws Exception {
        for (int i = 0; i < 20; i++) {
            WebRtcTransport visited = JITSI.newTransport();
            try (BrowserPeer visitor = new BrowserPeer(true)) {
                visitor.accept(get(visited.answer(visitor.offer())));
                if (i % 2 == 0) {
                    Pump.until("connected", () -> visited.state() == State.CONNECTED);
                }
            }
            visited.close();
        }
        Pump.until("no thread of them is left", () -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(t -> t.getName().matches("jitsi-\\d+-(media|encoder|ice|dtls)")));
    }
}
