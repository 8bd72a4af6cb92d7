package dev.visavis.agent.jitsi.net;

import java.util.List;

/**
 * The peer's side of one ICE generation.
 *
 * @param candidates {@code candidate:...} lines without the {@code a=}
 */
public record RemoteIce(String ufrag, String password, List<String> candidates) {
}
