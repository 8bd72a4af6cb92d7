package dev.visavis.agent.transport;

import java.util.List;
import java.util.Set;

/**
 * How agents reach the network and how much they send.
 *
 * @param minPort lowest UDP port of media, or 0 with {@code maxPort} 0 for any
 * @param maxPort highest UDP port of media
 * @param iceServers for agents behind a NAT; empty where peers reach the agent itself
 * @param hostAddresses only these addresses of the machine are told to peers; empty for all of them
 * @param minBitrateBps what the video encoder never goes below, bits a second
 * @param maxBitrateBps what it never goes above
 */
public record TransportOptions(int minPort, int maxPort, List<IceServer> iceServers, Set<String> hostAddresses,
        int minBitrateBps, int maxBitrateBps) {
    /** Any port, no servers, every address, 300 kbps to 1.5 Mbps. */
    public static final TransportOptions DEFAULTS = new TransportOptions(0, 0, List.of(), Set.of(), 300_000,
            1_500_000);

    /** @throws IllegalArgumentException if a range is not one; the message says which */
    public TransportOptions {
        iceServers = List.copyOf(iceServers);
        hostAddresses = Set.copyOf(hostAddresses);
        if (minPort < 0 || maxPort > 65_535 || minPort > maxPort || minPort == 0 && maxPort != 0) {
            throw new IllegalArgumentException("media ports must be a range within 1..65535 or 0..0 for any, got "
                    + minPort + ".." + maxPort);
        }
        if (minBitrateBps <= 0 || minBitrateBps > maxBitrateBps) {
            throw new IllegalArgumentException(
                    "video bitrate must be a range above 0, got " + minBitrateBps + ".." + maxBitrateBps);
        }
    }

    public TransportOptions withPorts(int min, int max) {
        return new TransportOptions(min, max, iceServers, hostAddresses, minBitrateBps, maxBitrateBps);
    }

    public TransportOptions withIceServers(List<IceServer> servers) {
        return new TransportOptions(minPort, maxPort, servers, hostAddresses, minBitrateBps, maxBitrateBps);
    }

    public TransportOptions withHostAddresses(Set<String> addresses) {
        return new TransportOptions(minPort, maxPort, iceServers, addresses, minBitrateBps, maxBitrateBps);
    }

    public TransportOptions withBitrate(int minBps, int maxBps) {
        return new TransportOptions(minPort, maxPort, iceServers, hostAddresses, minBps, maxBps);
    }
}
