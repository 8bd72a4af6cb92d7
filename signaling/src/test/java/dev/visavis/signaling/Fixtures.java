package dev.visavis.signaling;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Offers of browsers; where they come from is told beside them, in {@code sdp/README.md}. */
final class Fixtures {
    static final String CHROME = sdp("chrome-156.sdp");
    static final String FIREFOX = sdp("firefox-115.sdp");
    static final String SAFARI = sdp("safari-18.sdp");
    static final String TRICKLE = sdp("chrome-156-trickle.sdpfrag");

    /** The same session's restart: other credentials. */
    static final String RESTART = TRICKLE.replaceAll("a=ice-ufrag:.*", "a=ice-ufrag:new1")
            .replaceAll("a=ice-pwd:.*", "a=ice-pwd:newnewnewnewnewnewnewnew");

    private Fixtures() {
    }

    /** A file of the folder, with line ends as they are on the wire. */
    static String sdp(String name) {
        return resource("sdp/" + name).replace("\n", "\r\n");
    }

    static String resource(String name) {
        try (InputStream in = Fixtures.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
