package dev.visavis.agent.conversation;

import dev.visavis.agent.transport.MediaTransport;
import dev.visavis.inference.audio.Resampler;
import java.util.function.Consumer;

/** Cuts the caller's voice into pieces of {@value #PIECE_MS} ms at the rate of the protocol. Of the call's thread. */
final class CallerPieces {
    static final int PIECE_MS = 40;

    private static final int PIECE_SAMPLES = RealtimeMessages.RATE_HZ * PIECE_MS / 1_000;

    private final Resampler resampler = new Resampler(MediaTransport.SAMPLE_RATE_HZ, RealtimeMessages.RATE_HZ,
            MediaTransport.TICK_SAMPLES);
    private final float[] resampled = new float[MediaTransport.TICK_SAMPLES];
    private final Consumer<byte[]> onPiece;
    private byte[] piece = new byte[2 * PIECE_SAMPLES];
    private int filled;

    /** @param onPiece given S16LE that is its own */
    CallerPieces(Consumer<byte[]> onPiece) {
        this.onPiece = onPiece;
    }

    void add(float[] pcm) {
        int made = resampler.process(pcm, pcm.length, resampled);
        for (int i = 0; i < made; i++) {
            int s = Math.round(Math.max(-32_768, Math.min(32_767, resampled[i] * 32_768)));
            piece[filled++] = (byte) s;
            piece[filled++] = (byte) (s >> 8);
            if (filled == piece.length) {
                onPiece.accept(piece);
                piece = new byte[piece.length];
                filled = 0;
            }
        }
    }
}
