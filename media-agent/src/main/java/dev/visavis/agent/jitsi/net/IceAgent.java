package dev.visavis.agent.jitsi.net;

import dev.visavis.agent.transport.TransportOptions;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.ice4j.Transport;
import org.ice4j.TransportAddress;
import org.ice4j.ice.Agent;
import org.ice4j.ice.CandidateType;
import org.ice4j.ice.Component;
import org.ice4j.ice.IceMediaStream;
import org.ice4j.ice.IceProcessingState;
import org.ice4j.ice.KeepAliveStrategy;
import org.ice4j.ice.LocalCandidate;
import org.ice4j.ice.RemoteCandidate;

/**
 * One generation of ICE (RFC 8445), controlled: credentials, sockets and candidates of ours, and the checks with the
 * peer's. Restarting ICE makes another one.
 */
final class IceAgent implements AutoCloseable {
    /** What happens, on threads of the agent. */
    interface Events {
        /** The peer has nominated a pair. */
        void onConnected(IceAgent agent);

        /** No pair works, and none will. */
        void onFailed(IceAgent agent);

        /**
         * Anything but STUN; the array is only valid during the call.
         *
         * @return true if the peer has sent it
         */
        boolean onDatagram(byte[] data, int offset, int length);
    }

    private static final Events NOBODY = new Events() {
        @Override
        public void onConnected(IceAgent agent) {
            // closed
        }

        @Override
        public void onFailed(IceAgent agent) {
            // closed
        }

        @Override
        public boolean onDatagram(byte[] data, int offset, int length) {
            return false;
        }
    };

    private static final int MAX_DATAGRAM = 2_048;

    /** Where the peer sends from, and what we hear it on. */
    private record Path(DatagramSocket socket, SocketAddress peer) {
    }

    private final Agent agent;
    private final IceMediaStream stream;
    private final Component component;
    private volatile Events events;
    private final HostCandidates hosts;
    private final List<Thread> readers = new ArrayList<>();
    private volatile boolean connected;
    private volatile Path path;
    private volatile boolean closed;

    /**
     * Gathers candidates; blocks while servers are asked.
     *
     * @throws IOException if no socket could be opened; the message says why
     */
    IceAgent(TransportOptions options, String name, Events events) throws IOException {
        this.events = events;
        agent = new Agent(JitsiLibraries.LOG);
        agent.setControlling(false);
        agent.setUseDynamicPorts(false); // HostCandidates opens the sockets
        agent.setPerformConsentFreshness(true);
        hosts = new HostCandidates(options.minPort(), options.maxPort(), options.hostAddresses());
        agent.addCandidateHarvester(hosts);
        IceServers.harvesters(options.iceServersAt(Instant.now())).forEach(agent::addCandidateHarvester);
        stream = agent.createMediaStream("media");
        try {
            component = agent.createComponent(stream, KeepAliveStrategy.SELECTED_ONLY, true);
            if (hosts.sockets().isEmpty()) {
                throw new IOException("no UDP port");
            }
        } catch (IOException | RuntimeException e) {
            agent.free();
            throw e;
        }
        agent.addStateChangeListener(change -> onState((IceProcessingState) change.getNewValue()));
        hosts.sockets().forEach(socket -> readers.add(new Thread(() -> read(socket), name)));
        readers.add(new Thread(() -> read(component.getSocket()), name)); // what comes over TURN
        readers.forEach(reader -> reader.setDaemon(true));
    }

    /** Begins the checks. */
    void start(RemoteIce remote) {
        stream.setRemoteUfrag(remote.ufrag());
        stream.setRemotePassword(remote.password());
        remote.candidates().forEach(line -> {
            RemoteCandidate candidate = parse(line);
            if (candidate != null) {
                component.addRemoteCandidate(candidate);
            }
        });
        readers.forEach(Thread::start);
        agent.startConnectivityEstablishment();
    }

    /** Candidates of the peer that came later. */
    void addRemote(List<String> candidates) {
        for (String line : candidates) {
            RemoteCandidate candidate = parse(line);
            if (candidate != null) {
                component.addUpdateRemoteCandidates(candidate);
            }
        }
        component.updateRemoteCandidates();
    }

