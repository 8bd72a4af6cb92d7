package dev.visavis.agent.sdp;

import dev.visavis.agent.transport.NegotiationException;
import dev.visavis.agent.transport.TransportOptions;
import dev.visavis.agent.transport.NegotiationException.Reason;
import dev.visavis.signaling.protocol.Sdp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** SDP fragments of trickle ICE (RFC 8840) made from, and put into, whole descriptions. */
public final class IceFragments {
    /** More than any host has interfaces for. */
    private static final int MAX_CANDIDATES = 64;

    private IceFragments() {
    }

    /**
     * One remote candidate.
     *
     * @param mid of its media section
     * @param line {@code candidate:...}
     */
    public record Candidate(String mid, String line) {
    }

    /** The candidates of a fragment; those without a section of their own belong to the offer's first. */
    public static List<Candidate> candidates(Sdp fragment, Sdp offer) throws NegotiationException {
        Optional<String> ufrag = fragment.attribute("ice-ufrag");
        if (ufrag.isPresent() && !ufrag.equals(offer.attribute("ice-ufrag"))) {
            throw malformed("These candidates belong to other ICE credentials than the ones in use.");
        }
        String first = offer.media().get(0).attribute("mid").orElse("0");
        List<Candidate> candidates = new ArrayList<>();
        sessionCandidates(fragment).forEach(c -> candidates.add(new Candidate(first, c)));
        for (Sdp.Media media : fragment.media()) {
            String mid = media.attribute("mid").orElse(first);
            if (offer.media().stream().noneMatch(m -> m.attribute("mid").orElse("0").equals(mid))) {
                throw malformed("The offer has no media section with mid " + mid + ".");
            }
            media.attributes("candidate").forEach(c -> candidates.add(new Candidate(mid, "candidate:" + c)));
        }
        if (candidates.size() > MAX_CANDIDATES) {
            throw malformed(candidates.size() + " candidates; at most " + MAX_CANDIDATES + " in one fragment.");
        }
        return candidates;
    }

    private static List<String> sessionCandidates(Sdp fragment) {
        return fragment.session().stream().filter(l -> l.startsWith("a=candidate:")).map(l -> l.substring(2)).toList();
    }

    /** The offer as the peer would make it anew to restart ICE: other credentials and candidates, a newer version. */
    public static Sdp restartedOffer(Sdp offer, Sdp fragment) throws NegotiationException {
        String ufrag = fragment.attribute("ice-ufrag")
                .orElseThrow(() -> malformed("An ICE restart needs a=ice-ufrag and a=ice-pwd."));
        String password = fragment.attribute("ice-pwd")
                .orElseThrow(() -> malformed("An ICE restart needs a=ice-ufrag and a=ice-pwd."));
        if (offer.attribute("ice-ufrag").orElse("").equals(ufrag)) {
            throw malformed("An ICE restart needs new credentials; these are the ones in use.");
        }
        Sdp bare = offer.withSession(offer.session().stream().filter(l -> !isIce(l)).map(IceFragments::newer).toList())
                .withMedia(offer.media().stream().map(m -> withCredentials(m, ufrag, password)).toList());
        List<Candidate> candidates = candidates(fragment, bare);
        return bare.withMedia(bare.media().stream().map(m -> withCandidates(m, candidates)).toList());
    }

    private static boolean isIce(String line) {
        return line.startsWith("a=ice-ufrag:") || line.startsWith("a=ice-pwd:") || line.startsWith("a=candidate:")
                || line.equals("a=end-of-candidates");
    }

    private static Sdp.Media withCredentials(Sdp.Media media, String ufrag, String password) {
        List<String> lines = new ArrayList<>(media.lines().stream().filter(l -> !isIce(l)).toList());
        lines.add("a=ice-ufrag:" + ufrag);
        lines.add("a=ice-pwd:" + password);
        return new Sdp.Media(lines);
    }

    private static Sdp.Media withCandidates(Sdp.Media media, List<Candidate> candidates) {
        List<String> lines = new ArrayList<>(media.lines());
        String mid = media.attribute("mid").orElse("0");
        candidates.stream().filter(c -> c.mid().equals(mid)).forEach(c -> lines.add("a=" + c.line()));
        return new Sdp.Media(lines);
    }

    /** {@code o=user id version ...}: a changed description has a greater version (RFC 3264, section 8). */
    private static String newer(String line) {
        String[] o = line.split(" ");
        if (!line.startsWith("o=") || o.length < 3 || !o[2].matches("\\d{1,18}")) {
            return line;
        }
        o[2] = Long.toString(Long.parseLong(o[2]) + 1);
        return String.join(" ", o);
    }

    /** Credentials and candidates of a description, as the fragment that tells them to the peer. */
    public static Sdp fragmentOf(Sdp description) {
        List<String> session = new ArrayList<>();
        description.session().stream().filter(l -> l.startsWith("a=group:BUNDLE")).forEach(session::add);
        description.attribute("ice-ufrag").ifPresent(u -> session.add("a=ice-ufrag:" + u));
        description.attribute("ice-pwd").ifPresent(p -> session.add("a=ice-pwd:" + p));
        List<Sdp.Media> sections = new ArrayList<>();
        for (Sdp.Media media : description.media()) {
            if (media.attribute("candidate").isPresent()) {
                List<String> lines = new ArrayList<>(media.lines().subList(0, 1));
                media.lines().stream().filter(l -> l.startsWith("a=mid:") || l.startsWith("a=candidate:"))
                        .forEach(lines::add);
                lines.add("a=end-of-candidates");
                sections.add(new Sdp.Media(lines));
            }
        }
        return description.withSession(session).withMedia(sections);
    }

    /**
     * The description as the peer is told it: without host candidates of other addresses than the options' (with all if
     * they name none), and with the advertised address in place of those of its family.
     */
    public static Sdp told(Sdp description, TransportOptions options) {
        return description.withMedia(description.media().stream()
                .map(m -> new Sdp.Media(m.lines().stream().filter(l -> !isOtherHost(l, options.hostAddresses()))
                        .map(l -> advertised(l, options.advertisedAddress())).toList()))
                .toList());
    }

    /** {@code a=candidate:foundation component transport priority address port typ host ...} (RFC 8839). */
    private static boolean isHost(String[] c) {
        return c[0].startsWith("a=candidate:") && c.length > 7 && c[7].equals("host");
    }

    private static boolean isOtherHost(String line, Set<String> addresses) {
        String[] c = line.split(" ");
        return !addresses.isEmpty() && isHost(c) && !addresses.contains(c[4]);
    }

    private static String advertised(String line, String address) {
        String[] c = line.split(" ");
        if (address.isEmpty() || !isHost(c) || c[4].contains(":") != address.contains(":")) {
            return line;
        }
        c[4] = address;
        return String.join(" ", c);
    }

    private static NegotiationException malformed(String message) {
        return new NegotiationException(Reason.MALFORMED, message);
    }
}
