package dev.visavis.agent.call;

/**
 * How a call went in its last second.
 *
 * @param framesPerSecond sent in the last second
 * @param framesDropped since the call began: made too late, or refused by the transport
 * @param generateMsP95 time to make one frame (audio, motion, picture), last ten seconds; 0 before the first frame
 * @param speechLevelDb loudness of the speech heard in the last second, dBFS, {@link #SILENCE_DB} at least
 */
public record CallStats(double framesPerSecond, long framesDropped, double generateMsP95, double speechLevelDb) {
    /** What silence counts as. */
    public static final double SILENCE_DB = -100;
}
