package dev.visavis.agent.worker;

import dev.visavis.agent.transport.MediaTransport.State;
import java.util.function.Consumer;

/** Gives a call up when its peer never connects, fails, or stays away for too long. Thread-safe. */
final class PeerWatch {
    /** Runs something later. */
    interface Timers {
        /** @return cancels it */
        Runnable after(long ms, Runnable action);
    }

    private final Timers timers;
    private final AgentOptions options;
    private final Consumer<String> giveUp;
    private Runnable cancel = () -> {
    };
    private boolean connected;
    private boolean ended;

    /** @param giveUp told why, in words */
    PeerWatch(Timers timers, AgentOptions options, Consumer<String> giveUp) {
        this.timers = timers;
        this.options = options;
        this.giveUp = giveUp;
    }

    /** The peer has its answer; from now on it may take {@code connectTimeoutMs}. */
    synchronized void start() {
        if (!connected && !ended) {
            cancel = timers.after(options.connectTimeoutMs(), () -> giveUp.accept("The peer did not connect within "
                    + seconds(options.connectTimeoutMs()) + ". Its network may block UDP; a TURN server helps."));
        }
    }

    synchronized void on(State state) {
        if (ended) {
            return;
        }
        switch (state) {
            case CONNECTED -> {
                connected = true;
                cancel.run();
            }
            case DISCONNECTED -> {
                cancel.run();
                cancel = timers.after(options.disconnectedTimeoutMs(), () -> giveUp
                        .accept("The peer was not heard for " + seconds(options.disconnectedTimeoutMs()) + "."));
            }
            case FAILED -> {
                end();
                giveUp.accept(connected
                        ? "The connection to the peer was lost."
                        : "No connection to the peer could be made. Its network may block UDP; a TURN server helps.");
            }
            default -> {
                // on the way
            }
        }
    }

    synchronized void end() {
        ended = true;
        cancel.run();
    }

    private static String seconds(long ms) {
        return ms % 1_000 == 0 ? ms / 1_000 + " s" : ms + " ms";
    }
}
