package dev.visavis.agent.jitsi;

import dev.visavis.agent.jitsi.rtp.AudioSender;
import dev.visavis.agent.opus.OpusEncoder;
import dev.visavis.agent.transport.MediaTransport;

/** Two pieces of 10 ms make an Opus packet of 20 ms. A gap in time between them is closed by silence. */
final class VoiceEncoder implements AutoCloseable {
    private static final long PIECE_NS = 10_000_000;

    private final OpusEncoder encoder = new OpusEncoder();
    private final AudioSender sender;
    private final short[] pcm = new short[OpusEncoder.PACKET_SAMPLES];
    private final byte[] packet = new byte[OpusEncoder.MAX_BYTES];
    private long firstNs;
    private boolean half;
    private boolean closed;
    private volatile double loss;

    VoiceEncoder(AudioSender sender) {
        this.sender = sender;
    }

    /** @param share of packets that the path loses, 0..1 */
    void setLoss(double share) {
        loss = share;
    }

    synchronized void add(short[] piece, long mediaNs) {
        if (closed) {
            return;
        }
        if (half && mediaNs != firstNs + PIECE_NS) {
            java.util.Arrays.fill(pcm, MediaTransport.TICK_SAMPLES, pcm.length, (short) 0);
            send();
        }
        System.arraycopy(piece, 0, pcm, half ? MediaTransport.TICK_SAMPLES : 0, MediaTransport.TICK_SAMPLES);
        if (half) {
            send();
        } else {
            firstNs = mediaNs;
            half = true;
        }
    }

    private void send() {
        half = false;
        encoder.setLoss(loss);
        sender.send(packet, encoder.encode(pcm, packet), firstNs);
    }

    @Override
    public synchronized void close() {
        closed = true;
        encoder.close();
    }
}
