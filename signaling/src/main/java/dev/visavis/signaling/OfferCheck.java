package dev.visavis.signaling;

import dev.visavis.signaling.protocol.Sdp;
import dev.visavis.signaling.protocol.Sdp.Media;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Looks whether an offer is one that an agent can answer, before one is bothered. */
final class OfferCheck {
    /** RFC 8122: a hash function, then the hash in pairs of hex digits. */
    private static final Pattern FINGERPRINT = Pattern
            .compile("(?i)sha-(256|384|512) [0-9A-F]{2}(:[0-9A-F]{2}){31,63}");
    private static final Set<String> SETUP = Set.of("actpass", "active", "passive");

    private OfferCheck() {
    }

    /**
     * Checks an offer.
     *
     * @return the offerer's ICE credentials
     * @throws Problem 400 if it is malformed, 422 if it has no sound or takes no picture, 406 if it has no codec in
     *             common with us
     */
    static IceCredentials check(Sdp offer) {
        checkSession(offer);
        Media audio = offer.media("audio").orElseThrow(
                () -> new Problem(422, "The offer has no audio. Add an audio track or transceiver before the offer."));
        Media video = offer.media("video").orElseThrow(() -> new Problem(422,
                "The offer has no video. Add a video transceiver with direction recvonly before the offer."));
        checkDirection(audio, video);
        checkTransport(offer, audio);
        checkTransport(offer, video);
        if (audio.attributes("rtpmap").noneMatch(r -> isOffered(audio, r, "opus/48000/2"))) {
            throw new Problem(406, "The offer's audio lacks Opus, which is what this server speaks.");
        }
        if (video.attributes("rtpmap")
                .noneMatch(r -> isOffered(video, r, "h264/90000") && isUsable(video, payload(r)))) {
            throw new Problem(406, "The offer's video lacks H.264 in constrained baseline profile with "
                    + "packetization-mode=1, which is what this server sends.");
        }
        return IceCredentials.of(offer);
    }

    private static void checkSession(Sdp offer) {
        if (offer.session().isEmpty() || !offer.session().get(0).equals("v=0")) {
            throw new Problem(400, "The body is not a session description: it does not begin with v=0.");
        }
        for (String line : new String[] {"o=", "s=", "t="}) {
            if (offer.session().stream().noneMatch(l -> l.startsWith(line))) {
                throw new Problem(400, "The session description lacks its " + line + " line.");
            }
        }
    }

    private static void checkDirection(Media audio, Media video) {
        if (audio.lines().contains("a=inactive")) {
            throw new Problem(422, "The offer's audio is inactive; a call needs sound.");
        }
        if (video.lines().contains("a=inactive") || video.lines().contains("a=sendonly")) {
            throw new Problem(422, "The offer does not want to receive video, which is what this server sends.");
        }
    }

    /**
     * RFC 8827, section 6.5: no media without DTLS-SRTP. Each attribute may stand in the section or above all; a section
     * that exists in a bundle only may leave it to the bundle's first (RFC 9429, section 5.2.1).
     */
    private static void checkTransport(Sdp offer, Media media) {
        if (media.bundleOnly()) {
            return;
        }
        Sdp scope = offer.withMedia(List.of(media));
        IceCredentials.of(scope);
        String fingerprint = scope.attribute("fingerprint")
                .orElseThrow(() -> new Problem(400, "The offer has no DTLS fingerprint for its " + media.kind() + "."));
        if (!FINGERPRINT.matcher(fingerprint).matches()) {
            throw new Problem(400, "The offer's DTLS fingerprint is malformed or weaker than SHA-256.");
        }
        if (!scope.attribute("setup").map(SETUP::contains).orElse(false)) {
            throw new Problem(400, "The offer's a=setup must be actpass, active or passive.");
        }
    }

    private static boolean isOffered(Media media, String rtpmap, String codec) {
        String[] parts = rtpmap.split(" ");
        return parts.length == 2 && parts[1].toLowerCase(Locale.ROOT).equals(codec)
                && media.formats().contains(parts[0]);
    }

    private static String payload(String rtpmap) {
        return rtpmap.split(" ")[0];
    }

    private static boolean isUsable(Media video, String payload) {
        return video.attributes("fmtp").filter(f -> f.startsWith(payload + " "))
                .map(f -> f.substring(payload.length() + 1).toLowerCase(Locale.ROOT).replace(" ", ""))
                .anyMatch(f -> parameter(f, "packetization-mode").equals("1")
                        && isConstrainedBaseline(parameter(f, "profile-level-id")));
    }

    private static String parameter(String fmtp, String name) {
        for (String parameter : fmtp.split(";")) {
            if (parameter.startsWith(name + "=")) {
                return parameter.substring(name.length() + 1);
            }
        }
        return "";
    }

    /**
     * RFC 6184, table 5: the ways to write constrained baseline as profile_idc and profile-iop. A decoder of plain
     * baseline (42001f) is not asked for: every browser that offers it offers constrained baseline too.
     */
    private static boolean isConstrainedBaseline(String profileLevelId) {
        if (!profileLevelId.matches("[0-9a-f]{6}")) {
            return false;
        }
        int iop = Integer.parseInt(profileLevelId.substring(2, 4), 16);
        return switch (profileLevelId.substring(0, 2)) {
            case "42" -> (iop & 0b0100_1111) == 0b0100_0000;
            case "4d" -> (iop & 0b1000_1111) == 0b1000_0000;
            case "58" -> (iop & 0b1100_1111) == 0b1100_0000;
            default -> false;
        };
    }
}
