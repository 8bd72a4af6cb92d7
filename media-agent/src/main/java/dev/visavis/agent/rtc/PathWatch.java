package dev.visavis.agent.rtc;

/**
 * Tells from what has come in whether the path to the peer is dead. A peer that hears anything at all reports on it
 * several times a second (RFC 8888, RFC 3550), so a second without a byte means that nothing arrives on either side.
 * Used by the sending thread alone.
 */
final class PathWatch {
    /** In ticks of 10 ms: how often the counter is read while the path lives. */
    static final int ALIVE_TICKS = 50;

    /** The same while it is dead: the sooner the picture goes on, the better. */
    static final int DEAD_TICKS = 5;

    /** Without a byte for so long, the path is dead. */
    static final long SILENCE_NS = 1_000_000_000;

    private long bytes = -1;
    private long changedNs;
    private boolean dead;
    private int ticks;

    /** A tick has passed; true if the counter is to be read. */
    boolean reads() {
        ticks++;
        return ticks % (dead ? DEAD_TICKS : ALIVE_TICKS) == 0;
    }

    /**
     * The counter stands here.
     *
     * @param bytesReceived -1 if it is not known yet
     * @return true if the verdict has changed
     */
    boolean heard(long bytesReceived, long nowNs) {
        if (bytesReceived != bytes) {
            bytes = bytesReceived;
            changedNs = nowNs;
        }
        boolean was = dead;
        dead = bytes >= 0 && nowNs - changedNs >= SILENCE_NS;
        return dead != was;
    }

    boolean isDead() {
        return dead;
    }
}
