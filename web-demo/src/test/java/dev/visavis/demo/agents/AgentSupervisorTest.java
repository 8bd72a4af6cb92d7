package dev.visavis.demo.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.visavis.signaling.protocol.Addresses;
import dev.visavis.signaling.protocol.AgentRequest;
import dev.visavis.signaling.protocol.AgentStatus;
import dev.visavis.signaling.protocol.Wire;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AgentSupervisorTest {
    private static final int WAIT_SECONDS = 20;

    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<FakeAgent> launched = new LinkedBlockingQueue<>();
    private final AtomicLong nowMs = new AtomicLong();
    private final List<Long> pauses = new ArrayList<>();
    private final Queue<Runnable> later = new ArrayDeque<>();
    private AgentSupervisor supervisor;

    @AfterEach
    void stop() throws Exception {
        supervisor.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(WAIT_SECONDS, TimeUnit.SECONDS);
    }

    /** An agent that lives and dies as a test says. */
    private final class FakeAgent implements AgentSupervisor.Agent {
        final String id;
        final int place;
        final boolean awaited;
        final CompletableFuture<Integer> exit = new CompletableFuture<>();

        FakeAgent(String id, int place, boolean awaited) {
            this.id = id;
            this.place = place;
            this.awaited = awaited;
        }

        FakeAgent announce(long opened) {
            vertx.eventBus().publish(Addresses.AGENT_STATUS, Wire.encode(new AgentStatus(id, 2, 0, opened, List.of(),
                    false, new AgentStatus.Listener("127.0.0.1", 1, "0123456789012345678901"))));
            return this;
        }

        @Override
        public CompletionStage<Integer> exit() {
            return exit;
        }

        @Override
        public String reason() {
            return "no such library";
        }

        @Override
        public void end() {
            exit.complete(0);
        }

        @Override
        public void kill() {
            exit.complete(137);
        }
    }

    private CompletableFuture<Void> start(int agents, int recycleAfterCalls) {
        supervisor = new AgentSupervisor(vertx.eventBus(), (id, place, awaited) -> {
            FakeAgent agent = new FakeAgent(id, place, awaited);
            launched.add(agent);
            return agent;
        }, (ms, action) -> {
            pauses.add(ms);
            later.add(action);
        }, nowMs::get, agents, recycleAfterCalls);
        return supervisor.start();
    }

    private FakeAgent next() throws InterruptedException {
        FakeAgent agent = launched.poll(WAIT_SECONDS, TimeUnit.SECONDS);
        assertThat(agent).as("an agent is launched").isNotNull();
        return agent;
    }

    @Test
    void startsTheNextAgentWhenTheOneBeforeIsThere() throws Exception {
        CompletableFuture<Void> ready = start(2, 0);
        FakeAgent first = next();
        assertThat(launched).isEmpty();
        first.announce(0);
        ready.get(WAIT_SECONDS, TimeUnit.SECONDS);
        FakeAgent second = next();
        assertThat(second.id).isNotEqualTo(first.id);
        assertThat(List.of(first.place, second.place)).containsExactly(0, 1);
    }

    @Test
    void saysWhyTheFirstCannotStart() throws Exception {
        CompletableFuture<Void> ready = start(2, 0);
        next().exit.complete(1);
        assertThatThrownBy(() -> ready.get(WAIT_SECONDS, TimeUnit.SECONDS)).hasMessageContaining("exit code 1")
                .hasMessageContaining("no such library");
        assertThat(launched).isEmpty();
    }

    @Test
    void replacesAtOnceWhatDies() throws Exception {
        CompletableFuture<Void> ready = start(1, 0);
        FakeAgent first = next().announce(0);
        ready.get(WAIT_SECONDS, TimeUnit.SECONDS);
        nowMs.addAndGet(60_000);
        first.exit.complete(134);
        FakeAgent second = next();
        assertThat(second.id).isNotEqualTo(first.id);
        assertThat(pauses).isEmpty();
        assertThat(first.awaited).as("the server says that it is ready once an agent takes calls").isTrue();
        assertThat(second.awaited).as("there is no other").isTrue();
    }

    @Test
    void whatDiesBesideAnotherIsNotAwaited() throws Exception {
        CompletableFuture<Void> ready = start(2, 0);
        FakeAgent first = next().announce(0);
        ready.get(WAIT_SECONDS, TimeUnit.SECONDS);
        FakeAgent second = next();
        assertThat(second.awaited).isFalse();
        nowMs.addAndGet(60_000);
        second.exit.complete(134);
        assertThat(next().awaited).isFalse();
        first.exit.complete(134);
        assertThat(next().awaited).as("the one that starts has not been heard of yet").isTrue();
    }

    @Test
    void waitsEverLongerForWhatKeepsDying() throws Exception {
        CompletableFuture<Void> ready = start(1, 0);
        FakeAgent agent = next().announce(0);
        ready.get(WAIT_SECONDS, TimeUnit.SECONDS);
        for (int i = 0; i < 7; i++) {
            agent.exit.complete(134);
            assertThat(launched).isEmpty();
            later.remove().run();
            agent = next();
        }
        assertThat(pauses).containsExactly(1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 30_000L, 30_000L);
        nowMs.addAndGet(60_000);
        agent.exit.complete(134);
        assertThat(next()).as("it had lived long").isNotNull();
    }

    @Test
    void replacesATiredAgentWithoutAGap() throws Exception {
        CompletableFuture<Void> ready = start(1, 300);
        FakeAgent old = next().announce(0);
        ready.get(WAIT_SECONDS, TimeUnit.SECONDS);
        CompletableFuture<AgentRequest> asked = new CompletableFuture<>();
        vertx.eventBus().<JsonObject>consumer(Addresses.agent(old.id),
                m -> asked.complete(Wire.decode(m.body(), AgentRequest.class)));
        old.announce(300);
        FakeAgent successor = next();
        assertThat(successor.place).isEqualTo(old.place);
        assertThat(asked).as("the old one goes on until the new one is there").isNotDone();
        old.announce(301);
        successor.announce(0);
        assertThat(asked.get(WAIT_SECONDS, TimeUnit.SECONDS)).isInstanceOf(AgentRequest.Drain.class);
        old.exit.complete(0);
        successor.announce(1);
        assertThat(launched).isEmpty();
        nowMs.addAndGet(60_000);
        successor.exit.complete(134);
        assertThat(next()).as("the successor is watched, too").isNotNull();
    }

    @Test
    void aSuccessorThatDiesLeavesTheOldOneWorking() throws Exception {
        CompletableFuture<Void> ready = start(1, 300);
        FakeAgent old = next().announce(0);
        ready.get(WAIT_SECONDS, TimeUnit.SECONDS);
        nowMs.addAndGet(60_000);
        old.announce(300);
        next().exit.complete(1);
        old.announce(301);
        assertThat(next()).as("another successor").isNotNull();
    }

    @Test
    void endsAllAndStartsNoneWhileClosing() throws Exception {
        CompletableFuture<Void> ready = start(2, 0);
        FakeAgent first = next().announce(0);
        ready.get(WAIT_SECONDS, TimeUnit.SECONDS);
        FakeAgent second = next().announce(0);
        supervisor.close();
        assertThat(first.exit).isCompleted();
        assertThat(second.exit).isCompleted();
        assertThat(launched).isEmpty();
    }
}
