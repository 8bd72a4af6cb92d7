package dev.visavis.agent.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CallPhasesTest {
    private static final long FRAME_NS = 40_000_000;

    @Test
    void fourCallsOfTwoAgentsShareAFrameEvenly() {
        CallPhases first = new CallPhases(0, 2);
        CallPhases second = new CallPhases(1, 2);
        assertThat(first.offsetNs(first.take(), FRAME_NS)).isZero();
        assertThat(second.offsetNs(second.take(), FRAME_NS)).isEqualTo(20_000_000);
        assertThat(first.offsetNs(first.take(), FRAME_NS)).isEqualTo(10_000_000);
        assertThat(second.offsetNs(second.take(), FRAME_NS)).isEqualTo(30_000_000);
    }

    @Test
    void theNextCallTakesThePhaseOfOneThatHasEnded() {
        CallPhases phases = new CallPhases(0, 1);
        int first = phases.take();
        int second = phases.take();
        assertThat(second).isNotEqualTo(first);
        phases.giveBack(first);
        assertThat(phases.take()).isEqualTo(first);
        assertThat(phases.take()).isNotIn(first, second);
    }
}
