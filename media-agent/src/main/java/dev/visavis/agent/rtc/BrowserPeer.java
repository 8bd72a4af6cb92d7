package dev.visavis.agent.rtc;

import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.PeerConnectionObserver;
import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCIceGatheringState;
import dev.onvoid.webrtc.RTCOfferOptions;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCPeerConnectionState;
import dev.onvoid.webrtc.RTCRtpTransceiver;
import dev.onvoid.webrtc.RTCRtpTransceiverDirection;
import dev.onvoid.webrtc.RTCRtpTransceiverInit;
import dev.onvoid.webrtc.RTCSdpType;
import dev.onvoid.webrtc.RTCSessionDescription;
import dev.onvoid.webrtc.RTCStats;
import dev.onvoid.webrtc.media.audio.AudioTrack;
import dev.onvoid.webrtc.media.audio.AudioTrackSink;
import dev.onvoid.webrtc.media.audio.CustomAudioSource;
import dev.onvoid.webrtc.media.video.CustomVideoSource;
import dev.onvoid.webrtc.media.video.VideoFrame;
import dev.onvoid.webrtc.media.video.VideoTrack;
import dev.onvoid.webrtc.media.video.VideoTrackSink;
import dev.visavis.agent.transport.MediaTransport;
import dev.visavis.signaling.protocol.Sdp;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Plays the browser, for load and tests: a plain peer connection that offers, speaks, and decodes what it is sent, and
 * shows it to nobody. So it costs a fraction of what a browser does. Negotiated by one thread.
 */
public final class BrowserPeer implements AutoCloseable {
    private final PeerConnectionFactory factory = NativeFactory.get();
    private final RTCPeerConnection peer;
    private final CustomVideoSource videoSource = new CustomVideoSource();
    private final CustomAudioSource audioSource = new CustomAudioSource();
    private final VideoTrack videoTrack = factory.createVideoTrack("unused", videoSource);
    private final AudioTrack audioTrack = factory.createAudioTrack("microphone", audioSource);
    private final VideoTrackSink videoSink = this::onFrame;
    private final AudioTrackSink audioSink = this::onPcm;
    private volatile CompletableFuture<Void> gathered = new CompletableFuture<>();
    private volatile RTCPeerConnectionState state = RTCPeerConnectionState.NEW;
    private volatile VideoTrack remoteVideo;
    private volatile AudioTrack remoteAudio;
    private volatile int framesSeen;
    private volatile int[] lastSeen = new int[3];
    private volatile short[] lastHeard;
    private boolean closed;

    /** @param microphone false to only listen */
    public BrowserPeer(boolean microphone) {
        peer = factory.createPeerConnection(new RTCConfiguration(), new Observer());
        peer.addTransceiver(audioTrack, direction(
                microphone ? RTCRtpTransceiverDirection.SEND_RECV : RTCRtpTransceiverDirection.RECV_ONLY));
        peer.addTransceiver(videoTrack, direction(RTCRtpTransceiverDirection.RECV_ONLY));
    }

    private static RTCRtpTransceiverInit direction(RTCRtpTransceiverDirection direction) {
        RTCRtpTransceiverInit init = new RTCRtpTransceiverInit();
        init.direction = direction;
        return init;
    }

    private final class Observer implements PeerConnectionObserver {
        @Override
        public void onIceCandidate(RTCIceCandidate candidate) {
            // offers carry them all
        }

        @Override
        public void onIceGatheringChange(RTCIceGatheringState gathering) {
            if (gathering == RTCIceGatheringState.COMPLETE) {
                gathered.complete(null);
            }
        }

        @Override
        public void onConnectionChange(RTCPeerConnectionState next) {
            state = next;
        }

        @Override
        public void onTrack(RTCRtpTransceiver transceiver) {
            if (transceiver.getReceiver().getTrack() instanceof VideoTrack track) {
                remoteVideo = track;
                track.addSink(videoSink);
            } else if (transceiver.getReceiver().getTrack() instanceof AudioTrack track) {
                remoteAudio = track;
                track.addSink(audioSink);
            }
        }
    }

