package dev.visavis.agent.jitsi.codec;

import dev.visavis.inference.I420Frame;
import java.util.Map;

/** The H.264 encoders that a call can use, with their settings for live pictures. */
enum H264Flavor {
    /** NVIDIA's, on the graphics card. */
    NVENC("h264_nvenc", Map.of("profile", "baseline", "preset", "p4", "tune", "ull", "rc", "cbr", "zerolatency", "1",
            "forced-idr", "1", "delay", "0")),

    /** Cisco's, on the processor. No frame is left out: the pace is the call's to choose. */
    OPENH264("libopenh264", Map.of("profile", "constrained_baseline", "rc_mode", "bitrate", "allow_skip_frames", "0"));

    private final String encoder;
    private final Map<String, String> options;

    H264Flavor(String encoder, Map<String, String> options) {
        this.encoder = encoder;
        this.options = options;
    }

    String encoder() {
        return encoder;
    }

    Map<String, String> options() {
        return options;
    }

    private static final class Best {
        static final H264Flavor FLAVOR = works(NVENC) ? NVENC : OPENH264;
    }

    /** NVENC where it works, found out once by encoding a picture. */
    static H264Flavor best() {
        return Best.FLAVOR;
    }

    private static boolean works(H264Flavor flavor) {
        try (H264Encoder trial = new H264Encoder(flavor, 500_000)) {
            return trial.encode(new I420Frame(512, 512), 0, true) > 0;
        } catch (IllegalStateException e) {
            return false;
        }
    }
}
