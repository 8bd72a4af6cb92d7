package dev.visavis.agent.jitsi.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The whole loop over a link that is made up, on a clock that is made up: picture, packets, feedback, bitrate. */
class SendSideEstimatorTest {
    private static final double FRAME_MS = 40;
    private static final int PACKET_BYTES = 1_100;
    private static final double PACED = 2.5;
    private static final double FEEDBACK_MS = 50;
    private static final double REPORT_MS = 1_000;
    private static final double QUEUE_MS = 300;

    private final SendSideEstimator estimator = new SendSideEstimator();
    private final BitrateController bitrate = new BitrateController(100_000, 1_500_000);

    /** One direction: a rate with a queue that drops, then a delay with jitter that keeps the order. */
    private static final class Link {
        final Random random = new Random(5);
        double rateBps = Double.POSITIVE_INFINITY;
        double delayMs = 25;
        double jitterMs;
        double busyMs;
        double lastMs;

        double queuedMs(double nowMs) {
            return Math.max(0, busyMs - nowMs);
        }

        /** When it arrives; NaN if it does not. */
        double arrives(double nowMs, int bytes) {
            double jitter = (2 * random.nextDouble() - 1) * jitterMs;
            if (queuedMs(nowMs) > QUEUE_MS) {
                return Double.NaN;
            }
            busyMs = Math.max(nowMs, busyMs) + bytes * 8_000 / rateBps;
            lastMs = Math.max(lastMs, busyMs + delayMs + jitter);
            return lastMs;
        }
    }

    private record Sent(int sequenceNumber, double arrivesMs) {
    }

    private final Link out = new Link();
    private final Link back = new Link();
    private final ArrayDeque<Sent> sent = new ArrayDeque<>();
    private double nowMs;
    private double nextFrameMs;
    private double nextPacketMs;
    private double nextFeedbackMs;
    private double nextReportMs;
    private long owedBytes;
    private long bytesSent;
    private long bytesReported;
    private int packets;
    private int lost;
    private double longestQueueMs;

    private void run(double seconds) {
        longestQueueMs = 0;
        for (double endMs = nowMs + 1_000 * seconds; nowMs < endMs; nowMs++) {
            if (nowMs >= nextFrameMs) {
                owedBytes += (long) (bitrate.targetBps() * FRAME_MS / 8_000);
                nextFrameMs += FRAME_MS;
            }
            while (owedBytes > 0 && nowMs >= nextPacketMs) {
                send((int) Math.min(owedBytes, PACKET_BYTES));
            }
            if (nowMs >= nextFeedbackMs) {
                nextFeedbackMs += FEEDBACK_MS;
                feedback();
            }
            if (nowMs >= nextReportMs) {
                nextReportMs += REPORT_MS;
                report();
            }
            longestQueueMs = Math.max(longestQueueMs, out.queuedMs(nowMs));
        }
    }

    private void send(int length) {
        owedBytes -= length;
        bytesSent += length;
        packets++;
        nextPacketMs = Math.max(nextPacketMs, nowMs - 5) + length * 8_000 / (PACED * bitrate.targetBps());
        double arrivesMs = out.arrives(nowMs, length);
        lost += Double.isNaN(arrivesMs) ? 1 : 0;
        sent.add(new Sent(estimator.onSent(length, ns(nowMs)), arrivesMs));
    }

    /** Of all that has arrived and what was sent before it. */
    private void feedback() {
        int count = 0;
        int known = 0;
        for (Sent packet : sent) {
            count++;
            known = packet.arrivesMs <= nowMs - out.delayMs ? count : known;
        }
        if (known == 0) {
            return;
        }
        long[] arrivalsUs = new long[known];
        int base = sent.peek().sequenceNumber;
        Arrays.setAll(arrivalsUs, i -> {
            double ms = sent.remove().arrivesMs;
            return Double.isNaN(ms) ? TransportFeedback.NOT_RECEIVED : Math.round(ms * 4) * 250;
        });
        estimator.onFeedback(new TransportFeedback(base, arrivalsUs));
        bitrate.onDelay(estimator.usage(), estimator.arrivedBps(), ns(nowMs));
    }

    private void report() {
        bitrate.onRoundTrip(out.arrives(nowMs, 0) - nowMs + back.arrives(nowMs, 0) - nowMs, ns(nowMs));
        bitrate.onLosses(packets == 0 ? 0 : (double) lost / packets, (long) ((bytesSent - bytesReported) * 8_000
                / REPORT_MS), ns(nowMs));
        bytesReported = bytesSent;
        packets = 0;
        lost = 0;
    }

    private static long ns(double ms) {
        return (long) (ms * 1e6);
    }

    @Test
    void aGoodLinkIsFilled() {
        run(8);
        assertThat(bitrate.targetBps()).isEqualTo(1_500_000);
    }

    private void farAndJittery() {
        out.delayMs = 100;
        out.jitterMs = 50;
        back.delayMs = 100;
        back.jitterMs = 50;
    }

    @Test
    void jitterIsNoQueue() {
        farAndJittery();
        run(30);
        long before = bytesSent;
        run(30);
        assertThat((bytesSent - before) * 8 / 30).isGreaterThan(900_000);
    }

    @Test
    void aPathThatBecomesLongerIsNoSlowerOne() {
        run(10);
        farAndJittery();
        run(5);
        long before = bytesSent;
        run(20);
        assertThat((bytesSent - before) * 8 / 20).isGreaterThan(600_000);
    }

    @Test
    void aSlowLinkIsUsedWithoutALongQueue() {
        out.rateBps = 500_000;
        run(10);
        long before = bytesSent;
        run(30);
        assertThat((bytesSent - before) * 8 / 30).isBetween(330_000L, 500_000L);
        assertThat(longestQueueMs).isLessThan(200);
    }

    @Test
    void aLinkThatBecomesSlowIsFollowed() {
        run(10);
        out.rateBps = 500_000;
        run(3);
        run(10);
        assertThat(longestQueueMs).as("three seconds later").isLessThan(200);
        assertThat(bitrate.targetBps()).isLessThan(560_000);
    }

    @Test
    void feedbackAboutPacketsThatWereNeverSentHarmsNothing() {
        run(1);
        estimator.onFeedback(new TransportFeedback(40_000, new long[] {1, 2, 3}));
        assertThat(estimator.usage()).isEqualTo(PathUsage.NORMAL);
    }
}
