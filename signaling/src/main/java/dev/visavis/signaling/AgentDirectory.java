package dev.visavis.signaling;

import dev.visavis.signaling.protocol.AgentStatus;
import dev.visavis.signaling.protocol.Presenter;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Which agents live, and which of them a call goes to. What it knows is up to a second old, so it only proposes: an
 * agent that is full after all says so, and the next one is asked.
 */
final class AgentDirectory {
    private final LongSupplier nowMs;
    private final long silenceMs;
    private final Consumer<String> onLost;
    private final Map<String, Entry> agents = new TreeMap<>();

    private static final class Entry {
        AgentStatus status;
        long heardMs;
        int placedSince;

        int load() {
            return status.calls() + placedSince;
        }

        boolean hasRoom() {
            return !status.draining() && load() < status.capacity();
        }

        boolean has(String portrait) {
            return status.presenters().stream().anyMatch(p -> p.id().equals(portrait));
        }
    }

    /**
     * @param silenceMs after which an agent counts as dead
     * @param onLost told the id of an agent that died
     */
    AgentDirectory(LongSupplier nowMs, long silenceMs, Consumer<String> onLost) {
        this.nowMs = nowMs;
        this.silenceMs = silenceMs;
        this.onLost = onLost;
    }

    void heard(AgentStatus status) {
        Entry entry = agents.computeIfAbsent(status.agentId(), id -> new Entry());
        entry.status = status;
        entry.heardMs = nowMs.getAsLong();
        entry.placedSince = 0;
    }

    /** Forgets the agents that were silent for too long; to be called a few times a second. */
    void sweep() {
        long now = nowMs.getAsLong();
        List<String> lost = agents.entrySet().stream().filter(e -> now - e.getValue().heardMs >= silenceMs)
                .map(Map.Entry::getKey).toList();
        lost.forEach(agents::remove);
        lost.forEach(onLost);
    }

    /** Forgets an agent at once. */
    void gone(String agentId) {
        if (agents.remove(agentId) != null) {
            onLost.accept(agentId);
        }
    }

    private Collection<Entry> live() {
        sweep();
        return agents.values();
    }

    boolean isEmpty() {
        return live().isEmpty();
    }

    /** The portraits that some agent has, each once. */
    Collection<Presenter> presenters() {
        Map<String, Presenter> byId = new LinkedHashMap<>();
        live().forEach(a -> a.status.presenters().forEach(p -> byId.putIfAbsent(p.id(), p)));
        return byId.values();
    }

    /**
     * The agents that may take a call, the least loaded one first.
     *
     * @throws Problem 422 if nobody has the portrait, 503 if nobody who has it has room
     */
    List<String> candidates(String portrait) {
        requireAgents();
        List<Entry> able = live().stream().filter(a -> a.has(portrait)).toList();
        if (able.isEmpty()) {
            throw new Problem(422, "Unknown portrait; there are "
                    + String.join(", ", presenters().stream().map(Presenter::id).toList()) + ".");
        }
        return withRoom(able);
    }

    /**
     * The agents that may take a call with a portrait that any of them can fetch, the least loaded one first.
     *
     * @throws Problem 503 if there is none
     */
    List<String> candidatesWithRoom() {
        requireAgents();
        return withRoom(live());
    }

    /**
     * The agents that may look at a photo, the least loaded one first; an agent without room for a call still may.
     *
     * @throws Problem 503 if there is none
     */
    List<String> candidates() {
        requireAgents();
        return byLoad(live());
    }

    /** Where an agent takes what does not fit the event bus; empty if it is not heard. */
    Optional<AgentStatus.Listener> listener(String agentId) {
        return Optional.ofNullable(agents.get(agentId)).map(a -> a.status.listener());
    }

    /** Every agent. */
    List<String> all() {
        return List.copyOf(agents.keySet());
    }

    private void requireAgents() {
        if (isEmpty()) {
            throw Problem.busy("No agent is running; try again in a moment.");
        }
    }

    private static List<String> withRoom(Collection<Entry> able) {
        List<String> free = byLoad(able.stream().filter(Entry::hasRoom).toList());
        if (free.isEmpty()) {
            throw Problem.busy("All agents are busy with other calls; try again in a moment.");
        }
        return free;
    }

    private static List<String> byLoad(Collection<Entry> able) {
        return able.stream().sorted(Comparator.comparingDouble(a -> (double) a.load() / a.status.capacity()))
                .map(a -> a.status.agentId()).toList();
    }

    /** Counts a call that the agent's next status will count itself. */
    void placed(String agentId) {
        Entry entry = agents.get(agentId);
        if (entry != null) {
            entry.placedSince++;
        }
    }
}