    /**
     * An offer with all candidates; the second one restarts ICE if {@link #restartIce()} was called.
     *
     * @throws Exception whatever the library says is wrong, or no result within 10 s
     */
    public Sdp offer() throws Exception {
        gathered = new CompletableFuture<>();
        CompletableFuture<RTCSessionDescription> created = new CompletableFuture<>();
        peer.createOffer(new RTCOfferOptions(), SdpObservers.created(created));
        CompletableFuture<Void> applied = new CompletableFuture<>();
        peer.setLocalDescription(created.get(10, TimeUnit.SECONDS), SdpObservers.applied(applied));
        applied.get(10, TimeUnit.SECONDS);
        gathered.get(10, TimeUnit.SECONDS);
        return Sdp.parse(peer.getLocalDescription().sdp);
    }

    /** The next offer has new ICE credentials. */
    public void restartIce() {
        peer.restartIce();
    }

    /**
     * Takes the answer; the connection is made from then on.
     *
     * @throws Exception as {@link #offer}
     */
    public void accept(Sdp answer) throws Exception {
        CompletableFuture<Void> applied = new CompletableFuture<>();
        peer.setRemoteDescription(new RTCSessionDescription(RTCSdpType.ANSWER, answer.toString()),
                SdpObservers.applied(applied));
        applied.get(10, TimeUnit.SECONDS);
    }

    /**
     * Says 10 ms; does nothing until connected. From one thread.
     *
     * @param pcm {@link MediaTransport#TICK_SAMPLES} samples
     */
    public void say(short[] pcm) {
        if (!closed && state == RTCPeerConnectionState.CONNECTED) {
            ByteBuffer bytes = ByteBuffer.allocate(2 * pcm.length).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asShortBuffer().put(pcm);
            audioSource.pushAudio(bytes.array(), 16, MediaTransport.SAMPLE_RATE_HZ, 1, pcm.length);
        }
    }

    /** The library gives up its reference and then complains that there are others. */
    private static void ignoringReferences(Runnable dispose) {
        try {
            dispose.run();
        } catch (Error e) {
            if (!String.valueOf(e.getMessage()).contains("reference")) {
                throw e;
            }
        }
    }

    private void onFrame(VideoFrame frame) {
        var luma = frame.buffer.toI420();
        ByteBuffer y = luma.getDataY();
        long sum = 0;
        for (int row = 0; row < luma.getHeight(); row += 8) {
            for (int x = 0; x < luma.getWidth(); x += 8) {
                sum += y.get(row * luma.getStrideY() + x) & 0xff;
            }
        }
        int samples = luma.getHeight() / 8 * (luma.getWidth() / 8);
        lastSeen = new int[] {luma.getWidth(), luma.getHeight(), (int) (sum / samples)};
        framesSeen++;
        frame.release();
    }

    private void onPcm(byte[] data, int bits, int rate, int channels, int frames) {
        short[] pcm = new short[frames];
        for (int i = 0; i < frames; i++) {
            int at = 2 * i * channels;
            pcm[i] = (short) (data[at] & 0xff | data[at + 1] << 8);
        }
        lastHeard = pcm;
    }

    /** Whether media can flow. */
    public boolean isConnected() {
        return state == RTCPeerConnectionState.CONNECTED;
    }

    /** Pictures decoded so far. */
    public int framesSeen() {
        return framesSeen;
    }

    /** Width, height and mean luma of the last frame. */
    public int[] lastSeen() {
        return lastSeen;
    }

    /** The last 10 ms heard, or null. */
    public short[] lastHeard() {
        return lastHeard;
    }

    /** The library's statistics (W3C webrtc-stats). */
    public Collection<RTCStats> stats() throws Exception {
        CompletableFuture<Collection<RTCStats>> stats = new CompletableFuture<>();
        peer.getStats(report -> stats.complete(report.getStats().values()));
        return stats.get(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        hangUp();
    }

    /** Closes the connection, if it is not closed yet. */
    public void hangUp() {
        if (closed) {
            return;
        }
        closed = true;
        if (remoteVideo != null) {
            remoteVideo.removeSink(videoSink);
        }
        if (remoteAudio != null) {
            remoteAudio.removeSink(audioSink);
        }
        peer.close();
        List.<Runnable>of(videoTrack::dispose, audioTrack::dispose, videoSource::dispose, audioSource::dispose)
                .forEach(BrowserPeer::ignoringReferences);
    }
}
