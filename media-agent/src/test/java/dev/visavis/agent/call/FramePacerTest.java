package dev.visavis.agent.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.visavis.agent.transport.InMemoryTransport;
import dev.visavis.agent.transport.MediaTransport.State;
import dev.visavis.inference.I420Frame;
import dev.visavis.inference.VideoFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FramePacerTest {
    private static final long MS = 1_000_000;

    private final FakeClock clock = new FakeClock();
    private final InMemoryTransport transport = new InMemoryTransport(clock::nowNs);
    private final FramePacer pacer = new FramePacer(new VideoFormat(16, 16, 25), 1, new FixedDelay(10)); // due at 120 + 40 n

    @BeforeEach
    void connect() {
        transport.become(State.CONNECTED);
    }

    private void draw(int frameNumber) {
        I420Frame frame = pacer.buffer();
        frame.y()[0] = (byte) frameNumber;
        pacer.add(frameNumber);
    }

    private List<Integer> sent() {
        return transport.frames().stream().map(f -> (int) f.frame().y()[0]).toList();
    }

    private void sendDue(long tickMs, long nowMs) {
        clock.advanceMs(nowMs - clock.nowNs() / MS);
        pacer.sendDue(tickMs * MS, nowMs * MS, transport::sendFrame);
    }

    @Test
    void framesWaitUntilTheyAreDue() {
        draw(0);
        draw(1);
        sendDue(110, 110);
        assertThat(sent()).isEmpty();
        sendDue(120, 120);
        sendDue(150, 150);
        assertThat(sent()).containsExactly(0);
        sendDue(160, 160);
        assertThat(sent()).containsExactly(0, 1);
        assertThat(transport.frames().get(1).timestampNs()).isEqualTo(160 * MS);
    }

    @Test
    void aFrameLaterThanAnIntervalIsDroppedForANewerOneOnly() {
        draw(0);
        draw(1);
        sendDue(160, 200);
        assertThat(sent()).containsExactly(1);
        assertThat(pacer.dropped()).isEqualTo(1);
        draw(2);
        sendDue(200, 320);
        draw(3);
        sendDue(240, 361);
        assertThat(sent()).as("120 ms late, 121 ms late").containsExactly(1, 2);
        assertThat(pacer.dropped()).isEqualTo(2);
    }

    @Test
    void aCallThatIsBehindDrawsEveryOtherFrame() {
        for (int n = 0; n < 10; n++) {
            assertThat(pacer.skips(n, pacer.dueNs(n) + 60 * MS)).as("frame %d", n).isEqualTo(n % 2 == 0);
        }
        for (int n = 10; n < 20; n++) {
            assertThat(pacer.skips(n, pacer.dueNs(n) + 121 * MS)).as("frame %d, far behind", n).isTrue();
        }
    }

    @Test
    void fullItDropsItsOldest() {
        for (int n = 0; n < 6; n++) {
            draw(n); // 100 ms of delay hold two frames, and one for the hop, and one to draw into
        }
        for (long ms = 0; ms <= 400; ms += 10) {
            sendDue(ms, ms);
        }
        assertThat(sent()).containsExactly(2, 3, 4, 5);
        assertThat(pacer.dropped()).isEqualTo(2);
    }

    @Test
    void slowDrawingIsForeseenAndForgiven() {
        for (int i = 0; i < 40; i++) {
            pacer.drew(300 * MS);
        }
        assertThat(pacer.skips(0, 0)).isTrue();
        int skipped = 1;
        while (pacer.skips(0, 0)) {
            skipped++;
        }
        assertThat(skipped).isLessThan(20);
        assertThat(pacer.dropped()).isEqualTo(skipped);
    }
}
