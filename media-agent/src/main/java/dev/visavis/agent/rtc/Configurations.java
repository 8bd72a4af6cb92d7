package dev.visavis.agent.rtc;

import dev.onvoid.webrtc.PortAllocatorConfig;
import dev.onvoid.webrtc.RTCBundlePolicy;
import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCIceServer;
import dev.onvoid.webrtc.RTCRtcpMuxPolicy;
import dev.visavis.agent.transport.IceServer;
import dev.visavis.agent.transport.TransportOptions;
import java.time.Instant;
import java.util.ArrayList;

/** Our options in the library's terms. */
final class Configurations {
    private Configurations() {
    }

    static RTCConfiguration of(TransportOptions options) {
        RTCConfiguration configuration = new RTCConfiguration();
        configuration.bundlePolicy = RTCBundlePolicy.MAX_BUNDLE;
        configuration.rtcpMuxPolicy = RTCRtcpMuxPolicy.REQUIRE;
        configuration.portAllocatorConfig = new PortAllocatorConfig(options.minPort(), options.maxPort(), 0)
                .setDisableTcp(true);
        for (IceServer server : options.iceServersAt(Instant.now())) {
            RTCIceServer ice = new RTCIceServer();
            ice.urls = new ArrayList<>(server.urls());
            ice.username = server.username();
            ice.password = server.credential();
            configuration.iceServers.add(ice);
        }
        return configuration;
    }
}
