package dev.visavis.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.visavis.signaling.protocol.AgentStatus;
import dev.visavis.signaling.protocol.Presenter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AgentDirectoryTest {
    private final AtomicLong nowMs = new AtomicLong(1_000);
    private final List<String> lost = new ArrayList<>();
    private final AgentDirectory directory = new AgentDirectory(nowMs::get, 3_000, lost::add);

    private void hear(String id, int capacity, int calls, String... presenters) {
        directory.heard(status(id, capacity, calls, false, presenters));
    }

    private static AgentStatus status(String id, int capacity, int calls, boolean draining, String... presenters) {
        return new AgentStatus(id, capacity, calls, calls,
                List.of(presenters).stream().map(p -> new Presenter(p, p.toUpperCase(java.util.Locale.ROOT))).toList(),
                draining, new AgentStatus.Listener("127.0.0.1", 1, "token-of-" + id));
    }

    private int refusal(String portrait) {
        return catchThrowableOfType(Problem.class, () -> directory.candidates(portrait)).status();
    }

    @Test
    void theLeastLoadedComesFirst() {
        hear("a", 4, 3, "w1");
        hear("b", 4, 1, "w1");
        hear("c", 8, 4, "w1");
        assertThat(directory.candidates("w1")).containsExactly("b", "c", "a");
    }

    @Test
    void placedCallsCountUntilTheAgentCountsThem() {
        hear("a", 2, 0, "w1");
        hear("b", 2, 0, "w1");
        directory.placed("a");
        assertThat(directory.candidates("w1")).containsExactly("b", "a");
        directory.placed("b");
        directory.placed("b");
        assertThat(directory.candidates("w1")).containsExactly("a");
        hear("b", 2, 0, "w1");
        assertThat(directory.candidates("w1")).containsExactly("b", "a");
    }

    @Test
    void onlyAgentsWithThePortraitAreAsked() {
        hear("a", 2, 0, "w1");
        hear("b", 2, 0, "m1");
        assertThat(directory.candidates("m1")).containsExactly("b");
        assertThat(refusal("nobody")).isEqualTo(422);
    }

    @Test
    void fullAndDrainingAgentsAreLeftAlone() {
        hear("a", 2, 2, "w1");
        directory.heard(status("b", 2, 0, true, "w1"));
        hear("c", 0, 0, "w1");
        assertThat(refusal("w1")).isEqualTo(503);
    }

    @Test
    void withoutAgentsTheServerIsBusyNotThePortraitUnknown() {
        assertThat(directory.isEmpty()).isTrue();
        assertThat(refusal("w1")).isEqualTo(503);
    }

    @Test
    void anAgentThatIsSilentForThreeSecondsIsLost() {
        hear("a", 2, 0, "w1");
        nowMs.addAndGet(1_500);
        hear("b", 2, 0, "w1");
        nowMs.addAndGet(1_499);
        directory.sweep();
        assertThat(lost).isEmpty();
        nowMs.addAndGet(1);
        directory.sweep();
        assertThat(lost).containsExactly("a");
        assertThat(directory.candidates("w1")).containsExactly("b");
        directory.placed("a");
    }

    @Test
    void presentersOfAllAgentsAreListedOnce() {
        hear("a", 2, 0, "w1", "w2");
        hear("b", 2, 0, "w2", "m1");
        assertThat(directory.presenters()).extracting(Presenter::id).containsExactly("w1", "w2", "m1");
    }
}
