package dev.visavis.agent.call;

import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread of one call: ticks its pipeline until closed, or until a stage fails. */
public final class CallLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CallLoop.class);
    private static final long JOIN_MS = 10_000;

    private final CallPipeline pipeline;
    private final CallClock clock;
    private final Consumer<Throwable> onFailure;
    private final Thread thread;
    private volatile boolean closed;

    private CallLoop(String name, CallPipeline pipeline, CallClock clock, Consumer<Throwable> onFailure) {
        this.pipeline = pipeline;
        this.clock = clock;
        this.onFailure = onFailure;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    /**
     * Starts a call's thread.
     *
     * @param name of the thread
     * @param pipeline closed when the loop ends
     * @param onFailure told once, on the call's thread, if a stage fails; may not call {@link #close} itself
     */
    public static CallLoop start(String name, CallPipeline pipeline, CallClock clock, Consumer<Throwable> onFailure) {
        CallLoop loop = new CallLoop(name, pipeline, clock, onFailure);
        loop.thread.start();
        return loop;
    }

    private void run() {
        try (pipeline) {
            for (long tick = 0; !closed; tick++) {
                clock.awaitTick(tick);
                pipeline.tick(tick);
            }
        } catch (InterruptedException e) {
            // closed while it waited
        } catch (Throwable e) { // whatever it is, it ends this call and no other
            if (!closed) {
                onFailure.accept(e);
            }
        }
    }

    /** Ends the loop and returns once its thread has ended and the stages are closed. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
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
