package dev.visavis.agent.jitsi.rtp;

import dev.visavis.agent.opus.SpeechDecoder;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * The receive buffer of speech: puts packets in order, waits for late ones as long as the jitter of the path asks for
 * ({@link JitterEstimate}), recovers a lost one from the redundancy of the next (RFC 6716, in-band FEC), conceals what
 * stays lost, and shortens speech by pitch periods when more waits than is needed. Bounded; full, it drops its oldest.
 *
 * <p>Packets are put in by one thread and speech is taken by another.
 */
public final class PlayoutBuffer {
    /** Samples of one read: 10 ms. */
    public static final int READ_SAMPLES = 480;

    private static final int MAX_PACKETS = 100;
    private static final int PER_MS = 48;
    private static final int MAX_CONCEALED_READS = 10;

    /** What waits beyond the wanted delay before speech is shortened. */
    private static final double SLACK_MS = 25;

    private record Packet(long timestamp, byte[] payload) {
    }

    private final SpeechDecoder decoder;
    private final TreeMap<Long, Packet> packets = new TreeMap<>();
    private final JitterEstimate jitter = new JitterEstimate();
    private final short[] decoded = new short[2 * SpeechDecoder.MAX_SAMPLES];
    private final short[] scratch = new short[SpeechDecoder.MAX_SAMPLES];
    private long source;
    private int decodedLength;
    private long next;
    private int packetSamples = 960;
    private int concealedReads;
    private boolean playing;
    private double levelMs;
    private long lateOrLost;
    private long recovered;
    private long concealed;
    private long shortened;

    public PlayoutBuffer(SpeechDecoder decoder) {
        this.decoder = decoder;
    }

    /**
     * A packet has arrived.
     *
     * @param extended sequence number with its wraps
     * @param timestamp 48 kHz
     */
    public synchronized void put(long ssrc, long extended, long timestamp, byte[] data, int offset, int length,
            long nowNs) {
        if (ssrc != source || Math.abs(extended - next) > 10L * MAX_PACKETS && playing) {
            restart(ssrc);
        }
        if (length == 0 || playing && extended < next) {
            lateOrLost++;
            return;
        }
        jitter.onPacket(nowNs / 1e6 - timestamp / (double) PER_MS);
        packets.put(extended, new Packet(timestamp, Arrays.copyOfRange(data, offset, offset + length)));
        if (packets.size() > MAX_PACKETS) {
            packets.pollFirstEntry();
            next = packets.firstKey();
        }
    }

    private void restart(long ssrc) {
        source = ssrc;
        packets.clear();
        jitter.clear();
        playing = false;
    }

    /**
     * The next 10 ms.
     *
     * @return false if there is no speech: none has come yet, or the peer has stopped sending
     */
    public synchronized boolean read(short[] pcm) {
        if (!playing && !begin()) {
            return false;
        }
        while (decodedLength < READ_SAMPLES) {
            if (!decodeNext()) {
                playing = false;
                return false;
            }
        }
        shorten();
        System.arraycopy(decoded, 0, pcm, 0, READ_SAMPLES);
        drop(READ_SAMPLES);
        return true;
    }

    private boolean begin() {
        if (packets.isEmpty() || waitingMs() < jitter.delayMs()) {
            return false;
        }
        playing = true;
        next = packets.firstKey();
        decodedLength = 0;
        concealedReads = 0;
        levelMs = waitingMs();
        return true;
    }

    /** Speech that waits, in packets and decoded. */
    private double waitingMs() {
        return (double) (packets.size() * packetSamples + (playing ? decodedLength : 0)) / PER_MS;
    }

    private boolean decodeNext() {
        Packet packet = packets.remove(next);
        if (packet != null) {
            append(decoder.decode(packet.payload(), 0, packet.payload().length, scratch));
            next++;
            concealedReads = 0;
            return true;
        }
        return packets.isEmpty() ? waitLonger() : bridge();
    }

    /** Nothing is there: what comes next may be late, so time is filled and the packet still waited for. */
    private boolean waitLonger() {
        if (++concealedReads > MAX_CONCEALED_READS) {
            return false;
        }
        concealed++;
        append(decoder.conceal(READ_SAMPLES, scratch));
        return true;
    }

    /** Later packets are there, so this one is lost. A gap in timestamps is silence that was not sent (DTX). */
    private boolean bridge() {
        Map.Entry<Long, Packet> later = packets.firstEntry();
        lateOrLost += later.getKey() - next;
        if (later.getKey() == next + 1) {
            byte[] payload = later.getValue().payload();
            recovered++;
            append(decoder.recover(payload, 0, payload.length, packetSamples, scratch));
        } else {
            concealed++;
            append(decoder.conceal(packetSamples, scratch));
        }
        next = Math.max(next + 1, later.getKey() - MAX_CONCEALED_READS);
        return true;
    }

    private void append(int samples) {
        int fitting = Math.min(samples, decoded.length - decodedLength);
        System.arraycopy(scratch, 0, decoded, decodedLength, fitting);
        decodedLength += fitting;
        if (samples >= READ_SAMPLES && samples <= SpeechDecoder.MAX_SAMPLES && samples != READ_SAMPLES) {
            packetSamples = samples;
        }
        if (samples == 0) { // a packet that cannot be decoded; time goes on all the same
            Arrays.fill(decoded, decodedLength, decodedLength + READ_SAMPLES, (short) 0);
            decodedLength += READ_SAMPLES;
        }
    }

    private void shorten() {
        levelMs += (waitingMs() - levelMs) / 20;
        if (levelMs > jitter.delayMs() + packetSamples / (double) PER_MS + SLACK_MS && !packets.isEmpty()) {
            while (decodedLength < PitchCut.NEEDED + READ_SAMPLES && packets.containsKey(next)) {
                decodeNext();
            }
            if (decodedLength >= PitchCut.NEEDED + READ_SAMPLES) {
                int before = decodedLength;
                decodedLength = PitchCut.cut(decoded, decodedLength);
                levelMs -= (double) (before - decodedLength) / PER_MS;
                shortened++;
            }
        }
    }

    private void drop(int samples) {
        System.arraycopy(decoded, samples, decoded, 0, decodedLength - samples);
        decodedLength -= samples;
    }

    /** What is waiting now, for tests and statistics. */
    public synchronized double delayMs() {
        return playing ? levelMs : 0;
    }

    /** Packets that never came, or too late. */
    public synchronized long lateOrLost() {
        return lateOrLost;
    }

    /** Lost packets that the next one's redundancy stood in for. */
    public synchronized long recovered() {
        return recovered;
    }

    /** Times that speech was made up. */
    public synchronized long concealed() {
        return concealed;
    }

    /** Pitch periods taken out. */
    public synchronized long shortened() {
        return shortened;
    }
}
