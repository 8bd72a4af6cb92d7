package dev.visavis.agent.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.visavis.agent.transport.MediaTransport.Listener;
import dev.visavis.agent.transport.MediaTransport.State;
import dev.visavis.agent.transport.NegotiationException.Reason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class NegotiationTest {
    private final Queue<Runnable> work = new ArrayDeque<>();
    private final List<String> done = new ArrayList<>();
    private final ListenerCalls calls = new ListenerCalls();
    private final Negotiation negotiation = new Negotiation(work::add, calls);

    private void work() {
        for (Runnable next = work.poll(); next != null; next = work.poll()) {
            next.run();
        }
    }

    private void close() {
        negotiation.close(() -> done.add("interrupted"), () -> done.add("released"));
    }

    private void listen(Runnable onConnected) {
        calls.setListener(new Listener() {
            @Override
            public void onPcm(short[] pcm, long timestampNs) {
                // none comes
            }

            @Override
            public void onStateChange(State state) {
                done.add(state.name());
                if (state == State.CONNECTED) {
                    onConnected.run();
                }
            }
        });
    }

    private static void assertFails(CompletionStage<?> stage, Reason reason, String message) {
        assertThatThrownBy(() -> stage.toCompletableFuture().join()).isInstanceOf(CompletionException.class)
                .cause().isInstanceOf(NegotiationException.class).hasMessageContaining(message)
                .satisfies(e -> assertThat(((NegotiationException) e).reason()).isEqualTo(reason));
    }

    @Test
    void aStepRunsOnTheControlThreadAndItsResultIsTold() {
        CompletionStage<String> result = negotiation.submit(() -> "answer");
        assertThat(result.toCompletableFuture()).isNotDone();
        work();
        assertThat(result.toCompletableFuture()).isCompletedWithValue("answer");
    }

    @Test
    void whateverAStepThrowsIsAFailedNegotiation() {
        CompletionStage<String> refused = negotiation.submit(() -> {
            throw new NegotiationException(Reason.MALFORMED, "no SDP");
        });
        CompletionStage<String> broken = negotiation.submit(() -> {
            throw new UnsatisfiedLinkError("gone");
        });
        work();
        assertFails(refused, Reason.MALFORMED, "no SDP");
        assertFails(broken, Reason.INTERNAL, "gone");
    }

    @Test
    void nothingRunsOnceClosingHasBegun() {
        CompletionStage<String> late = negotiation.submit(() -> "answer");
        negotiation.submitUnlessClosing(() -> done.add("step"));
        close();
        work();
        assertFails(late, Reason.INTERNAL, "closed");
        assertThat(done).containsExactly("interrupted", "released");
    }

    @Test
    void closingIsDoneOnceAndToldLast() {
        listen(() -> {
        });
        close();
        close();
        assertThat(done).containsExactly("interrupted", "released", "CLOSED");
        assertThat(negotiation.isClosing()).isTrue();
    }

    @Test
    void aListenerThatClosesDoesNotWaitForItself() {
        listen(() -> {
            close();
            close();
            done.add("listener is back");
        });
        calls.onState(State.CONNECTED);
        assertThat(done).containsExactly("CONNECTED", "listener is back");
        work();
        assertThat(done).endsWith("interrupted", "released", "CLOSED");
    }

    @Test
    void aFailedReleaseLetsNobodyWaitForEver() {
        assertThatThrownBy(() -> negotiation.close(() -> {
        }, () -> {
            throw new IllegalStateException("native");
        })).hasMessage("native");
        close();
        assertThat(done).isEmpty();
    }
}
