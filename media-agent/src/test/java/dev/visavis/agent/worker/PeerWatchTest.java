package dev.visavis.agent.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.visavis.agent.transport.MediaTransport.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PeerWatchTest {
    private final Map<Runnable, Long> timers = new LinkedHashMap<>();
    private final List<String> reasons = new ArrayList<>();
    private final PeerWatch watch = new PeerWatch((ms, action) -> {
        timers.put(action, ms);
        return () -> timers.remove(action);
    }, AgentOptions.of("a", 1), reasons::add);

    private void fire() {
        assertThat(timers).hasSize(1);
        timers.keySet().iterator().next().run();
    }

    @Test
    void aPeerThatNeverConnectsIsGivenUpAfter15Seconds() {
        watch.start();
        watch.on(State.CONNECTING);
        assertThat(timers).containsValue(15_000L);
        fire();
        assertThat(reasons).singleElement().asString().contains("15 s").contains("TURN");
    }

    @Test
    void aConnectedPeerMayStay() {
        watch.start();
        watch.on(State.CONNECTED);
        assertThat(timers).isEmpty();
    }

    @Test
    void aPeerThatWasFasterThanItsAnswerMayStay() {
        watch.on(State.CONNECTED);
        watch.start();
        assertThat(timers).isEmpty();
    }

    @Test
    void aSilentPeerIsGivenUpAfter20SecondsUnlessItComesBack() {
        watch.on(State.CONNECTED);
        watch.on(State.DISCONNECTED);
        assertThat(timers).containsValue(20_000L);
        watch.on(State.CONNECTED);
        assertThat(timers).isEmpty();
        watch.on(State.DISCONNECTED);
        fire();
        assertThat(reasons).singleElement().asString().contains("20 s");
    }

    @Test
    void aLostConnectionIsGivenUpAtOnce() {
        watch.on(State.CONNECTED);
        watch.on(State.DISCONNECTED);
        watch.on(State.FAILED);
        assertThat(timers).isEmpty();
        assertThat(reasons).containsExactly("The connection to the peer was lost.");
    }

    @Test
    void noPathAtAllIsToldApart() {
        watch.start();
        watch.on(State.FAILED);
        assertThat(reasons).singleElement().asString().contains("No connection");
    }

    @Test
    void afterTheEndNothingIsWatched() {
        watch.start();
        watch.end();
        watch.on(State.DISCONNECTED);
        watch.start();
        assertThat(timers).isEmpty();
        assertThat(reasons).isEmpty();
    }
}