    /** @return null for what we cannot reach: TCP, other components, names (mDNS; the peer's checks tell its address) */
    private RemoteCandidate parse(String line) {
        String[] c = line.trim().split("\\s+");
        boolean usable = c.length >= 8 && c[1].equals("1") && c[2].equalsIgnoreCase("udp") && isAddress(c[4]);
        if (!usable) {
            return null;
        }
        String foundation = c[0].substring(c[0].indexOf(':') + 1);
        return new RemoteCandidate(new TransportAddress(c[4], Integer.parseInt(c[5]), Transport.UDP), component,
                CandidateType.parse(c[7]), foundation, Long.parseLong(c[3]), null);
    }

    private static boolean isAddress(String host) {
        return host.indexOf(':') >= 0 || host.matches("[0-9.]+");
    }

    private void onState(IceProcessingState state) {
        if (state == IceProcessingState.COMPLETED) {
            connected = true;
            events.onConnected(this);
        } else if (state == IceProcessingState.FAILED && !closed) {
            events.onFailed(this);
        }
    }

    private void read(DatagramSocket socket) {
        byte[] buffer = new byte[MAX_DATAGRAM];
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        while (!closed) {
            packet.setData(buffer, 0, buffer.length);
            try {
                socket.receive(packet);
            } catch (SocketTimeoutException e) {
                continue;
            } catch (IOException e) {
                if (closed || socket.isClosed()) {
                    return;
                }
                continue; // an ICMP message about a packet sent before
            }
            if (events.onDatagram(packet.getData(), packet.getOffset(), packet.getLength())) {
                follow(socket, packet.getSocketAddress());
            }
        }
    }

    /**
     * The peer sends from here, so we send there, too: a peer whose address changes is followed at once and without a
     * restart. SRTP has said that it is the peer, and that the packet is no copy; ice4j's own check of the new address
     * would come seconds later, or be refused for a port that the peer has from before a restart.
     */
    private void follow(DatagramSocket socket, SocketAddress peer) {
        Path now = path;
        boolean isNew = now == null || now.socket() != socket || !now.peer().equals(peer);
        if (isNew && socket != component.getSocket()) {
            path = new Path(socket, peer);
        }
    }

    String ufrag() {
        return agent.getLocalUfrag();
    }

    String password() {
        return agent.getLocalPassword();
    }

    /** Our candidates as {@code candidate:...} (RFC 8839). */
    List<String> candidates() {
        List<String> lines = new ArrayList<>();
        for (LocalCandidate candidate : component.getLocalCandidates()) {
            if (candidate.getTransport() == Transport.UDP) {
                lines.add(line(candidate));
            }
        }
        return lines;
    }

    private static String line(LocalCandidate candidate) {
        TransportAddress address = candidate.getTransportAddress();
        TransportAddress related = candidate.getRelatedAddress();
        String line = "candidate:" + candidate.getFoundation() + " 1 udp " + candidate.getPriority() + " "
                + address.getHostAddress() + " " + address.getPort() + " typ " + candidate.getType();
        return related == null
                ? line
                : line + " raddr " + related.getHostAddress() + " rport " + related.getPort();
    }

    /** True once there is a pair to send on. */
    boolean isConnected() {
        return connected && !closed;
    }

    /** Sends to the peer; what cannot be sent is lost, as on any network. */
    void send(byte[] data, int offset, int length) {
        Path to = path;
        try {
            if (to != null) {
                to.socket().send(new DatagramPacket(data, offset, length, to.peer()));
            } else {
                component.send(data, offset, length);
            }
        } catch (IOException | RuntimeException e) {
            // an unreachable peer, a full buffer, a socket that closes meanwhile: as lost as a packet can be
        }
    }

    @Override
    public void close() {
        closed = true;
        events = NOBODY; // tasks of ice4j hold this agent for seconds more, and should not hold the call
        agent.free();
        readers.forEach(Thread::interrupt);
    }
}
