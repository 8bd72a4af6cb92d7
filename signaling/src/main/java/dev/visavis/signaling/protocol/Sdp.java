package dev.visavis.signaling.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A session description or fragment (RFC 8866, RFC 8840), cut into its session lines and media sections. Immutable. It
 * keeps every line as it was, so {@code parse(s).toString()} is {@code s} with CRLF line ends.
 */
public final class Sdp {
    /** More than any browser sends; an offer of Chrome is about 7 kB. */
    public static final int MAX_CHARS = 64 * 1024;

    private static final int MAX_LINES = 4_000;

    private final List<String> session;
    private final List<Media> media;

    /**
     * One media section.
     *
     * @param lines its lines without line ends; the first is the m= line
     */
    public record Media(List<String> lines) {
        public Media {
            lines = List.copyOf(lines);
        }

        /** audio, video or application. */
        public String kind() {
            return lines.get(0).substring(2).split(" ")[0];
        }

        /** True if the port of the m= line is 0 and not because of {@link #bundleOnly}: the section is refused. */
        public boolean rejected() {
            String[] m = lines.get(0).split(" ");
            return m.length > 1 && m[1].equals("0") && !bundleOnly();
        }

        /** True if the section is offered for the bundle's transport alone, with port 0 (RFC 9143, section 6). */
        public boolean bundleOnly() {
            return lines.contains("a=bundle-only");
        }

        /** Payload types (RFC 3551) in the order of preference. */
        public List<String> formats() {
            String[] m = lines.get(0).split(" ");
            return m.length > 3 ? List.of(m).subList(3, m.length) : List.of();
        }

        /** Value of the first {@code a=name:value} line. */
        public Optional<String> attribute(String name) {
            return attributes(name).findFirst();
        }

        /** Values of all {@code a=name:value} lines, in order. */
        public Stream<String> attributes(String name) {
            return values(lines, name);
        }
    }

    private Sdp(List<String> session, List<Media> media) {
        this.session = List.copyOf(session);
        this.media = List.copyOf(media);
    }

    /**
     * Parses a whole description or a fragment.
     *
     * @throws IllegalArgumentException if it is too long or has a line that is not {@code x=...}; the message says which
     */
    public static Sdp parse(String text) {
        if (text.length() > MAX_CHARS) {
            throw new IllegalArgumentException("SDP of " + text.length() + " characters; at most " + MAX_CHARS);
        }
        List<String> session = new ArrayList<>();
        List<List<String>> sections = new ArrayList<>();
        String[] lines = text.split("\r?\n");
        if (lines.length > MAX_LINES) {
            throw new IllegalArgumentException("SDP of " + lines.length + " lines; at most " + MAX_LINES);
        }
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i];
            if (line.length() < 2 || line.charAt(1) != '=' || line.charAt(0) < 'a' || line.charAt(0) > 'z') {
                throw new IllegalArgumentException("line " + (i + 1) + " is not SDP: " + abbreviate(line));
            }
            if (line.startsWith("m=")) {
                sections.add(new ArrayList<>());
            }
            (sections.isEmpty() ? session : sections.get(sections.size() - 1)).add(line);
        }
        return new Sdp(session, sections.stream().map(Media::new).toList());
    }

    /** Lines before the first m= line. */
    public List<String> session() {
        return session;
    }

    public List<Media> media() {
        return media;
    }

    /** The first section of a kind that is not refused. */
    public Optional<Media> media(String kind) {
        return media.stream().filter(m -> m.kind().equals(kind) && !m.rejected()).findFirst();
    }

    /** Value of {@code a=name:value} in the session lines or, failing that, in the first section that has it. */
    public Optional<String> attribute(String name) {
        return Stream.concat(values(session, name), media.stream().flatMap(m -> m.attributes(name))).findFirst();
    }

    /** The same description with other media sections. */
    public Sdp withMedia(List<Media> sections) {
        return new Sdp(session, sections);
    }

    /** The same description with other session lines. */
    public Sdp withSession(List<String> lines) {
        return new Sdp(lines, media);
    }

    private static Stream<String> values(List<String> lines, String name) {
        String prefix = "a=" + name + ":";
        return lines.stream().filter(l -> l.startsWith(prefix)).map(l -> l.substring(prefix.length()));
    }

    private static String abbreviate(String line) {
        return line.length() <= 60 ? line : line.substring(0, 60) + "...";
    }

    /** The text, every line ended by CRLF. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        Stream.concat(session.stream(), media.stream().flatMap(m -> m.lines().stream()))
                .forEach(l -> text.append(l).append("\r\n"));
        return text.toString();
    }
}
