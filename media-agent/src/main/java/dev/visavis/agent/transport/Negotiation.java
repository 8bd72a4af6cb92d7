package dev.visavis.agent.transport;

import dev.visavis.agent.transport.NegotiationException.Reason;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The order in a call over WebRTC: what negotiates runs off its caller's thread, one step at a time, and closing comes
 * last and once. What sends never waits for any of it.
 */
public final class Negotiation {
    /** Part of a negotiation; may block for a short while. */
    public interface Step<T> {
        T run() throws NegotiationException;
    }

    private final Executor control;
    private final ListenerCalls calls;

    /** Held by each step. */
    private final Object turn = new Object();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    /** @param control runs short blocking work */
    public Negotiation(Executor control, ListenerCalls calls) {
        this.control = control;
        this.calls = calls;
    }

    /** Runs a step when it is its turn. It fails with {@link NegotiationException} only, whatever the step throws. */
    public <T> CompletionStage<T> submit(Step<T> step) {
        CompletableFuture<T> result = new CompletableFuture<>();
        control.execute(() -> {
            try {
                synchronized (turn) {
                    if (isClosing()) {
                        throw new NegotiationException(Reason.INTERNAL, "The call is closed.");
                    }
                    result.complete(step.run());
                }
            } catch (NegotiationException e) {
                result.completeExceptionally(e);
            } catch (Throwable e) { // native code throws what no signature declares; the caller must hear of it
                result.completeExceptionally(new NegotiationException(Reason.INTERNAL, "WebRTC failed: " + e, e));
            }
        });
        return result;
    }

    /** Runs a step that nobody waits for; none once closing has begun. */
    public void submitUnlessClosing(Runnable step) {
        control.execute(() -> {
            synchronized (turn) {
                if (!isClosing()) {
                    step.run();
                }
            }
        });
    }

    /** True from the moment on at which the call began to close. */
    public boolean isClosing() {
        return closing.get();
    }

    /**
     * Closes the call, once, and tells the listener. Whoever calls again waits until that is done; but in a listener
     * nobody waits, because closing waits for listeners.
     *
     * @param interrupt ends sending and what a step may be waiting for; does not wait its turn
     * @param release frees the call's resources
     */
    public void close(Runnable interrupt, Runnable release) {
        boolean first = closing.compareAndSet(false, true);
        if (first && calls.isOnThisThread()) {
            control.execute(() -> closeNow(interrupt, release));
        } else if (first) {
            closeNow(interrupt, release);
        } else if (!calls.isOnThisThread()) {
            closed.join();
        }
    }

    private void closeNow(Runnable interrupt, Runnable release) {
        try {
            interrupt.run();
            synchronized (turn) {
                release.run();
            }
            calls.onClosed();
        } finally {
            closed.complete(null);
        }
    }
}
