package dev.visavis.agent.transport;

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

    @Override
    public String toString() {
        return "IceServer" + urls;
    }
}
