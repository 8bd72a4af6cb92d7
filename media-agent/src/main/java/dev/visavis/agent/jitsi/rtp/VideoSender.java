package dev.visavis.agent.jitsi.rtp;

import java.util.concurrent.ThreadLocalRandom;

/**
 * The picture's RTP stream: packetization, pacing, retransmission (RFC 4588), sender reports. Frames come from the
 * encoder's thread, feedback from the network's, time from the thread that paces; all may be different ones.
 */
public final class VideoSender {
    private static final int MAX_PAYLOAD = SentPackets.MAX_BYTES - RtpHeader.BYTES - HeaderExtension.BYTES - 2;
    private static final int MAX_REPAIRS = 256;

    /** A packet is not repaired again sooner, nor within half a round trip: the first copy is still under way. */
    private static final long REPAIR_GAP_NS = 20_000_000;

    /** Of what is sent, at most this share more are repairs: on a link that is full they would keep it so. */
    private static final double REPAIR_SHARE = 0.4;
    private static final int REPAIR_BURST_BYTES = 20_000;

    private final VideoFormat format;
    private final MediaClock clock;
    private final PacketOutput output;
    private final SendSideEstimator estimator;
    private final Pacer pacer;
    private final SentPackets history = new SentPackets();
    private final H264Packetizer packetizer = new H264Packetizer(MAX_PAYLOAD, this::queue);
    private final RtcpWriter rtcp = new RtcpWriter();
    private final int[] repairs = new int[MAX_REPAIRS];
    private final byte[] repair = new byte[SentPackets.MAX_BYTES + 2];

    /** Sequence numbers of the packets that went out under the last transport-wide numbers. */
    private final int[] carried = new int[SendSideEstimator.CAPACITY];
    private final long timestampBase = ThreadLocalRandom.current().nextLong(1L << 32);
    private int repairStart;
    private int repairCount;
    private int nextToSend = ThreadLocalRandom.current().nextInt(1 << 15); // RFC 3711, 3.3.1: low enough for the first
    private int nextToQueue = nextToSend;
    private int nextRtx = ThreadLocalRandom.current().nextInt(1 << 15);
    private int keyFrameStart = nextToSend;
    private long repairGapNs = REPAIR_GAP_NS;
    private double repairBytes = REPAIR_BURST_BYTES;
    private long queuedBytes;
    private long timestamp;
    private long packets;
    private long octets;
    private long bytesOnWire;
    private long retransmitted;

    /**
     * @param estimator told of all that is sent, if the peer tells what arrives
     * @param startBps what the encoder begins with
     */
    public VideoSender(VideoFormat format, MediaClock clock, PacketOutput output, SendSideEstimator estimator,
            long startBps) {
        this.format = format;
        this.clock = clock;
        this.output = output;
        this.estimator = estimator;
        this.pacer = new Pacer(startBps);
    }

    /** Queues an access unit. */
    public synchronized void send(byte[] annexB, int length, long mediaNs) {
        timestamp = timestampOf(mediaNs);
        int start = nextToQueue;
        if (packetizer.packetize(annexB, length)) {
            keyFrameStart = start;
        }
    }

    private long timestampOf(long mediaNs) {
        return timestampBase + mediaNs * 9 / 100_000;
    }

    private void queue(boolean last, int prefix, byte[] from, int offset, int length) {
        SentPackets.Packet packet = history.take(nextToQueue);
        RtpHeader.write(packet.bytes, format.isExtended(), last, format.payloadType(), nextToQueue, timestamp,
                format.ssrc());
        int at = payloadOffset();
        if (prefix >= 0) {
            Bytes.put16(packet.bytes, at, prefix);
            at += 2;
        }
        System.arraycopy(from, offset, packet.bytes, at, length);
        packet.length = at + length;
        queuedBytes += packet.length;
        nextToQueue = nextToQueue + 1 & 0xffff;
    }

    /** A packet is missing at the peer; one from before the last key frame is of no use any more. */
    public synchronized void onNack(int sequenceNumber) {
        if (repairCount < MAX_REPAIRS && (short) (sequenceNumber - keyFrameStart) >= 0) {
            repairs[(repairStart + repairCount++) % MAX_REPAIRS] = sequenceNumber;
        }
    }

    /**
     * Repairs packets whose latest copy has not arrived. The peer may not miss them yet: the last one of a picture
     * before the next comes, a repair before a round trip is over. And its requests are lost as well.
     */
    public synchronized void onFeedback(TransportFeedback feedback) {
        for (int i = 0; i < feedback.arrivalsUs().length; i++) {
            int number = feedback.base() + i & 0xffff;
            SentPackets.Packet packet = history.find(carried[number % SendSideEstimator.CAPACITY]);
            if (feedback.arrivalsUs()[i] == TransportFeedback.NOT_RECEIVED && packet != null
                    && packet.transportNumber == number) {
                onNack(packet.sequenceNumber);
            }
        }
    }

