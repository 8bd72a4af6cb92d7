package dev.visavis.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SetUpRateTest {
    private final AtomicLong nowMs = new AtomicLong();
    private final SetUpRate rate = new SetUpRate("calls", 6, nowMs::get);

    private int taken(String address, int tries) {
        int taken = 0;
        for (int i = 0; i < tries; i++) {
            Problem refusal = catchThrowableOfType(Problem.class, () -> rate.take(address));
            taken += refusal == null ? 1 : 0;
        }
        return taken;
    }

    @Test
    void aMinuteHasSoManyAndNoMore() {
        assertThat(taken("192.0.2.1", 10)).isEqualTo(6);
        nowMs.addAndGet(9_999);
        assertThat(taken("192.0.2.1", 10)).isZero();
        nowMs.addAndGet(1);
        assertThat(taken("192.0.2.1", 10)).isEqualTo(1);
        nowMs.addAndGet(3_600_000);
        assertThat(taken("192.0.2.1", 10)).isEqualTo(6);
    }

    @Test
    void theRefusalTellsHowLong() {
        taken("192.0.2.1", 6);
        nowMs.addAndGet(3_000);
        Problem refusal = catchThrowableOfType(Problem.class, () -> rate.take("192.0.2.1"));
        assertThat(refusal.status()).isEqualTo(429);
        assertThat(refusal.headers()).containsEntry("Retry-After", "7");
    }

    @Test
    void addressesDoNotSpendEachOthers() {
        taken("192.0.2.1", 6);
        assertThat(taken("192.0.2.2", 10)).isEqualTo(6);
    }

    @Test
    void oneIpv6SubnetIsOneCaller() {
        assertThat(taken("2001:db8:0:1::1", 4)).isEqualTo(4);
        assertThat(taken("2001:db8:0:1:ffff::2", 4)).isEqualTo(2);
        assertThat(taken("2001:db8:0:2::1", 4)).isEqualTo(4);
        assertThat(taken("::ffff:192.0.2.9", 10)).isEqualTo(6);
    }
}
