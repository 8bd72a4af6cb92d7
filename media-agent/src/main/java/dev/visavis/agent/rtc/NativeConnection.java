package dev.visavis.agent.rtc;

import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.PeerConnectionObserver;
import dev.onvoid.webrtc.RTCAnswerOptions;
import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCIceGatheringState;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCPeerConnectionState;
import dev.onvoid.webrtc.RTCRtpCodecCapability;
import dev.onvoid.webrtc.RTCRtpSendParameters;
import dev.onvoid.webrtc.RTCRtpSender;
import dev.onvoid.webrtc.RTCRtpTransceiver;
import dev.onvoid.webrtc.RTCRtpTransceiverDirection;
import dev.onvoid.webrtc.RTCSdpType;
import dev.onvoid.webrtc.RTCSessionDescription;
import dev.onvoid.webrtc.media.MediaType;
import dev.onvoid.webrtc.media.audio.AudioTrack;
import dev.onvoid.webrtc.media.audio.AudioTrackSink;
import dev.onvoid.webrtc.media.audio.CustomAudioSource;
import dev.onvoid.webrtc.media.video.CustomVideoSource;
import dev.onvoid.webrtc.media.video.NativeI420Buffer;
import dev.onvoid.webrtc.media.video.VideoFrame;
import dev.onvoid.webrtc.media.video.VideoTrack;
import dev.visavis.agent.sdp.IceFragments;
import dev.visavis.agent.transport.MediaTransport;
import dev.visavis.agent.transport.NegotiationException.Reason;
import dev.visavis.agent.transport.NegotiationException;
import dev.visavis.agent.transport.TransportOptions;
import dev.visavis.inference.I420Frame;
import dev.visavis.signaling.protocol.Sdp;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One {@link RTCPeerConnection} with a video and an audio track of ours. */
final class NativeConnection implements Connection {
    private static final long STEP_TIMEOUT_MS = 10_000;

    /** Host candidates take milliseconds; a server that does not answer must not hold up the call. */
    private static final long GATHER_TIMEOUT_MS = 3_000;

    private final PeerConnectionFactory factory;
    private final TransportOptions options;
    private final Events events;
    private final RTCPeerConnection peer;
    private final CustomVideoSource videoSource = new CustomVideoSource();
    private final CustomAudioSource audioSource = new CustomAudioSource();
    private final VideoTrack videoTrack;
    private final AudioTrack audioTrack;
    private final RTCRtpSender videoSender;
    private final RTCRtpSender audioSender;
    private volatile CompletableFuture<Void> gathered = new CompletableFuture<>();
    private AudioTrack remoteAudio;
    private AudioTrackSink sink;

    NativeConnection(PeerConnectionFactory factory, TransportOptions options, Events events) {
        this.factory = factory;
        this.options = options;
        this.events = events;
        this.peer = factory.createPeerConnection(Configurations.of(options), new Observer());
        this.videoTrack = factory.createVideoTrack("face", videoSource);
        this.audioTrack = factory.createAudioTrack("voice", audioSource);
        // Separate streams: with one, the browser's lip-sync follows sender reports that are off by the host's uptime.
        this.videoSender = peer.addTrack(videoTrack, List.of("visavis-face"));
        this.audioSender = peer.addTrack(audioTrack, List.of("visavis-voice"));
    }

    private final class Observer implements PeerConnectionObserver {
        @Override
        public void onIceCandidate(RTCIceCandidate candidate) {
            // The answer carries them all.
        }

        @Override
        public void onIceGatheringChange(RTCIceGatheringState state) {
            if (state == RTCIceGatheringState.COMPLETE) {
                gathered.complete(null);
            }
        }

        @Override
        public void onConnectionChange(RTCPeerConnectionState state) {
            events.onState(switch (state) {
                case NEW -> MediaTransport.State.NEW;
                case CONNECTING -> MediaTransport.State.CONNECTING;
                case CONNECTED -> MediaTransport.State.CONNECTED;
                case DISCONNECTED -> MediaTransport.State.DISCONNECTED;
                // It closes by itself only when the peer has closed.
                case FAILED, CLOSED -> MediaTransport.State.FAILED;
            });
        }
    }

    @Override
    public Sdp answer(Sdp offer) throws NegotiationException {
        boolean first = sink == null;
        gathered = new CompletableFuture<>();
        try {
            applyOffer(offer);
            if (first) {
                prepareTransceivers();
            }
            CompletableFuture<RTCSessionDescription> created = new CompletableFuture<>();
            peer.createAnswer(new RTCAnswerOptions(), SdpObservers.created(created));
            CompletableFuture<Void> applied = new CompletableFuture<>();
            peer.setLocalDescription(await(created), SdpObservers.applied(applied));
            await(applied);
            awaitCandidates();
            return Sdp.parse(peer.getLocalDescription().sdp);
        } catch (IllegalStateException e) {
            throw new NegotiationException(Reason.INTERNAL, "WebRTC failed: " + e.getMessage(), e);
        }
    }

