package dev.visavis.agent.transport;

/** What {@link MediaTransport} demands of those who send: one thread, and sound in pieces of 10 ms. Not thread-safe. */
public final class SendChecks {
    private Thread sender;

    /** @throws IllegalStateException if another thread has sent before */
    public void checkThread() {
        if (sender == null) {
            sender = Thread.currentThread();
        } else if (sender != Thread.currentThread()) {
            throw new IllegalStateException(
                    "media is sent by " + sender.getName() + ", not by " + Thread.currentThread().getName());
        }
    }

    /** @throws IllegalArgumentException if it is not 10 ms */
    public static void checkPcm(short[] pcm) {
        if (pcm.length != MediaTransport.TICK_SAMPLES) {
            throw new IllegalArgumentException(
                    "PCM is sent in pieces of " + MediaTransport.TICK_SAMPLES + " samples, got " + pcm.length);
        }
    }
}
