package dev.visavis.agent.jitsi.net;

import dev.visavis.agent.jitsi.rtp.PacketOutput;
import dev.visavis.agent.jitsi.rtp.RtpHeader;
import dev.visavis.agent.transport.TransportOptions;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The way to the peer: ICE in as many generations as it is restarted, one DTLS association over all of them, and SRTP
 * (RFC 8842, section 4). Datagrams are told apart by their first byte (RFC 7983).
 */
public final class SecureChannel implements PacketOutput, AutoCloseable {
    /** What happens, on threads of the channel. Packets are only valid during the call. */
    public interface Events {
        /** Media may flow. */
        void onOpen();

        /** Nothing will flow any more. */
        void onEnd(String why);

        void onRtp(byte[] data, int offset, int length);

        void onRtcp(byte[] data, int offset, int length);
    }

    /** Bytes that SRTP and SRTCP add. */
    private static final int OVERHEAD = 32;
    private static final int MAX_PACKET = 1_500;

    /** What may still come on the way used before. */
    private static final long OLD_GENERATION_NS = 5_000_000_000L;

    private final TransportOptions options;
    private final String name;
    private final Events events;
    private final PacketCapture capture;
    private final LongSupplier nanoTime;
    private final DtlsClient dtls;
    private final Object sendLock = new Object();
    private final byte[] outgoing = new byte[MAX_PACKET + OVERHEAD];
    private final PacketBuffer outgoingPacket = new PacketBuffer();
    private final Object receiveLock = new Object();
    private final PacketBuffer incomingPacket = new PacketBuffer();
    private IceAgent current;
    private IceAgent restarting;
    private IceAgent old;
    private long oldSinceNs;
    private boolean dtlsStarted;
    private boolean closed;
    private Srtp sending;
    private Srtp receiving;
    private volatile IceAgent route;
    private volatile long lastHeardNs;

    /**
     * @param peerFingerprint of the peer's certificate, as in its offer
     * @param capture of what is sent and received; closed with the channel
     */
    public SecureChannel(TransportOptions options, DtlsIdentity identity, String peerFingerprint, String name,
            LongSupplier nanoTime, Events events, PacketCapture capture) {
        this.options = options;
        this.name = name;
        this.events = events;
        this.capture = capture;
        this.nanoTime = nanoTime;
        this.dtls = new DtlsClient(identity, peerFingerprint, name + "-dtls", new Association());
    }

    private final class Association implements DtlsClient.Events {
        @Override
        public void onKeys(SrtpKeys keys) {
            synchronized (sendLock) {
                sending = Srtp.sending(keys);
            }
            synchronized (receiveLock) {
                receiving = Srtp.receiving(keys);
            }
            lastHeardNs = nanoTime.getAsLong();
            events.onOpen();
        }

        @Override
        public void onEnd(String why) {
            events.onEnd(why);
        }

        @Override
        public void send(byte[] data, int offset, int length) {
            IceAgent to = route;
            if (to != null) {
                to.send(data, offset, length);
            }
        }
    }

    /** Our side of one ICE generation. */
    public record LocalIce(String ufrag, String password, List<String> candidates) {
    }

    /**
     * Begins a generation of ICE: the first, or a restart, during which the one before stays in use. Blocks while
     * candidates are gathered.
     *
     * @throws IOException if no socket can be opened
     */
    public LocalIce startIce(RemoteIce remote) throws IOException {
        IceAgent agent = new IceAgent(options, name + "-ice", new IceEvents());
        IceAgent given;
        synchronized (this) {
            if (closed) {
                given = agent;
            } else if (current == null) {
                current = agent;
                given = null;
            } else {
                given = restarting; // a restart that never came to anything
                restarting = agent;
            }
        }
        if (given != null) {
            given.close();
        }
        LocalIce local = new LocalIce(agent.ufrag(), agent.password(), agent.candidates());
        agent.start(remote);
        return local;
    }

    /** Later candidates of the peer, for the newest generation. */
    public void addCandidates(List<String> candidates) {
        IceAgent newest;
        synchronized (this) {
            newest = restarting != null ? restarting : current;
        }
        newest.addRemote(candidates);
    }

