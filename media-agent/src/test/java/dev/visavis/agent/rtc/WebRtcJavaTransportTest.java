package dev.visavis.agent.rtc;

import dev.visavis.agent.transport.MediaTransportContract;
import dev.visavis.agent.transport.TransportOptions;

/** The contract over real ICE, DTLS, SRTP, Opus and H.264. */
class WebRtcJavaTransportTest extends MediaTransportContract {
    @Override
    protected Rig newRig() {
        return new BrowserRig(new WebRtcJava(TransportOptions.DEFAULTS).newTransport());
    }
}
