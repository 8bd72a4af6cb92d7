package dev.visavis.signaling;

import dev.visavis.signaling.protocol.Sdp;

/** Looks whether a trickle fragment is one (RFC 8840, section 9), before an agent is bothered. */
final class FragmentCheck {
    private FragmentCheck() {
    }

    /**
     * Checks a fragment.
     *
     * @return the peer's ICE credentials that it belongs to
     * @throws Problem 400 if it is malformed
     */
    static IceCredentials check(Sdp fragment) {
        if (fragment.session().stream().anyMatch(l -> l.startsWith("v="))) {
            throw new Problem(400, "The body is a whole session description; send the fragment with ICE credentials "
                    + "and candidates only.");
        }
        return IceCredentials.of(fragment);
    }
}