    /** Native code throws what no signature declares. */
    private void applyOffer(Sdp offer) throws NegotiationException {
        CompletableFuture<Void> applied = new CompletableFuture<>();
        try {
            peer.setRemoteDescription(new RTCSessionDescription(RTCSdpType.OFFER, offer.toString()),
                    SdpObservers.applied(applied));
            await(applied);
        } catch (Throwable e) {
            throw new NegotiationException(Reason.MALFORMED, "The offer cannot be used: " + e.getMessage(), e);
        }
    }

    private void prepareTransceivers() throws NegotiationException {
        for (RTCRtpTransceiver transceiver : peer.getTransceivers()) {
            if (transceiver.getSender().getTrack() instanceof VideoTrack) {
                transceiver.setDirection(RTCRtpTransceiverDirection.SEND_ONLY);
                transceiver.setCodecPreferences(h264());
            } else if (transceiver.getReceiver().getTrack() instanceof AudioTrack track) {
                remoteAudio = track;
            }
        }
        if (remoteAudio == null) {
            throw new NegotiationException(Reason.INTERNAL, "WebRTC gave no audio receiver.");
        }
        sink = (pcm, bits, rate, channels, frames) -> events.onPcm(pcm, rate, channels, frames);
        remoteAudio.addSink(sink);
    }

    private List<RTCRtpCodecCapability> h264() {
        return factory.getRtpSenderCapabilities(MediaType.VIDEO).getCodecs().stream()
                .filter(c -> c.getName().equalsIgnoreCase("rtx") || isConstrainedBaseline(c)).toList();
    }

    private static boolean isConstrainedBaseline(RTCRtpCodecCapability codec) {
        return codec.getName().equalsIgnoreCase("H264") && "42e01f".equals(codec.getSDPFmtp().get("profile-level-id"))
                && "1".equals(codec.getSDPFmtp().get("packetization-mode"));
    }

    private void awaitCandidates() {
        try {
            gathered.get(GATHER_TIMEOUT_MS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // Answered with the candidates there are.
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static <T> T await(CompletableFuture<T> step) {
        try {
            return step.get(STEP_TIMEOUT_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("no result within " + STEP_TIMEOUT_MS + " ms", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void stopGathering() {
        gathered.complete(null);
    }

    @Override
    public void addCandidate(IceFragments.Candidate candidate) throws NegotiationException {
        try {
            peer.addIceCandidate(new RTCIceCandidate(candidate.mid(), -1, candidate.line()));
        } catch (Throwable e) { // undeclared, from native code
            throw new NegotiationException(Reason.MALFORMED, "Not a usable candidate: " + candidate.line(), e);
        }
    }

    /** A new native buffer each time: the encoder reads it later, on its own thread. */
    @Override
    public void pushFrame(I420Frame frame) {
        NativeI420Buffer buffer = NativeI420Buffer.allocate(frame.width(), frame.height());
        copy(frame.y(), frame.width(), buffer.getDataY(), buffer.getStrideY());
        copy(frame.u(), frame.width() / 2, buffer.getDataU(), buffer.getStrideU());
        copy(frame.v(), frame.width() / 2, buffer.getDataV(), buffer.getStrideV());
        // The source ignores this timestamp and stamps the frame with its own clock.
        VideoFrame nativeFrame = new VideoFrame(buffer, 0);
        videoSource.pushFrame(nativeFrame);
        nativeFrame.release();
    }

    private static void copy(byte[] plane, int width, ByteBuffer to, int stride) {
        if (stride == width) {
            to.put(0, plane);
            return;
        }
        for (int row = 0; row < plane.length / width; row++) {
            to.put(row * stride, plane, row * width, width);
        }
    }

    @Override
    public void pushPcm(byte[] s16le) {
        audioSource.pushAudio(s16le, Short.SIZE, MediaTransport.SAMPLE_RATE_HZ, 1, MediaTransport.TICK_SAMPLES);
    }

    @Override
    public void limitBitrate(int minBps, int maxBps) {
        RTCRtpSendParameters parameters = videoSender.getParameters();
        parameters.encodings.forEach(e -> {
            e.minBitrate = minBps;
            e.maxBitrate = maxBps;
        });
        videoSender.setParameters(parameters);
    }

    /** The most that an audio sender may take is what its Opus encoder is set to. */
    @Override
    public void setVoiceBitrate(int bps) {
        RTCRtpSendParameters parameters = audioSender.getParameters();
        parameters.encodings.forEach(e -> e.maxBitrate = bps);
        audioSender.setParameters(parameters);
    }

    @Override
    public void setVideoActive(boolean active) {
        RTCRtpSendParameters parameters = videoSender.getParameters();
        parameters.encodings.forEach(e -> e.active = active);
        videoSender.setParameters(parameters);
    }

    @Override
    public void requestStats() {
        peer.getStats(report -> ConnectionStats.tell(report.getStats().values(), events));
    }

    @Override
    public void removeSink() {
        if (remoteAudio != null) {
            remoteAudio.removeSink(sink);
        }
    }

    @Override
    public void closeConnection() {
        peer.close();
    }

    @Override
    public void disposeTracks() {
        videoTrack.dispose();
        audioTrack.dispose();
    }

    @Override
    public void disposeSources() {
        videoSource.dispose();
        audioSource.dispose();
    }
}
