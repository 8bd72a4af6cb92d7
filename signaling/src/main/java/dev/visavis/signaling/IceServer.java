package dev.visavis.signaling;

import dev.visavis.signaling.protocol.TurnSecret;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;

/**
 * A STUN or TURN server that callers may use.
 *
 * @param urls {@code stun:}, {@code turn:} or {@code turns:} URLs (RFC 7064, RFC 7065)
 * @param username empty where none is needed
 * @param credential empty where none is needed
 */
public record IceServer(List<String> urls, String username, String credential) {
    /** @throws IllegalArgumentException if a URL is of another kind */
    public IceServer {
        urls = List.copyOf(urls);
        for (String url : urls) {
            if (!url.matches("(stuns?|turns?):[^\\s<>\"]+")) {
                throw new IllegalArgumentException("an ICE server's URL begins with stun: or turn:, not " + url);
            }
        }
    }

    /** This server, with a fresh login where it is a TURN server that has none of its own. */
    IceServer with(TurnSecret.Login login) {
        boolean takesLogin = username.isEmpty() && urls.stream().anyMatch(url -> url.startsWith("turn"));
        return takesLogin ? new IceServer(urls, login.username(), login.credential()) : this;
    }

    /** One {@code Link} header value for each URL (RFC 9725, section 4.6). */
    Stream<String> links() {
        String auth = username.isEmpty()
                ? ""
                : "; username=" + quoted(username) + "; credential=" + quoted(credential)
                        + "; credential-type=\"password\"";
        return urls.stream().map(url -> "<" + url + ">; rel=\"ice-server\"" + auth);
    }

    /** The same as an {@code RTCIceServer} dictionary (W3C webrtc-pc). */
    JsonObject toJson() {
        JsonObject json = new JsonObject().put("urls", new JsonArray(urls));
        return username.isEmpty() ? json : json.put("username", username).put("credential", credential);
    }

    private static String quoted(String s) {
        return '"' + s.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
