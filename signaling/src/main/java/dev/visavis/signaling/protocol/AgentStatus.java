package dev.visavis.signaling.protocol;

import java.util.List;

/**
 * An agent says that it lives and what it can take.
 *
 * @param agentId unique, and safe in an address
 * @param capacity calls it can host at once
 * @param calls calls it hosts now
 * @param presenters portraits that every call may name
 * @param draining true once it takes no new calls
 */
public record AgentStatus(String agentId, int capacity, int calls, List<Presenter> presenters, boolean draining) {
    public AgentStatus {
        presenters = List.copyOf(presenters);
    }
}