    private final class IceEvents implements IceAgent.Events {
        @Override
        public void onConnected(IceAgent agent) {
            IceAgent older = null;
            boolean first;
            synchronized (SecureChannel.this) {
                if (closed) {
                    return;
                }
                if (agent == restarting) {
                    older = old;
                    old = current;
                    oldSinceNs = nanoTime.getAsLong();
                    current = agent;
                    restarting = null;
                }
                route = current;
                first = !dtlsStarted;
                dtlsStarted = true;
            }
            if (older != null) {
                older.close();
            }
            if (first) {
                dtls.start();
            }
        }

        @Override
        public void onFailed(IceAgent agent) {
            synchronized (SecureChannel.this) {
                if (closed || agent != current) {
                    return; // a restart that fails leaves the call as it was
                }
            }
            events.onEnd("ICE found no way to the peer.");
        }

        @Override
        public boolean onDatagram(byte[] data, int offset, int length) {
            int first = length == 0 ? -1 : data[offset] & 0xff;
            if (first >= 20 && first <= 63) {
                dtls.onDatagram(data, offset, length);
            } else if (first >= 128 && first <= 191 && length >= RtpHeader.BYTES) {
                return receive(data, offset, length);
            }
            return false;
        }
    }

    /** @return true if the packet is genuine */
    private boolean receive(byte[] data, int offset, int length) {
        int type = data[offset + 1] & 0xff;
        boolean isRtcp = type >= 192 && type <= 223; // RFC 5761, section 4
        try {
            synchronized (receiveLock) {
                if (receiving == null) {
                    return false;
                }
                PacketBuffer packet = incomingPacket.wrap(data, offset, length);
                int ssrc = (int) (isRtcp ? RtpHeader.timestamp(data, offset) : RtpHeader.ssrc(data, offset));
                boolean genuine = isRtcp
                        ? receiving.unprotectRtcp(packet, ssrc)
                        : receiving.unprotectRtp(packet, ssrc);
                if (genuine) {
                    lastHeardNs = nanoTime.getAsLong();
                    deliver(isRtcp);
                }
                return genuine;
            }
        } catch (GeneralSecurityException | RuntimeException e) {
            return false; // a packet that cannot be read harms nothing but itself
        }
    }

    private void deliver(boolean isRtcp) {
        byte[] data = incomingPacket.getBuffer();
        capture.received(data, incomingPacket.getOffset(), incomingPacket.getLength());
        if (isRtcp) {
            events.onRtcp(data, incomingPacket.getOffset(), incomingPacket.getLength());
        } else if (RtpHeader.isValid(data, incomingPacket.getOffset(), incomingPacket.getLength())) {
            events.onRtp(data, incomingPacket.getOffset(), incomingPacket.getLength());
        }
    }

    @Override
    public void rtp(byte[] packet, int length) {
        send(packet, length, false);
    }

    @Override
    public void rtcp(byte[] packet, int length) {
        send(packet, length, true);
    }

    private void send(byte[] packet, int length, boolean isRtcp) {
        IceAgent to = route;
        synchronized (sendLock) {
            if (sending == null || to == null) {
                return;
            }
            capture.sent(packet, length);
            System.arraycopy(packet, 0, outgoing, 0, length);
            outgoingPacket.wrap(outgoing, 0, length);
            try {
                boolean done = isRtcp
                        ? sending.protectRtcp(outgoingPacket, (int) RtpHeader.timestamp(packet, 0))
                        : sending.protectRtp(outgoingPacket, (int) RtpHeader.ssrc(packet, 0));
                if (done) {
                    to.send(outgoingPacket.getBuffer(), outgoingPacket.getOffset(), outgoingPacket.getLength());
                }
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("SRTP cannot encrypt", e);
            }
        }
    }

    /** When the peer was last heard of, by media or reports, in monotonic time. */
    public long lastHeardNs() {
        return lastHeardNs;
    }

    /** Lets go of the generation before the last once nothing comes on it any more. Called now and then. */
    public void tidy(long nowNs) {
        IceAgent given = null;
        synchronized (this) {
            if (old != null && nowNs - oldSinceNs > OLD_GENERATION_NS) {
                given = old;
                old = null;
            }
        }
        if (given != null) {
            given.close();
        }
    }

    @Override
    public void close() {
        IceAgent[] all;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            all = new IceAgent[] {current, restarting, old};
        }
        dtls.close();
        for (IceAgent agent : all) {
            if (agent != null) {
                agent.close();
            }
        }
        synchronized (sendLock) {
            if (sending != null) {
                sending.close();
                sending = null;
            }
        }
        synchronized (receiveLock) {
            if (receiving != null) {
                receiving.close();
                receiving = null;
            }
        }
        capture.close();
    }
}
