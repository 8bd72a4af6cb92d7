package dev.visavis.agent.worker;

import java.util.BitSet;

/**
 * Keeps the calls of a machine apart in time. A call makes each frame in one burst of work; bursts that fall together
 * wait for each other, and frames come late though the cores are idle in between. So each call begins its frames in a
 * phase of its own, in the monotonic time that the agents of a machine share: the phases are van der Corput's sequence,
 * whose first so many values, however many, are spread about evenly. Thread-safe.
 */
final class CallPhases {
    private final int agent;
    private final int agents;
    private final BitSet taken = new BitSet();

    /**
     * @param agent which of them, from 0
     * @param agents of the machine; calls are spread over them in turn
     */
    CallPhases(int agent, int agents) {
        this.agent = agent;
        this.agents = agents;
    }

    /** @return a phase that none of this agent's calls has; to be given back */
    synchronized int take() {
        int phase = taken.nextClearBit(0);
        taken.set(phase);
        return phase;
    }

    synchronized void giveBack(int phase) {
        taken.clear(phase);
    }

    /** Where a phase lies in a period. */
    long offsetNs(int phase, long periodNs) {
        long mirrored = Integer.toUnsignedLong(Integer.reverse(phase * agents + agent)); // base 2, behind the point
        return mirrored * periodNs >>> Integer.SIZE;
    }
}
