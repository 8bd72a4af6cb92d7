package dev.visavis.agent.rtc;

import dev.visavis.agent.transport.MediaTransport;
import dev.visavis.agent.transport.MediaTransportContract;
import dev.visavis.agent.transport.WebRtcTransport;
import java.util.concurrent.TimeUnit;

/** A transport against a {@link BrowserPeer}: real ICE, DTLS, SRTP, Opus and H.264. */
public final class BrowserRig implements MediaTransportContract.Rig {
    private final WebRtcTransport transport;
    private final BrowserPeer peer = new BrowserPeer(true);

    public BrowserRig(WebRtcTransport transport) {
        this.transport = transport;
    }

    @Override
    public MediaTransport transport() {
        return transport;
    }

    @Override
    public void connect() throws Exception {
        peer.accept(transport.answer(peer.offer()).toCompletableFuture().get(20, TimeUnit.SECONDS));
    }

    @Override
    public void peerSays(short[] pcm) {
        peer.say(pcm);
    }

    @Override
    public int framesSeen() {
        return peer.framesSeen();
    }

    @Override
    public int[] lastSeen() {
        return peer.lastSeen();
    }

    @Override
    public short[] lastHeard() {
        return peer.lastHeard();
    }

    @Override
    public void peerLeaves() {
        peer.close();
    }

    @Override
    public void close() {
        transport.close();
        peer.close();
    }
}
