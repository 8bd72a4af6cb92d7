package dev.visavis.agent.jitsi;

import dev.visavis.agent.jitsi.net.DtlsIdentity;
import dev.visavis.agent.jitsi.net.SecureChannel.LocalIce;
import dev.visavis.agent.jitsi.rtp.VideoFormat;
import dev.visavis.agent.sdp.IceFragments;
import dev.visavis.agent.transport.ListenerCalls;
import dev.visavis.agent.transport.Negotiation;
import dev.visavis.agent.transport.NegotiationException.Reason;
import dev.visavis.agent.transport.NegotiationException;
import dev.visavis.agent.transport.SendChecks;
import dev.visavis.agent.transport.TransportOptions;
import dev.visavis.agent.transport.TransportStats;
import dev.visavis.agent.transport.WebRtcTransport;
import dev.visavis.inference.I420Frame;
import dev.visavis.signaling.protocol.Sdp;
import java.io.IOException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;

/** One call over ice4j, BouncyCastle's DTLS, jitsi-srtp and RTP of our own. */
final class JitsiTransport implements WebRtcTransport {
    private final TransportOptions options;
    private final DtlsIdentity identity;
    private final Clocks clocks;
    private final String name;
    private final ListenerCalls calls = new ListenerCalls();
    private final Negotiation negotiation;
    private final SendChecks checks = new SendChecks();
    private Answer answer;
    private volatile CallMedia media;
    private long lastFrameNs;
    private long lastFrameMediaNs;
    private volatile long framesGiven;
    private volatile long framesTooClose;
    private volatile long pcmSent;

    /**
     * @param control runs short blocking work
     * @param name of the call's threads
     */
    JitsiTransport(TransportOptions options, DtlsIdentity identity, Executor control, Clocks clocks, String name) {
        this.options = options;
        this.identity = identity;
        this.negotiation = new Negotiation(control, calls);
        this.clocks = clocks;
        this.name = name;
    }

    @Override
    public void setListener(Listener listener) {
        calls.setListener(listener);
    }

    @Override
    public State state() {
        return calls.state();
    }

    @Override
    public CompletionStage<Sdp> answer(Sdp offer) {
        return negotiation.submit(() -> {
            if (answer != null) {
                throw new NegotiationException(Reason.INTERNAL, "An offer was answered already.");
            }
            PeerOffer peer = PeerOffer.of(offer);
            answer = newAnswer(peer);
            media = new CallMedia(answer, options, identity, clocks, name, calls);
            calls.onState(State.CONNECTING);
            return IceFragments.told(answer.with(startIce(peer)), options);
        });
    }

    private Answer newAnswer(PeerOffer peer) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long first = random.nextLong(1, 1L << 31); // three in a row cannot be the same
        VideoFormat video = new VideoFormat(peer.h264PayloadType(), peer.rtxPayloadType(), peer.pathFeedback(),
                peer.pathExtensionId(), first + 1, first + 2);
        return new Answer(peer, video, first, Long.toHexString(random.nextLong()), identity.fingerprint());
    }

    private LocalIce startIce(PeerOffer peer) throws NegotiationException {
        try {
            return media.channel().startIce(peer.ice());
        } catch (IOException e) {
            throw new NegotiationException(Reason.INTERNAL,
                    "The agent has no UDP port for the call; visavis.media.udp-port-min and -max may be too narrow.",
                    e);
        }
    }

    @Override
    public CompletionStage<Void> addCandidates(Sdp fragment) {
        return negotiation.submit(() -> {
            media.channel().addCandidates(PeerOffer.candidates(answered().offer().sdp(), fragment));
            return null;
        });
    }

    @Override
    public CompletionStage<Sdp> restartIce(Sdp fragment) {
        return negotiation.submit(() -> {
            Answer before = answered();
            PeerOffer peer = before.offer().restarted(fragment);
            Answer restarted = new Answer(peer, before.video(), before.audioSsrc(), before.cname(),
                    before.fingerprint());
            Sdp reply = restarted.with(startIce(peer));
            answer = restarted;
            return IceFragments.fragmentOf(IceFragments.told(reply, options));
        });
    }

    private Answer answered() throws NegotiationException {
        if (answer == null) {
            throw new NegotiationException(Reason.INTERNAL, "No offer was answered yet.");
        }
        return answer;
    }

    @Override
    public synchronized void sendFrame(I420Frame frame, long timestampNs) {
        checks.checkThread();
        CallMedia to = media;
        if (to == null || negotiation.isClosing() || !calls.hasConnected()) {
            return;
        }
        long nowNs = clocks.nowNs();
        if (framesGiven > 0 && (nowNs - lastFrameNs <= MIN_FRAME_GAP_NS
                || timestampNs - lastFrameMediaNs <= MIN_FRAME_GAP_NS)) {
            framesTooClose++;
            return;
        }
        lastFrameNs = nowNs;
        lastFrameMediaNs = timestampNs;
        framesGiven++;
        to.sendFrame(frame, timestampNs);
    }

    @Override
    public synchronized void sendPcm(short[] pcm, long timestampNs) {
        checks.checkThread();
        SendChecks.checkPcm(pcm);
        CallMedia to = media;
        if (to != null && !negotiation.isClosing() && calls.hasConnected()) {
            pcmSent++;
            to.sendPcm(pcm, timestampNs);
        }
    }

    @Override
    public TransportStats stats() {
        CallMedia from = media;
        long dropped = from == null ? 0 : from.framesDropped();
        long keptBack = from == null ? 0 : from.framesKeptBack();
        return new TransportStats(framesGiven - dropped - keptBack, framesTooClose + dropped, pcmSent,
                calls.pcmReceived(),
                from == null ? -1 : from.bytesSent(), from == null ? -1 : from.roundTripMs());
    }

    @Override
    public void close() {
        negotiation.close(() -> {
        }, () -> {
            if (media != null) {
                media.close();
            }
        });
    }
}
