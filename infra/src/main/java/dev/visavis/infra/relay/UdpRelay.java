package dev.visavis.infra.relay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/**
 * Carries UDP between clients and the ports of a server, badly if asked to. Port {@link #firstPort} + i is the server's
 * port {@code firstServerPort} + i. The server sees each client as a port of the relay's own, as behind a NAT; so whoever
 * knows only the relay cannot go around it.
 *
 * <p>Impairments may change while packets flow; a packet under way keeps its fate. At most {@value #CAPACITY} packets are
 * under way, later ones are dropped.
 */
public final class UdpRelay implements AutoCloseable {
    private static final int CAPACITY = 10_000;
    private static final int MAX_DATAGRAM = 65_536;
    private static final long NS_PER_MS = 1_000_000;

    private final InetAddress server;
    private final int firstServerPort;
    private final List<DatagramChannel> fronts = new ArrayList<>();
    private final Selector selector;
    private final ImpairedLink toServer;
    private final ImpairedLink toClient;
    private final Map<Client, DatagramChannel> backs = new HashMap<>();
    private final PriorityQueue<Packet> underWay = new PriorityQueue<>();
    private final ConcurrentLinkedQueue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(MAX_DATAGRAM);
    private final LongAdder delivered = new LongAdder();
    private final LongAdder lost = new LongAdder();
    private final Thread thread = new Thread(this::run, "udp-relay");
    private long sequence;
    private volatile boolean closed;

    /** A client at one of the relay's ports. */
    private record Client(DatagramChannel front, SocketAddress address) {
    }

    private record Packet(long leavesNs, long sequence, DatagramChannel by, SocketAddress to, byte[] data)
            implements
                Comparable<Packet> {
        @Override
        public int compareTo(Packet other) {
            int byTime = Long.compare(leavesNs, other.leavesNs);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }
    }

    private UdpRelay(InetAddress server, int firstServerPort, long seed) throws IOException {
        this.server = server;
        this.firstServerPort = firstServerPort;
        this.selector = Selector.open();
        this.toServer = new ImpairedLink(seed);
        this.toClient = new ImpairedLink(~seed);
    }

    /**
     * Starts a relay on the ports from {@code firstPort} on, all addresses.
     *
     * @param server address of the server
     * @param ports how many
     * @param seed same seed, same fates
     * @throws IOException if a port is taken; none is held then
     */
    public static UdpRelay start(int firstPort, InetAddress server, int firstServerPort, int ports, long seed)
            throws IOException {
        UdpRelay relay = new UdpRelay(server, firstServerPort, seed);
        try {
            for (int i = 0; i < ports; i++) {
                relay.fronts.add(relay.open(firstPort + i, null));
            }
        } catch (IOException e) {
            relay.closeChannels();
            throw e;
        }
        relay.thread.setDaemon(true);
        relay.thread.start();
        return relay;
    }

    /** @param behind the client whose address the port is to the server; null at a port for clients */
    private DatagramChannel open(int port, Client behind) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        try {
            channel.configureBlocking(false);
            channel.bind(new InetSocketAddress(port));
            channel.register(selector, SelectionKey.OP_READ, behind);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Impairs each direction. */
    public void impair(Impairment up, Impairment down) {
        command(() -> {
            toServer.set(up);
            toClient.set(down);
        });
    }

    /** Impairs both directions alike. */
    public void impair(Impairment both) {
        impair(both, both);
    }

    /** From now on the server sees every client at another port, as after a NAT has forgotten them. */
    public void changeAddresses() {
        command(() -> {
            backs.values().forEach(UdpRelay::close);
            backs.clear();
        });
    }

    private void command(Runnable command) {
        commands.add(command);
        selector.wakeup();
    }

    /** Packets that left the relay so far. */
    public long delivered() {
        return delivered.sum();
    }

    /** Packets lost so far. */
    public long lost() {
        return lost.sum();
    }

    private void run() {
        try {
            while (!closed) {
                selector.select(timeoutMs());
                for (Runnable c = commands.poll(); c != null; c = commands.poll()) {
                    c.run();
                }
                selector.selectedKeys().forEach(this::receive);
                selector.selectedKeys().clear();
                sendDue();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            closeChannels();
        }
    }

    /** 0 waits for ever. */
    private long timeoutMs() {
        return underWay.isEmpty() ? 0 : Math.max(1, (underWay.peek().leavesNs - System.nanoTime()) / NS_PER_MS);
    }

    private void receive(SelectionKey key) {
        DatagramChannel channel = (DatagramChannel) key.channel();
        try {
            for (SocketAddress from = next(channel); from != null; from = next(channel)) {
                pass(channel, from, (Client) key.attachment());
            }
        } catch (IOException e) {
            // The other end is gone (ICMP port unreachable): its packets are lost.
            lost.increment();
        }
    }

    private SocketAddress next(DatagramChannel channel) throws IOException {
        buffer.clear();
        return channel.isOpen() ? channel.receive(buffer) : null;
    }

    private void pass(DatagramChannel channel, SocketAddress from, Client behind) throws IOException {
        byte[] data = new byte[buffer.flip().remaining()];
        buffer.get(data);
        boolean fromServer = behind != null;
        long leavesNs = (fromServer ? toClient : toServer).leaves(System.nanoTime(), data.length);
        if (leavesNs == ImpairedLink.LOST || underWay.size() >= CAPACITY) {
            lost.increment();
        } else if (fromServer) {
            underWay.add(new Packet(leavesNs, sequence++, behind.front, behind.address, data));
        } else {
            InetSocketAddress to = new InetSocketAddress(server, firstServerPort + fronts.indexOf(channel));
            underWay.add(new Packet(leavesNs, sequence++, back(new Client(channel, from)), to, data));
        }
    }

    private DatagramChannel back(Client client) throws IOException {
        DatagramChannel back = backs.get(client);
        if (back == null) {
            back = open(0, client);
            backs.put(client, back);
        }
        return back;
    }

    private void sendDue() {
        long nowNs = System.nanoTime();
        while (!underWay.isEmpty() && underWay.peek().leavesNs <= nowNs) {
            Packet packet = underWay.poll();
            try {
                if (packet.by.isOpen()) {
                    packet.by.send(ByteBuffer.wrap(packet.data), packet.to);
                    delivered.increment();
                }
            } catch (IOException e) {
                lost.increment();
            }
        }
    }

    private void closeChannels() {
        fronts.forEach(UdpRelay::close);
        backs.values().forEach(UdpRelay::close);
        try {
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(DatagramChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops and gives the ports back. */
    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
