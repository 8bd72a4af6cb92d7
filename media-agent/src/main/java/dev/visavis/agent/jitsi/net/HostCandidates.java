package dev.visavis.agent.jitsi.net;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.ice4j.ice.Component;
import org.ice4j.ice.HostCandidate;
import org.ice4j.ice.LocalCandidate;
import org.ice4j.ice.harvest.AbstractCandidateHarvester;
import org.ice4j.socket.IceUdpSocketWrapper;
import org.ice4j.socket.MultiplexingDatagramSocket;

/**
 * Opens a UDP socket on each address of this machine. In place of ice4j's own harvester, whose socket hands on datagrams
 * only from addresses that our checks have succeeded with: after an ICE restart a browser goes on to send from its old
 * port, whose old password our new checks cannot know, and would not be heard. What it sends is authenticated anyway.
 */
final class HostCandidates extends AbstractCandidateHarvester {
    private final int minPort;
    private final int maxPort;
    private final Set<String> wanted;
    private final List<DatagramSocket> sockets = new ArrayList<>();

    /** @param wanted only these addresses; empty for all but loopback and link-local ones */
    HostCandidates(int minPort, int maxPort, Set<String> wanted) {
        this.minPort = minPort;
        this.maxPort = maxPort;
        this.wanted = wanted;
    }

    @Override
    public boolean isHostHarvester() {
        return true;
    }

    @Override
    public Collection<LocalCandidate> harvest(Component component) {
        List<LocalCandidate> candidates = new ArrayList<>();
        for (InetAddress address : addresses()) {
            try {
                MultiplexingDatagramSocket socket = open(address);
                HostCandidate candidate = new HostCandidate(new IceUdpSocketWrapper(socket), component);
                component.addLocalCandidate(candidate);
                candidate.getStunStack().addSocket(candidate.getStunSocket(null));
                sockets.add(socket);
                candidates.add(candidate);
            } catch (IOException e) {
                // an address that has just gone, or no port left on it; others may do
            }
        }
        return candidates;
    }

    private List<InetAddress> addresses() {
        try {
            return NetworkInterface.networkInterfaces().filter(HostCandidates::isUp)
                    .flatMap(NetworkInterface::inetAddresses).filter(this::isWanted).toList();
        } catch (SocketException e) {
            return List.of();
        }
    }

    private static boolean isUp(NetworkInterface network) {
        try {
            return network.isUp();
        } catch (SocketException e) {
            return false;
        }
    }

    private boolean isWanted(InetAddress address) {
        return wanted.isEmpty()
                ? !address.isLoopbackAddress() && !address.isLinkLocalAddress()
                : wanted.contains(address.getHostAddress().replaceFirst("%.*", ""));
    }

    private MultiplexingDatagramSocket open(InetAddress address) throws IOException {
        if (minPort == 0) {
            return new MultiplexingDatagramSocket(0, address);
        }
        int count = maxPort - minPort + 1;
        int first = ThreadLocalRandom.current().nextInt(count);
        for (int i = 0; i < count; i++) {
            try {
                return new MultiplexingDatagramSocket(minPort + (first + i) % count, address);
            } catch (SocketException e) {
                // taken; the next may be free
            }
        }
        throw new IOException("no free port in " + minPort + ".." + maxPort + " on " + address);
    }

    /** What was opened; whoever asked reads it, except STUN, and closes it. */
    List<DatagramSocket> sockets() {
        return sockets;
    }
}
