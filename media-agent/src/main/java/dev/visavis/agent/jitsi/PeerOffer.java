package dev.visavis.agent.jitsi;

import dev.visavis.agent.jitsi.net.RemoteIce;
import dev.visavis.agent.jitsi.rtp.PathFeedback;
import dev.visavis.agent.sdp.AcceptableOffer;
import dev.visavis.agent.sdp.IceFragments;
import dev.visavis.agent.transport.NegotiationException.Reason;
import dev.visavis.agent.transport.NegotiationException;
import dev.visavis.signaling.protocol.Sdp;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What of a peer's offer the call uses.
 *
 * @param sdp reduced to it ({@link AcceptableOffer})
 * @param opusPayloadType of Opus
 * @param h264PayloadType of H.264
 * @param rtxPayloadType of its retransmission, or -1
 * @param pathFeedback that it offers for the picture
 * @param pathExtensionId of its header extension in the video section, or -1
 */
record PeerOffer(Sdp sdp, Sdp.Media audio, Sdp.Media video, int opusPayloadType, int h264PayloadType,
        int rtxPayloadType, PathFeedback pathFeedback, int pathExtensionId) {
    private static final int MAX_ONE_BYTE_ID = 14;

    /** @throws NegotiationException if the call cannot be held on this offer */
    static PeerOffer of(Sdp offer) throws NegotiationException {
        Sdp sdp = AcceptableOffer.of(offer);
        Sdp.Media audio = sdp.media("audio").orElseThrow();
        Sdp.Media video = sdp.media("video").orElseThrow();
        if (!audio.lines().contains("a=rtcp-mux") || !video.lines().contains("a=rtcp-mux")) {
            throw malformed("The offer must have a=rtcp-mux in each media section.");
        }
        String setup = attribute(sdp, audio, "setup").orElse("actpass");
        if (!setup.equals("actpass") && !setup.equals("passive")) {
            throw malformed("The offer must say a=setup:actpass (RFC 8842).");
        }
        if (!attribute(sdp, audio, "fingerprint").orElse("").matches("\\S+ [0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){15,}")) {
            throw malformed("The offer's a=fingerprint is none.");
        }
        int opus = payloadType(audio, "opus/48000");
        int h264 = payloadType(video, "h264/90000");
        PathFeedback feedback = pathFeedback(video, h264);
        return new PeerOffer(sdp, audio, video, opus, h264, retransmission(video, h264), feedback,
                extension(video, feedback.extension()));
    }

    private static NegotiationException malformed(String message) {
        return new NegotiationException(Reason.MALFORMED, message);
    }

    private static int payloadType(Sdp.Media media, String codec) throws NegotiationException {
        for (String map : media.attributes("rtpmap").toList()) {
            if (map.toLowerCase(Locale.ROOT).contains(" " + codec)) {
                return number(map.split(" ")[0]);
            }
        }
        throw malformed("The offer has no " + codec + ".");
    }

    private static int retransmission(Sdp.Media video, int h264) throws NegotiationException {
        for (String format : video.attributes("fmtp").toList()) {
            if (format.replace(" ", "").endsWith("apt=" + h264)) {
                return number(format.split(" ")[0]);
            }
        }
        return -1;
    }

    private static PathFeedback pathFeedback(Sdp.Media video, int h264) throws NegotiationException {
        for (PathFeedback feedback : PathFeedback.values()) {
            boolean offered = video.attributes("rtcp-fb")
                    .anyMatch(f -> f.equals(h264 + " " + feedback.message()) || f.equals("* " + feedback.message()));
            if (offered && extension(video, feedback.extension()) > 0) {
                return feedback;
            }
        }
        return PathFeedback.REMB;
    }

    private static int extension(Sdp.Media video, String name) throws NegotiationException {
        for (String extension : video.attributes("extmap").toList()) {
            String[] e = extension.split(" ");
            if (e.length > 1 && e[1].equals(name)) {
                int id = number(e[0].split("/")[0]);
                return id <= MAX_ONE_BYTE_ID ? id : -1;
            }
        }
        return -1;
    }

    private static int number(String text) throws NegotiationException {
        if (!text.matches("\\d{1,3}")) {
            throw malformed("Not a number in the offer: " + text);
        }
        return Integer.parseInt(text);
    }

    private static Optional<String> attribute(Sdp sdp, Sdp.Media media, String name) {
        Optional<String> own = media.attribute(name);
        return own.isPresent() ? own : sdp.attribute(name);
    }

    /** The fingerprint of the peer's certificate. */
    String fingerprint() {
        return attribute(sdp, audio, "fingerprint").orElseThrow();
    }

    RemoteIce ice() throws NegotiationException {
        return ice(sdp, IceFragments.fragmentOf(sdp));
    }

    /** The same offer with the ICE of a fragment that restarts it. */
    PeerOffer restarted(Sdp fragment) throws NegotiationException {
        Sdp newer = IceFragments.restartedOffer(sdp, fragment);
        return new PeerOffer(newer, newer.media("audio").orElseThrow(), newer.media("video").orElseThrow(),
                opusPayloadType, h264PayloadType, rtxPayloadType, pathFeedback, pathExtensionId);
    }

    private static RemoteIce ice(Sdp sdp, Sdp fragment) throws NegotiationException {
        return new RemoteIce(sdp.attribute("ice-ufrag").orElseThrow(() -> malformed("The offer has no a=ice-ufrag.")),
                sdp.attribute("ice-pwd").orElseThrow(() -> malformed("The offer has no a=ice-pwd.")),
                candidates(sdp, fragment));
    }

    /** All candidates of a fragment: everything goes over one transport (RFC 9143), whichever section they are in. */
    static List<String> candidates(Sdp sdp, Sdp fragment) throws NegotiationException {
        List<String> lines = new ArrayList<>();
        for (IceFragments.Candidate candidate : IceFragments.candidates(fragment, sdp)) {
            if (!candidate.line().matches("candidate:\\S+ \\d+ \\S+ \\d{1,10} \\S+ \\d{1,5} typ \\S+.*")) {
                throw malformed("Not a candidate: " + candidate.line());
            }
            lines.add(candidate.line());
        }
        return lines;
    }
}
