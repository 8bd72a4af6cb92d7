package dev.visavis.agent.jitsi;

import dev.visavis.agent.rtc.BrowserRig;
import dev.visavis.agent.transport.MediaTransportContract;
import dev.visavis.agent.transport.TransportOptions;

/** The contract against libwebrtc as the peer. */
class JitsiTransportTest extends MediaTransportContract {
    @Override
    protected Rig newRig() {
        return new BrowserRig(new Jitsi(TransportOptions.DEFAULTS).newTransport());
    }
}
