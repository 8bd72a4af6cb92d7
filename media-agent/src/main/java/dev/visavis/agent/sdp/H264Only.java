package dev.visavis.agent.sdp;

import dev.visavis.signaling.protocol.Sdp;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes every payload type out of a video section but H.264 constrained baseline in packetization mode 1 (RFC 6184)
 * and its retransmission (RFC 4588). Codec preferences alone do not stop webrtc-java 0.14.0 from sending VP8.
 */
final class H264Only {
    private static final Pattern OF_PAYLOAD_TYPE = Pattern.compile("a=(?:rtpmap|fmtp|rtcp-fb):(\\d+) .*");

    private H264Only() {
    }

    /** @return the section with nothing but H.264, or empty if it has none */
    static Optional<Sdp.Media> keep(Sdp.Media video) {
        Set<String> kept = new LinkedHashSet<>();
        video.attributes("rtpmap").map(m -> m.split(" ", 2)).filter(m -> m.length == 2)
                .filter(m -> m[1].toUpperCase(Locale.ROOT).startsWith("H264/90000")).map(m -> m[0])
                .filter(pt -> isConstrainedBaseline(parameters(video, pt))).forEach(kept::add);
        if (kept.isEmpty()) {
            return Optional.empty();
        }
        video.formats().stream().filter(pt -> kept.contains(repairs(video, pt))).toList().forEach(kept::add);
        return Optional.of(new Sdp.Media(linesOf(video, kept)));
    }

    private static List<String> linesOf(Sdp.Media video, Set<String> kept) {
        List<String> lines = new ArrayList<>();
        String[] m = video.lines().get(0).split(" ");
        lines.add(m[0] + " " + m[1] + " " + m[2] + " "
                + String.join(" ", video.formats().stream().filter(kept::contains).toList()));
        for (String line : video.lines().subList(1, video.lines().size())) {
            Matcher of = OF_PAYLOAD_TYPE.matcher(line);
            if (!of.matches() || kept.contains(of.group(1))) {
                lines.add(line);
            }
        }
        return lines;
    }

    /** The payload type that a retransmission payload type repairs, or empty. */
    private static String repairs(Sdp.Media video, String payloadType) {
        return parameters(video, payloadType).filter(p -> p.startsWith("apt=")).map(p -> p.substring(4)).orElse("");
    }

    private static Optional<String> parameters(Sdp.Media video, String payloadType) {
        String prefix = payloadType + " ";
        return video.attributes("fmtp").filter(f -> f.startsWith(prefix))
                .map(f -> f.substring(prefix.length()).replace(" ", "").toLowerCase(Locale.ROOT)).findFirst();
    }

    /** Profile 66 with constraint_set1_flag (RFC 6184, table 5), packetization mode 1. */
    private static boolean isConstrainedBaseline(Optional<String> parameters) {
        String profile = "";
        boolean mode1 = false;
        for (String p : parameters.orElse("").split(";")) {
            if (p.startsWith("profile-level-id=")) {
                profile = p.substring("profile-level-id=".length());
            }
            mode1 |= p.equals("packetization-mode=1");
        }
        return mode1 && profile.matches("42[0-9a-f]{4}") && (Integer.parseInt(profile.substring(2, 4), 16) & 0x40) != 0;
    }
}