    /**
     * Sends what may leave now, repairs first.
     *
     * @return how long until there is more to do, or {@code Long.MAX_VALUE} if nothing waits
     */
    public synchronized long drain(long nowNs) {
        while (repairCount > 0 || nextToSend != nextToQueue) {
            long waitNs = pacer.waitNs(nowNs);
            if (waitNs > 0) {
                return waitNs;
            }
            if (repairCount > 0) {
                sendRepair(nowNs);
            } else {
                sendNext(nowNs);
            }
        }
        return Long.MAX_VALUE;
    }

    private void sendNext(long nowNs) {
        SentPackets.Packet packet = history.find(nextToSend);
        nextToSend = nextToSend + 1 & 0xffff;
        queuedBytes -= packet.length;
        repairBytes = Math.min(REPAIR_BURST_BYTES, repairBytes + REPAIR_SHARE * packet.length);
        packets++;
        octets += packet.length - payloadOffset();
        packet.sentNs = nowNs;
        emit(packet, packet.bytes, packet.length, nowNs);
    }

    private int payloadOffset() {
        return RtpHeader.BYTES + (format.isExtended() ? HeaderExtension.BYTES : 0);
    }

    private void sendRepair(long nowNs) {
        SentPackets.Packet packet = history.find(repairs[repairStart]);
        repairStart = (repairStart + 1) % MAX_REPAIRS;
        repairCount--;
        if (packet == null || !packet.wasSent() || packet.isUnderRepair(nowNs, repairGapNs)
                || repairBytes < packet.length) {
            return;
        }
        packet.repairedNs = nowNs;
        repairBytes -= packet.length;
        retransmitted++;
        if (format.rtxPayloadType() < 0) {
            emit(packet, packet.bytes, packet.length, nowNs);
            return;
        }
        int header = payloadOffset();
        System.arraycopy(packet.bytes, 0, repair, 0, header);
        boolean marker = (packet.bytes[1] & 0x80) != 0;
        RtpHeader.write(repair, header > RtpHeader.BYTES, marker, format.rtxPayloadType(), nextRtx,
                RtpHeader.timestamp(packet.bytes, 0), format.rtxSsrc());
        nextRtx = nextRtx + 1 & 0xffff;
        Bytes.put16(repair, header, packet.sequenceNumber);
        System.arraycopy(packet.bytes, header, repair, header + 2, packet.length - header);
        emit(packet, repair, packet.length + 2, nowNs);
    }

    /** @param bytes of the packet, or of its repair */
    private void emit(SentPackets.Packet packet, byte[] bytes, int length, long nowNs) {
        if (format.isExtended()) {
            switch (format.pathFeedback()) {
                case TRANSPORT_WIDE -> number(packet, bytes, length, nowNs);
                case REMB -> AbsSendTime.write(bytes, format.pathExtensionId(), nowNs);
            }
        }
        pacer.sent(length, nowNs);
        bytesOnWire += length;
        output.rtp(bytes, length);
    }

    private void number(SentPackets.Packet packet, byte[] bytes, int length, long nowNs) {
        packet.transportNumber = estimator.onSent(length, nowNs);
        carried[packet.transportNumber % SendSideEstimator.CAPACITY] = packet.sequenceNumber;
        TransportSequenceNumber.write(bytes, format.pathExtensionId(), packet.transportNumber);
    }

    /** Tells the peer where the stream is in time. Nothing before there is media. */
    public synchronized void report(String cname, long nowNs) {
        if (packets > 0) {
            rtcp.clear().senderReport(format.ssrc(), clock.ntp(nowNs), timestampOf(clock.mediaNs(nowNs)), packets,
                    octets, null, nowNs).sourceDescription(format.ssrc(), cname);
            output.rtcp(rtcp.packet(), rtcp.length());
        }
    }

    /** @param mediaBps what the encoder makes */
    public synchronized void setRate(long mediaBps) {
        pacer.setRate(mediaBps);
    }

    /** @param ms the last round trip measured */
    public synchronized void setRoundTrip(double ms) {
        repairGapNs = Math.max(REPAIR_GAP_NS, (long) (ms * 1e6 / 2));
    }

    /** How long what waits will take to leave. */
    public synchronized long queueNs() {
        return pacer.durationNs(queuedBytes);
    }

    /** Payload sent so far, retransmissions left out. */
    public synchronized long octets() {
        return octets;
    }

    /** RTP bytes sent so far, with headers and retransmissions. */
    public synchronized long bytesOnWire() {
        return bytesOnWire;
    }

    /** Packets sent again so far. */
    public synchronized long retransmitted() {
        return retransmitted;
    }
}
