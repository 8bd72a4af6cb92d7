package dev.visavis.infra.bench;

import dev.visavis.infra.relay.Impairment;
import java.util.List;
import java.util.Set;

/**
 * One bad network and what a caller should notice of it.
 *
 * @param name in the names of its figures
 * @param what it is, in words
 * @param impairment both ways, as long as it is measured
 * @param event what happens once meanwhile
 */
record NetworkScenario(String name, String what, Impairment impairment, Event event) {
    /** What may happen in the middle of a scenario. */
    enum Event {
        NONE,
        /** The call begins on this network, and its beginning counts. */
        CALL_BEGINS,
        /** Nothing passes for {@link #OUTAGE_MS}. */
        OUTAGE,
        /** The caller has another address from now on, and does not know. */
        NEW_ADDRESS
    }

    /** Length of an outage. */
    static final long OUTAGE_MS = 5_000;

    /** 50 ms round trip: every scenario has it unless it says otherwise. */
    static final Impairment PATH = Impairment.NONE.withDelay(25, 0);

    /**
     * Some of the set.
     *
     * @param names none for all
     * @throws IllegalArgumentException if there is none of a name
     */
    static List<NetworkScenario> named(Set<String> names) {
        List<String> known = all().stream().map(NetworkScenario::name).toList();
        if (!known.containsAll(names)) {
            throw new IllegalArgumentException("networks are " + known + ", not " + names);
        }
        return all().stream().filter(s -> names.isEmpty() || names.contains(s.name())).toList();
    }

    /** The whole set. */
    static List<NetworkScenario> all() {
        return List.of(new NetworkScenario("clean", "50 ms round trip", PATH, Event.NONE),
                new NetworkScenario("loss_5", "5 % loss", PATH.withLoss(0.05), Event.NONE),
                new NetworkScenario("burst_20", "20 % loss in bursts of 5", PATH.withBursts(0.2, 5), Event.NONE),
                new NetworkScenario("jitter", "100 +- 50 ms each way", PATH.withDelay(100, 50), Event.NONE),
                new NetworkScenario("reorder", "5 % overtaken", PATH.withReordering(0.05), Event.NONE),
                new NetworkScenario("rate_500k", "500 kbit/s", PATH.withRate(500_000), Event.CALL_BEGINS),
                new NetworkScenario("rate_300k", "300 kbit/s", PATH.withRate(300_000), Event.CALL_BEGINS),
                new NetworkScenario("fall_500k", "500 kbit/s from one moment to the next", PATH.withRate(500_000),
                        Event.NONE),
                new NetworkScenario("outage", "nothing for 5 s", PATH, Event.OUTAGE),
                new NetworkScenario("new_address", "another address in mid-call", PATH, Event.NEW_ADDRESS));
    }
}
