package dev.visavis.signaling.protocol;

import java.util.List;

/**
 * An agent says that it lives and what it can take.
 *
 * @param agentId unique, and safe in an address
 * @param capacity calls it can host at once
 * @param calls calls it hosts now
 * @param opened calls it has taken since it started
 * @param presenters portraits that every call may name
 * @param draining true once it takes no new calls
 * @param listener where the agent takes what is too large or too live for the event bus
 */
public record AgentStatus(String agentId, int capacity, int calls, long opened,
        List<Presenter> presenters, boolean draining, Listener listener) {
    /**
     * An agent's own HTTP listener.
     *
     * @param host an address that signaling can reach
     * @param port TCP port
     * @param token every request carries {@code Authorization: Bearer} and this
     */
    public record Listener(String host, int port, String token) {
        /** The token stays out of logs. */
        @Override
        public String toString() {
            return "Listener[" + host + ":" + port + "]";
        }
    }

    public AgentStatus {
        presenters = List.copyOf(presenters);
    }
}
