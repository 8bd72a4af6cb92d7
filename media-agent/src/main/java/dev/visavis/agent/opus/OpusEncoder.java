package dev.visavis.agent.opus;

import static tomp2p.opuswrapper.Opus.OPUS_APPLICATION_VOIP;
import static tomp2p.opuswrapper.Opus.OPUS_SET_BITRATE_REQUEST;
import static tomp2p.opuswrapper.Opus.OPUS_SET_INBAND_FEC_REQUEST;
import static tomp2p.opuswrapper.Opus.OPUS_SET_PACKET_LOSS_PERC_REQUEST;

import com.sun.jna.ptr.PointerByReference;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.ShortBuffer;

/** Speech to Opus: 48 kHz mono in packets of 20 ms (RFC 6716), with in-band redundancy as the path asks for. */
public final class OpusEncoder implements AutoCloseable {
    /** Samples of a packet. */
    public static final int PACKET_SAMPLES = 960;

    /** Bytes of the largest packet. */
    public static final int MAX_BYTES = 1_000;

    private static final int BITRATE_BPS = 40_000;
    private static final int LEAST_LOSS_PERCENT = 1;

    private final tomp2p.opuswrapper.Opus opus = Opus.library();
    private final PointerByReference encoder;
    private final ShortBuffer input = java.nio.ByteBuffer.allocateDirect(2 * PACKET_SAMPLES)
            .order(java.nio.ByteOrder.nativeOrder()).asShortBuffer();
    private final ByteBuffer output = ByteBuffer.allocateDirect(MAX_BYTES);
    private int lossPercent = -1;

    public OpusEncoder() {
        IntBuffer error = IntBuffer.allocate(1);
        encoder = opus.opus_encoder_create(Opus.SAMPLE_RATE_HZ, 1, OPUS_APPLICATION_VOIP, error);
        Opus.check(error.get(0), "make an encoder");
        opus.opus_encoder_ctl(encoder, OPUS_SET_BITRATE_REQUEST, BITRATE_BPS);
        opus.opus_encoder_ctl(encoder, OPUS_SET_INBAND_FEC_REQUEST, 1);
        setLoss(0);
    }

    /** @param share of packets that the path loses, 0..1: the more, the more redundancy */
    public void setLoss(double share) {
        int percent = Math.max(LEAST_LOSS_PERCENT, (int) Math.round(100 * Math.min(1, share)));
        if (percent != lossPercent) {
            lossPercent = percent;
            opus.opus_encoder_ctl(encoder, OPUS_SET_PACKET_LOSS_PERC_REQUEST, percent);
        }
    }

    /**
     * Encodes 20 ms.
     *
     * @param packet receives up to {@link #MAX_BYTES}
     * @return bytes written
     */
    public int encode(short[] pcm, byte[] packet) {
        input.clear();
        input.put(pcm, 0, PACKET_SAMPLES).flip();
        output.clear();
        int length = Opus.check(opus.opus_encode(encoder, input, PACKET_SAMPLES, output, MAX_BYTES), "encode");
        output.get(packet, 0, length);
        return length;
    }

    @Override
    public void close() {
        opus.opus_encoder_destroy(encoder);
    }
}
