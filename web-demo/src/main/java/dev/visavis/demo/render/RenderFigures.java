package dev.visavis.demo.render;

import java.util.Locale;

/**
 * What a rendering took. Times are means over all frames, in ms.
 *
 * @param frames in the video
 * @param rtf real-time factor: time taken over length of the video, below 1 is faster than live
 * @param msPerFrame all of it, file reading included
 * @param audioMs audio encoder
 * @param motionMs motion generator
 * @param renderMs face decoder
 * @param encodeMs H.264 and AAC encoding and writing
 */
public record RenderFigures(long frames, double rtf, double msPerFrame, double audioMs, double motionMs,
        double renderMs, double encodeMs) {

    /** One line of JSON with the names frames rtf ms_per_frame audio_ms motion_ms render_ms encode_ms. */
    public String toJson() {
        return String.format(Locale.ROOT,
                "{\"frames\":%d,\"rtf\":%.4f,\"ms_per_frame\":%.3f,\"audio_ms\":%.3f,\"motion_ms\":%.3f,"
                        + "\"render_ms\":%.3f,\"encode_ms\":%.3f}",
                frames, rtf, msPerFrame, audioMs, motionMs, renderMs, encodeMs);
    }
}
