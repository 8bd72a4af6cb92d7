package dev.visavis.agent.transport;

import dev.visavis.signaling.protocol.TurnSecret;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * How agents reach the network and how much they send.
 *
 * @param minPort lowest UDP port of media, or 0 with {@code maxPort} 0 for any
 * @param maxPort highest UDP port of media
 * @param iceServers for agents behind a NAT; empty where peers reach the agent itself
 * @param turnSecret makes the logins to TURN servers that have none; or null
 * @param hostAddresses only these addresses of the machine are told to peers; empty for all of them
 * @param advertisedAddress told to peers in place of the machine's own addresses of the same family, for machines
 *            behind a NAT that lets the ports through (containers, cloud machines); or empty
 * @param minBitrateBps what the video encoder never goes below, bits a second
 * @param maxBitrateBps what it never goes above, whatever the size of the picture
 * @param captureFolder where each call's packets are written, decrypted, if the transport can; or empty
 */
public record TransportOptions(int minPort, int maxPort, List<IceServer> iceServers, TurnSecret turnSecret,
        Set<String> hostAddresses, String advertisedAddress, int minBitrateBps, int maxBitrateBps,
        String captureFolder) {
    /** Any port, no servers, every address, 150 kbps to 1.5 Mbps. */
    public static final TransportOptions DEFAULTS = new TransportOptions(0, 0, List.of(), null, Set.of(), "", 150_000,
            1_500_000, "");

    /**
     * Bits a second for each pixel of a picture beyond which nobody sees a difference: 512x512 at 25 frames a second
     * comes out of OpenH264 with 44.5 dB, and with 47 for more than twice as much. What is not sent need not be taken
     * back when a path becomes narrow: its queue overflows before the sender can know.
     */
    private static final double ENOUGH_BITS_PER_PIXEL = 2.5;

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

    /** What the encoder never goes above with pictures of a size, bits a second. */
    public int maxBitrateBps(int width, int height) {
        double enough = ENOUGH_BITS_PER_PIXEL * width * height;
        return (int) Math.max(minBitrateBps, Math.min(maxBitrateBps, enough));
    }

    public TransportOptions withPorts(int min, int max) {
        return new TransportOptions(min, max, iceServers, turnSecret, hostAddresses, advertisedAddress, minBitrateBps,
                maxBitrateBps, captureFolder);
    }

    public TransportOptions withIceServers(List<IceServer> servers) {
        return new TransportOptions(minPort, maxPort, servers, turnSecret, hostAddresses, advertisedAddress,
                minBitrateBps, maxBitrateBps, captureFolder);
    }

    public TransportOptions withHostAddresses(Set<String> addresses) {
        return new TransportOptions(minPort, maxPort, iceServers, turnSecret, addresses, advertisedAddress,
                minBitrateBps, maxBitrateBps, captureFolder);
    }

    public TransportOptions withBitrate(int minBps, int maxBps) {
        return new TransportOptions(minPort, maxPort, iceServers, turnSecret, hostAddresses, advertisedAddress, minBps,
                maxBps, captureFolder);
    }

    /** TURN servers that have no login get one for a limited time, made of this secret for each call. */
    public TransportOptions withTurnSecret(TurnSecret secret) {
        return new TransportOptions(minPort, maxPort, iceServers, secret, hostAddresses, advertisedAddress,
                minBitrateBps, maxBitrateBps, captureFolder);
    }

    public TransportOptions withAdvertisedAddress(String address) {
        return new TransportOptions(minPort, maxPort, iceServers, turnSecret, hostAddresses, address, minBitrateBps,
                maxBitrateBps, captureFolder);
    }

    public TransportOptions withCaptureFolder(String folder) {
        return new TransportOptions(minPort, maxPort, iceServers, turnSecret, hostAddresses, advertisedAddress,
                minBitrateBps, maxBitrateBps, folder);
    }

    /** The servers, with logins that are good from now on. */
    public List<IceServer> iceServersAt(Instant now) {
        if (turnSecret == null) {
            return iceServers;
        }
        TurnSecret.Login login = turnSecret.login(now);
        return iceServers.stream().map(server -> server.with(login)).toList();
    }
}
