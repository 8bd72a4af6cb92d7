package dev.visavis.agent.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class SystemCallClockTest {
    private long systemNs = 77_000;
    private long parkedNs;
    private final SystemCallClock clock = clock(1, 0);

    private SystemCallClock clock(long periodNs, long phaseNs) {
        return new SystemCallClock(() -> systemNs, ns -> {
            parkedNs += ns;
            systemNs += ns / 2 + 1; // wakes up early, as parking may
        }, periodNs, phaseNs);
    }

    @Test
    void startsWithTheFirstTickAndWaitsForTheOthers() throws InterruptedException {
        clock.awaitTick(0);
        assertThat(clock.nowNs()).isZero();
        clock.awaitTick(3);
        assertThat(clock.nowNs()).isBetween(30_000_000L, 30_000_010L);
    }

    @Test
    void overdueTicksComeAtOnce() throws InterruptedException {
        clock.awaitTick(0);
        systemNs += 900_000_000;
        parkedNs = 0;
        for (int tick = 1; tick <= 90; tick++) {
            clock.awaitTick(tick);
        }
        assertThat(parkedNs).isZero();
        clock.awaitTick(91);
        assertThat(clock.nowNs()).isBetween(910_000_000L, 910_000_010L);
    }

    @Test
    void afterALongStallTimeGoesOnFromWhereItStopped() throws InterruptedException {
        clock.awaitTick(0);
        clock.awaitTick(10);
        systemNs += 5_000_000_000L;
        clock.awaitTick(11);
        assertThat(clock.nowNs()).isEqualTo(110_000_000);
        clock.awaitTick(12);
        assertThat(clock.nowNs()).isBetween(120_000_000L, 120_000_010L);
    }

    @Test
    void aPhaseIsWaitedForAtTheStartAndKeptAfterALongStall() throws InterruptedException {
        SystemCallClock phased = clock(40_000_000, 30_000_000);
        phased.awaitTick(0);
        assertThat(systemNs).isBetween(30_000_000L, 30_000_010L);
        phased.awaitTick(1);
        assertThat(systemNs).isBetween(40_000_000L, 40_000_010L);
        systemNs += 5_013_000_000L;
        phased.awaitTick(4);
        assertThat(systemNs).isBetween(5_070_000_000L, 5_070_000_010L);
        assertThat(phased.nowNs()).isBetween(40_000_000L, 40_000_010L);
    }

    @Test
    void aWaitMayBeInterrupted() throws InterruptedException {
        clock.awaitTick(0);
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> clock.awaitTick(5));
    }
}
