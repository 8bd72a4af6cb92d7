package dev.visavis.signaling;

import dev.visavis.signaling.protocol.Sdp;
import dev.visavis.signaling.protocol.Sdp.Media;
import java.util.regex.Pattern;

/** What offers and fragments have in common: text that native SDP parsers can be trusted with. */
final class SdpText {
    private static final int MAX_SECTIONS = 16;
    private static final int MAX_CANDIDATES = 200;
    private static final Pattern MEDIA_LINE = Pattern.compile("m=\\S+ \\d{1,5}(/\\d+)? \\S+( \\S+)+");

    /** RFC 8839, section 5.1: foundation, component, transport, priority, address, port, type, extensions. */
    private static final Pattern CANDIDATE = Pattern.compile("[A-Za-z0-9+/]{1,32} \\d{1,3} \\S{1,16} \\d{1,10} "
            + "[A-Za-z0-9.:%_-]{1,255} \\d{1,5} typ (host|srflx|prflx|relay)( \\S+ \\S*)*");

    private SdpText() {
    }

    /** @throws Problem 400 if the text is not SDP, or more of it than a browser sends */
    static Sdp parse(String text) {
        if (text.chars().anyMatch(c -> c < ' ' && c != '\r' && c != '\n' && c != '\t' || c == 0x7f)) {
            throw new Problem(400, "The SDP has control characters in it.");
        }
        Sdp sdp;
        try {
            sdp = Sdp.parse(text);
        } catch (IllegalArgumentException e) {
            throw new Problem(400, "The body is not SDP: " + e.getMessage() + ".");
        }
        if (sdp.media().size() > MAX_SECTIONS) {
            throw new Problem(400, "The SDP has more than " + MAX_SECTIONS + " media sections.");
        }
        for (Media media : sdp.media()) {
            String line = media.lines().get(0);
            if (!MEDIA_LINE.matcher(line).matches()) {
                throw new Problem(400, "The SDP has a malformed media line: " + line);
            }
        }
        checkCandidates(sdp);
        return sdp;
    }

    private static void checkCandidates(Sdp sdp) {
        int count = 0;
        for (Media media : sdp.media()) {
            for (String candidate : media.attributes("candidate").toList()) {
                if (!CANDIDATE.matcher(candidate).matches()) {
                    throw new Problem(400, "The SDP has a malformed candidate: " + candidate);
                }
                count++;
            }
        }
        if (count > MAX_CANDIDATES) {
            throw new Problem(400, "The SDP has more than " + MAX_CANDIDATES + " candidates.");
        }
    }
}
