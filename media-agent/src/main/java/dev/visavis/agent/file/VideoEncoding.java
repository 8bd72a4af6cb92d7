package dev.visavis.agent.file;

/**
 * How H.264 is encoded.
 *
 * @param bitsPerSecond what the rate control aims at
 * @param profile FFmpeg's name of the H.264 profile
 * @param keyFrameInterval frames from one key frame to the next
 */
public record VideoEncoding(long bitsPerSecond, String profile, int keyFrameInterval) {
    /** For a file, made once and looked at often: about 0.4 bit a pixel, a key frame every two seconds. */
    public static VideoEncoding forFile(int width, int height, int framesPerSecond) {
        return new VideoEncoding(width * height * framesPerSecond * 4L / 10, "high", 2 * framesPerSecond);
    }

    /** As a call encodes: constrained baseline, key frames only when asked for. */
    public static VideoEncoding asInCall(long bitsPerSecond) {
        return new VideoEncoding(bitsPerSecond, "constrained_baseline", 3_000);
    }
}
