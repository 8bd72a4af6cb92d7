package dev.visavis.agent.transport;

import dev.visavis.signaling.protocol.TurnSecret;
import java.util.List;

/**
 * A STUN or TURN server (RFC 8489, RFC 8656) that agents themselves use.
 *
 * @param urls {@code stun:host:port}, {@code turn:host:port?transport=udp} ...
 * @param username empty for STUN
 * @param credential empty for STUN
 */
public record IceServer(List<String> urls, String username, String credential) {
    public IceServer {
        urls = List.copyOf(urls);
    }

    /** This server, with a fresh login where it is a TURN server that has none of its own. */
    IceServer with(TurnSecret.Login login) {
        boolean takesLogin = username.isEmpty() && urls.stream().anyMatch(url -> url.startsWith("turn"));
        return takesLogin ? new IceServer(urls, login.username(), login.credential()) : this;
    }

    @Override
    public String toString() {
        return "IceServer" + urls;
    }
}
