package dev.visavis.infra.relay;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * Where the media of a server's calls goes through a relay: ports for the server's agents, ports of the relay, and the
 * script that makes a page use these instead of those. Settings ({@link #settings}) and script ({@link #script}) are all
 * that a call needs; server and page do not know of the relay.
 *
 * @param address of this machine that both ends use
 * @param agentPort the agents' first port
 * @param relayPort the relay's first port
 */
public record RelayedPorts(InetAddress address, int agentPort, int relayPort) {
    /** Ports of each: enough for some calls, and for ICE restarts, which take new ones. */
    public static final int COUNT = 40;

    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;
    private static final int ATTEMPTS = 50;

    /**
     * Finds ports that are free now, below those that the system hands out itself.
     *
     * @throws IOException if the machine has no network besides its loopback (WebRTC does not use that), or no ports
     */
    public static RelayedPorts find() throws IOException {
        InetAddress address = ownAddress();
        SplittableRandom random = new SplittableRandom();
        for (int i = 0; i < ATTEMPTS; i++) {
            int first = random.nextInt(LOWEST, HIGHEST);
            if (areFree(first, 2 * COUNT)) {
                return new RelayedPorts(address, first, first + COUNT);
            }
        }
        throw new IOException("found no " + 2 * COUNT + " free UDP ports in a row");
    }

    /** An IPv4 address of this machine that is not its loopback. */
    public static InetAddress ownAddress() throws IOException {
        return NetworkInterface.networkInterfaces().filter(RelayedPorts::isUsable)
                .flatMap(NetworkInterface::inetAddresses).filter(a -> a instanceof Inet4Address).findFirst()
                .orElseThrow(() -> new IOException("this machine has no network but its loopback"));
    }

    private static boolean isUsable(NetworkInterface network) {
        try {
            return network.isUp() && !network.isLoopback();
        } catch (SocketException e) {
            return false;
        }
    }

    private static boolean areFree(int first, int count) {
        for (int port = first; port < first + count; port++) {
            if (!isFree(port)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isFree(int port) {
        try {
            new DatagramSocket(port).close();
            return true;
        } catch (SocketException e) {
            return false;
        }
    }

    /** Starts the relay between the two. */
    public UdpRelay relay(long seed) throws IOException {
        return UdpRelay.start(relayPort, address, agentPort, COUNT, seed);
    }

    /** The server's settings, by full name. */
    public Map<String, Object> settings() {
        return Map.of("visavis.media.udp-port-min", agentPort, "visavis.media.udp-port-max", agentPort + COUNT - 1);
    }

    /** To be run in the page before its own scripts. */
    public String script() {
        try (InputStream in = RelayedPorts.class.getResourceAsStream("/dev/visavis/infra/relayed-candidates.js")) {
            String source = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return source.replace("$ADDRESS", address.getHostAddress())
                    .replace("$OFFSET", Integer.toString(relayPort - agentPort));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
