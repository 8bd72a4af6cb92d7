package dev.visavis.agent.call;

/**
 * How a call went in its last second.
 *
 * @param framesPerSecond sent in the last second
 * @param framesDropped since the call began: made too late, or refused by the transport
 * @param generateMsP95 time to make one frame (audio, motion, picture), last ten seconds; 0 before the first frame
 * @param stages where that time went, in the last second
 * @param speechLevelDb loudness of the speech heard in the last second, dBFS, {@link #SILENCE_DB} at least
 * @param targetFramesPerSecond asked for now: less than the format's under overload
 * @param sizeDivisor 1; 2 if pictures have half their width and height because fewer of them were not enough
 */
public record CallStats(double framesPerSecond, long framesDropped, double generateMsP95, StageTimes stages,
        double speechLevelDb, double targetFramesPerSecond, int sizeDivisor) {
    /**
     * Mean times for one frame.
     *
     * @param transportMs speech in, voice and frames out (encoding may go on elsewhere)
     * @param audioMs resampling and audio encoder
     * @param motionMs motion generator
     * @param pictureMs face decoder and provenance mark
     */
    public record StageTimes(double transportMs, double audioMs, double motionMs, double pictureMs) {
    }

    /** What silence counts as. */
    public static final double SILENCE_DB = -100;
}
