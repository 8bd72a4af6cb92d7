package dev.visavis.demo.agents;

import dev.visavis.agent.jitsi.Jitsi;
import dev.visavis.agent.rtc.WebRtcJava;
import dev.visavis.agent.transport.IceServer;
import dev.visavis.agent.transport.TransportOptions;
import dev.visavis.agent.transport.WebRtcTransport;
import dev.visavis.demo.config.VisavisConfig;
import dev.visavis.signaling.protocol.TurnSecret;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** The transport that the settings ask for (docs/adr/0010). */
final class Transports {
    private Transports() {
    }

    /**
     * Loads its native libraries and warms it up.
     *
     * @throws UnsatisfiedLinkError if a library is missing; the message names it
     */
    static void load(VisavisConfig.Transport transport) {
        switch (transport) {
            case WEBRTC_JAVA -> WebRtcJava.load();
            case JITSI -> Jitsi.load();
        }
    }

    /** Makes the transport of each call. */
    static Supplier<WebRtcTransport> of(VisavisConfig config) {
        TransportOptions options = options(config);
        return switch (config.transport()) {
            case WEBRTC_JAVA -> new WebRtcJava(options)::newTransport;
            case JITSI -> new Jitsi(options)::newTransport;
        };
    }

    static TransportOptions options(VisavisConfig config) {
        VisavisConfig.Media media = config.media();
        VisavisConfig.Ice ice = config.ice();
        TransportOptions options = TransportOptions.DEFAULTS.withPorts(media.udpPortMin(), media.udpPortMax())
                .withHostAddresses(Set.copyOf(media.addresses())).withAdvertisedAddress(media.advertisedAddress())
                .withBitrate(media.bitrateMin(), media.bitrateMax()).withCaptureFolder(media.captureFolder());
        if (ice.servers().isEmpty()) {
            return options;
        }
        TransportOptions withServers = options
                .withIceServers(List.of(new IceServer(ice.servers(), ice.username(), ice.credential())));
        return ice.secret().isEmpty()
                ? withServers
                : withServers.withTurnSecret(new TurnSecret(ice.secret(), ice.loginLifetime()));
    }
}
