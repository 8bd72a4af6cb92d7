package dev.visavis.agent.jitsi;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waiting for threads to end. */
final class Threads {
    private static final Logger LOG = LoggerFactory.getLogger(Threads.class);
    private static final long JOIN_MS = 5_000;

    private Threads() {
    }

    static void join(Thread thread) {
        try {
            thread.join(JOIN_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.error("{} did not end within {} ms", thread.getName(), JOIN_MS);
        }
    }
}
