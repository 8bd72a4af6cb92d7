package dev.visavis.agent.sdp;

import dev.visavis.agent.transport.NegotiationException;
import dev.visavis.agent.transport.NegotiationException.Reason;
import dev.visavis.signaling.protocol.Sdp;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reduces a peer's offer to what a call does: one audio section with Opus, one video section with H.264. Everything
 * else (more sections, data channels) is refused by port 0 (RFC 3264, section 6).
 */
public final class AcceptableOffer {
    private AcceptableOffer() {
    }

    /** @throws NegotiationException if the call cannot be held on this offer; the message says what to offer */
    public static Sdp of(Sdp offer) throws NegotiationException {
        if (offer.attribute("ice-ufrag").isEmpty() || offer.attribute("fingerprint").isEmpty()) {
            throw new NegotiationException(Reason.MALFORMED,
                    "This is not a WebRTC offer: ICE credentials or the DTLS fingerprint are missing.");
        }
        Sdp.Media audio = offer.media("audio").filter(AcceptableOffer::receives)
                .orElseThrow(() -> new NegotiationException(Reason.NO_AUDIO,
                        "The offer has no audio that could receive: offer an audio section, sendrecv or recvonly."));
        Sdp.Media video = offer.media("video").filter(AcceptableOffer::receives)
                .orElseThrow(() -> new NegotiationException(Reason.NO_VIDEO,
                        "The offer has no video that could receive: offer a video section, recvonly."));
        if (audio.attributes("rtpmap").noneMatch(m -> m.toLowerCase(Locale.ROOT).contains(" opus/48000"))) {
            throw new NegotiationException(Reason.NO_COMMON_CODEC, "The offer has no Opus: offer opus/48000/2.");
        }
        Optional<Sdp.Media> h264 = H264Only.keep(video);
        if (h264.isEmpty()) {
            throw new NegotiationException(Reason.NO_COMMON_CODEC,
                    "The offer has no H.264: offer H264 constrained baseline (profile-level-id=42e01f, "
                            + "packetization-mode=1).");
        }
        List<Sdp.Media> sections = new ArrayList<>();
        for (Sdp.Media media : offer.media()) {
            sections.add(media == audio ? audio : media == video ? h264.get() : refused(media));
        }
        return offer.withMedia(sections);
    }

    /** Without a sender of our own on the audio section the library delivers none of the peer's sound either. */
    private static boolean receives(Sdp.Media media) {
        return !media.lines().contains("a=sendonly") && !media.lines().contains("a=inactive");
    }

    private static Sdp.Media refused(Sdp.Media media) {
        List<String> lines = new ArrayList<>(media.lines());
        lines.set(0, lines.get(0).replaceFirst("^(m=\\S+) \\S+", "$1 0"));
        lines.remove("a=bundle-only"); // with it, port 0 would be an offer
        return new Sdp.Media(lines);
    }
}
