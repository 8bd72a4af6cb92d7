package dev.visavis.signaling;

import dev.visavis.signaling.protocol.Sdp;
import java.util.regex.Pattern;

/** A peer's ICE credentials (RFC 8839, section 5.4). */
record IceCredentials(String ufrag, String pwd) {
    private static final Pattern UFRAG = Pattern.compile("[A-Za-z0-9+/]{4,256}");
    private static final Pattern PWD = Pattern.compile("[A-Za-z0-9+/]{22,256}");

    /**
     * The credentials of a description or fragment.
     *
     * @throws Problem 400 if there are none or they are malformed
     */
    static IceCredentials of(Sdp sdp) {
        return new IceCredentials(attribute(sdp, "ice-ufrag", UFRAG), attribute(sdp, "ice-pwd", PWD));
    }

    private static String attribute(Sdp sdp, String name, Pattern form) {
        String value = sdp.attribute(name)
                .orElseThrow(() -> new Problem(400, "The SDP has no a=" + name + "; it needs ICE credentials."));
        if (!form.matcher(value).matches()) {
            throw new Problem(400, "The SDP's a=" + name + " is not of the form that RFC 8839 gives it.");
        }
        return value;
    }
}
