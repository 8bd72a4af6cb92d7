package dev.visavis.agent.jitsi;

import dev.visavis.agent.jitsi.net.SecureChannel.LocalIce;
import dev.visavis.agent.jitsi.rtp.VideoFormat;
import dev.visavis.signaling.protocol.Sdp;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The answer to an offer (RFC 9429, section 5.3): Opus and H.264 in one bundle, picture and voice as one media stream, so
 * that the peer keeps them together.
 *
 * @param cname of both sources (RFC 3550, section 6.5.1)
 */
record Answer(PeerOffer offer, VideoFormat video, long audioSsrc, String cname, String fingerprint) {
    private static final String STREAM = "visavis";
    private static final Set<String> FEEDBACK = Set.of("nack", "nack pli", "ccm fir");

    Sdp with(LocalIce ice) {
        List<String> lines = new ArrayList<>(List.of("v=0", "o=- " + audioSsrc + " 2 IN IP4 127.0.0.1", "s=-",
                "t=0 0", "a=group:BUNDLE " + bundle(), "a=msid-semantic: WMS " + STREAM));
        boolean first = true;
        for (Sdp.Media media : offer.sdp().media()) {
            if (media == offer.audio()) {
                lines.addAll(audioSection());
            } else if (media == offer.video()) {
                lines.addAll(videoSection());
            } else {
                lines.addAll(refused(media));
                continue;
            }
            lines.addAll(transport(ice));
            if (first) {
                ice.candidates().forEach(candidate -> lines.add("a=" + candidate));
                lines.add("a=end-of-candidates");
                first = false;
            }
        }
        return Sdp.parse(String.join("\r\n", lines));
    }

    private String bundle() {
        return offer.sdp().media().stream().filter(m -> !m.rejected()).flatMap(m -> m.attributes("mid"))
                .collect(Collectors.joining(" "));
    }

    private List<String> transport(LocalIce ice) {
        return List.of("a=ice-ufrag:" + ice.ufrag(), "a=ice-pwd:" + ice.password(), "a=fingerprint:" + fingerprint,
                "a=setup:active");
    }

    private static List<String> section(Sdp.Media media, String formats, String direction) {
        String[] m = media.lines().get(0).split(" ");
        List<String> lines = new ArrayList<>(List.of(m[0] + " 9 " + m[2] + " " + formats, "c=IN IP4 0.0.0.0"));
        media.attribute("mid").ifPresent(mid -> lines.add("a=mid:" + mid));
        lines.add("a=" + direction);
        lines.add("a=rtcp-mux");
        if (media.lines().contains("a=rtcp-rsize")) {
            lines.add("a=rtcp-rsize");
        }
        return lines;
    }

    private List<String> audioSection() {
        int opus = offer.opusPayloadType();
        boolean speaks = !offer.audio().lines().contains("a=recvonly");
        List<String> lines = section(offer.audio(), Integer.toString(opus), speaks ? "sendrecv" : "sendonly");
        lines.add("a=rtpmap:" + opus + " opus/48000/2");
        lines.add("a=fmtp:" + opus + " minptime=10;useinbandfec=1");
        lines.addAll(source(audioSsrc, "voice"));
        return lines;
    }

    private List<String> videoSection() {
        int h264 = video.payloadType();
        int rtx = video.rtxPayloadType();
        List<String> lines = section(offer.video(), rtx < 0 ? "" + h264 : h264 + " " + rtx, "sendonly");
        if (video.pathExtensionId() > 0) {
            lines.add("a=extmap:" + video.pathExtensionId() + " " + video.pathFeedback().extension());
        }
        lines.add("a=rtpmap:" + h264 + " H264/90000");
        offer.video().attributes("rtcp-fb").map(f -> f.split(" ", 2))
                .filter(f -> f.length == 2 && (f[0].equals("" + h264) || f[0].equals("*")))
                .filter(f -> FEEDBACK.contains(f[1]) || f[1].equals(video.pathFeedback().message()))
                .forEach(f -> lines.add("a=rtcp-fb:" + h264 + " " + f[1]));
        lines.add("a=fmtp:" + h264 + " level-asymmetry-allowed=1;packetization-mode=1;profile-level-id="
                + profile(h264));
        if (rtx >= 0) {
            lines.add("a=rtpmap:" + rtx + " rtx/90000");
            lines.add("a=fmtp:" + rtx + " apt=" + h264);
            lines.add("a=ssrc-group:FID " + video.ssrc() + " " + video.rtxSsrc());
        }
        lines.addAll(source(video.ssrc(), "picture"));
        if (rtx >= 0) {
            lines.addAll(source(video.rtxSsrc(), "picture"));
        }
        return lines;
    }

    private String profile(int h264) {
        return offer.video().attributes("fmtp").filter(f -> f.startsWith(h264 + " "))
                .map(f -> f.replaceAll("(?i).*profile-level-id=([0-9a-f]{6}).*", "$1")).findFirst().orElse("42e01f");
    }

    private List<String> source(long ssrc, String track) {
        List<String> lines = new ArrayList<>();
        if (ssrc != video.rtxSsrc()) {
            lines.add("a=msid:" + STREAM + " " + track);
        }
        lines.add("a=ssrc:" + ssrc + " cname:" + cname);
        lines.add("a=ssrc:" + ssrc + " msid:" + STREAM + " " + track);
        return lines;
    }

    private static List<String> refused(Sdp.Media media) {
        List<String> lines = new ArrayList<>(
                List.of(media.lines().get(0).replaceFirst("^(m=\\S+) \\S+", "$1 0"), "c=IN IP4 0.0.0.0"));
        media.attribute("mid").ifPresent(mid -> lines.add("a=mid:" + mid));
        lines.add("a=inactive");
        return lines;
    }
}
