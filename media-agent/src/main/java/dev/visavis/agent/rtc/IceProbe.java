package dev.visavis.agent.rtc;

import dev.onvoid.webrtc.PeerConnectionObserver;
import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCDataChannelInit;
import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCIceGatheringState;
import dev.onvoid.webrtc.RTCOfferOptions;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCPeerConnectionIceErrorEvent;
import dev.onvoid.webrtc.RTCSessionDescription;
import dev.visavis.agent.transport.TransportOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Looks for the paths that a call would have, without a call: gathers candidates (RFC 8445, section 5.1.1). */
public final class IceProbe {
    /**
     * What was found.
     *
     * @param paths in the order they were found
     * @param failures of STUN and TURN servers
     * @param complete false if a server was still silent when time was up
     */
    public record Report(List<Path> paths, List<Failure> failures, boolean complete) {
        public Report {
            paths = List.copyOf(paths);
            failures = List.copyOf(failures);
        }
    }

    /**
     * A candidate.
     *
     * @param type host, srflx or relay
     */
    public record Path(String type, String address, int port) {
    }

    /**
     * A server that gave no path.
     *
     * @param code of STUN (RFC 8489, section 14.8), or 701: no answer
     */
    public record Failure(String url, int code, String text) {
    }

    private IceProbe() {
    }

    /** Gathers as an agent with these options does; blocks for at most the given time. */
    public static Report gather(TransportOptions options, Duration atMost) throws InterruptedException {
        List<Path> paths = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        CompletableFuture<Void> complete = new CompletableFuture<>();
        RTCConfiguration configuration = Configurations.of(options);
        RTCPeerConnection peer = NativeFactory.get().createPeerConnection(configuration,
                new Notes(paths, failures, complete));
        try {
            peer.createDataChannel("probe", new RTCDataChannelInit());
            CompletableFuture<RTCSessionDescription> offer = new CompletableFuture<>();
            peer.createOffer(new RTCOfferOptions(), SdpObservers.created(offer));
            CompletableFuture<Void> applied = new CompletableFuture<>();
            peer.setLocalDescription(offer.get(), SdpObservers.applied(applied));
            applied.get();
            boolean all = await(complete, atMost);
            synchronized (paths) {
                return new Report(paths, failures, all);
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            peer.close();
        }
    }

    private static boolean await(CompletableFuture<Void> complete, Duration atMost)
            throws InterruptedException, ExecutionException {
        try {
            complete.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    /** Called on a native thread. */
    private record Notes(List<Path> paths, List<Failure> failures, CompletableFuture<Void> complete)
            implements
                PeerConnectionObserver {
        @Override
        public void onIceCandidate(RTCIceCandidate candidate) {
            String[] c = candidate.sdp.split(" ");
            synchronized (paths) {
                paths.add(new Path(c[7], c[4], Integer.parseInt(c[5])));
            }
        }

        @Override
        public void onIceCandidateError(RTCPeerConnectionIceErrorEvent e) {
            synchronized (paths) {
                failures.add(new Failure(e.getUrl(), e.getErrorCode(), e.getErrorText()));
            }
        }

        @Override
        public void onIceGatheringChange(RTCIceGatheringState state) {
            if (state == RTCIceGatheringState.COMPLETE) {
                complete.complete(null);
            }
        }
    }
}
