package dev.visavis.agent.jitsi.net;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DatagramTransport;
import org.bouncycastle.tls.crypto.TlsCrypto;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/**
 * The DTLS 1.2 association of a call (RFC 5764, RFC 8827): we answer, so we are the client. It has a thread of its own,
 * which shakes hands and then waits for the peer to end the association. Restarting ICE leaves it as it is (RFC 8842).
 */
final class DtlsClient implements AutoCloseable {
    /** What comes of it, on the association's thread. */
    interface Events {
        void onKeys(SrtpKeys keys);

        /** The peer has ended it, or it never came about. */
        void onEnd(String why);

        void send(byte[] data, int offset, int length);
    }

    private static final int RECEIVE_LIMIT = 1_500;
    private static final int SEND_LIMIT = 1_200;
    private static final int WAITING_RECORDS = 64;
    private static final int POLL_MS = 60_000;

    private final DtlsIdentity identity;
    private final String peerFingerprint;
    private final Events events;
    private final BlockingQueue<byte[]> records = new ArrayBlockingQueue<>(WAITING_RECORDS);
    private final Thread thread;
    private volatile boolean ended;
    private volatile boolean closing;
    private volatile DTLSTransport association;

    /** @param peerFingerprint of the peer's certificate, as in SDP */
    DtlsClient(DtlsIdentity identity, String peerFingerprint, String name, Events events) {
        this.identity = identity;
        this.peerFingerprint = peerFingerprint;
        this.events = events;
        this.thread = new Thread(this::run, name);
        this.thread.setDaemon(true);
    }

    /** Begins the handshake. */
    void start() {
        thread.start();
    }

    /** A datagram for the association has arrived; dropped if too many wait. */
    void onDatagram(byte[] data, int offset, int length) {
        records.offer(Arrays.copyOfRange(data, offset, offset + length));
    }

    private final class Datagrams implements DatagramTransport {
        @Override
        public int getReceiveLimit() {
            return RECEIVE_LIMIT;
        }

        @Override
        public int getSendLimit() {
            return SEND_LIMIT;
        }

        @Override
        public int receive(byte[] to, int offset, int length, int waitMs) throws IOException {
            try {
                byte[] record = records.poll(Math.max(1, waitMs), TimeUnit.MILLISECONDS);
                if (record == null) {
                    return -1;
                }
                int size = Math.min(length, record.length);
                System.arraycopy(record, 0, to, offset, size);
                return size;
            } catch (InterruptedException e) {
                throw new IOException("closed", e);
            }
        }

        @Override
        public void send(byte[] data, int offset, int length) {
            events.send(data, offset, length);
        }

        @Override
        public void close() {
            ended = true;
        }
    }

    private void run() {
        String why = "The peer has ended the DTLS association.";
        try {
            TlsCrypto crypto = new BcTlsCrypto(new SecureRandom());
            DtlsPeer peer = new DtlsPeer(crypto, identity, peerFingerprint);
            association = new DTLSClientProtocol().connect(peer, new Datagrams());
            events.onKeys(peer.keys());
            byte[] data = new byte[RECEIVE_LIMIT];
            while (!ended) {
                association.receive(data, 0, data.length, POLL_MS); // nothing but alerts and repeated flights
            }
        } catch (IOException | RuntimeException e) {
            why = "DTLS failed: " + e.getMessage();
        }
        if (!closing) {
            events.onEnd(why);
        }
    }

    /** Tells the peer and ends the thread; returns at once. */
    @Override
    public void close() {
        closing = true;
        if (association != null) {
            try {
                association.close();
            } catch (IOException e) {
                // the peer will notice all the same
            }
        }
        thread.interrupt();
    }
}
