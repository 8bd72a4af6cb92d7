package dev.visavis.agent.jitsi;

import dev.visavis.agent.jitsi.codec.H264Encoder;
import dev.visavis.agent.jitsi.net.NetworkWarmUp;
import dev.visavis.agent.opus.OpusDecoder;
import dev.visavis.agent.opus.OpusEncoder;
import dev.visavis.agent.opus.SpeechDecoder;
import dev.visavis.inference.I420Frame;

/** Everything that a call runs on, run before the first call. */
final class WarmUp {
    private static final int PACKETS = 50;
    private static final int FRAMES = 10;

    private WarmUp() {
    }

    static void run() {
        codecs();
        NetworkWarmUp.run();
    }

    private static void codecs() {
        try (OpusEncoder encoder = new OpusEncoder();
                OpusDecoder decoder = new OpusDecoder();
                H264Encoder pictures = new H264Encoder(500_000)) {
            byte[] packet = new byte[OpusEncoder.MAX_BYTES];
            short[] pcm = new short[SpeechDecoder.MAX_SAMPLES];
            for (int i = 0; i < PACKETS; i++) {
                decoder.decode(packet, 0, encoder.encode(pcm, packet), pcm);
            }
            I420Frame frame = new I420Frame(512, 512);
            for (int i = 0; i < FRAMES; i++) {
                pictures.encode(frame, i * 40_000_000L, false);
            }
        }
    }
}
