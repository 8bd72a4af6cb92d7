package dev.visavis.agent.jitsi.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BitrateControllerTest {
    private static final long SECOND = 1_000_000_000;
    private final BitrateController controller = new BitrateController(300_000, 1_500_000);

    private void reports(int fromSecond, int toSecond, double lost, double tripMs) {
        for (int s = fromSecond; s < toSecond; s++) {
            controller.onRoundTrip(tripMs, s * SECOND);
            controller.onLosses(lost, controller.targetBps(), s * SECOND);
        }
    }

    @Test
    void aGoodLinkIsFilledWithinSeconds() {
        reports(0, 6, 0, 50);
        assertThat(controller.targetBps()).isEqualTo(1_500_000);
    }

    @Test
    void theLongerTheQueueTheMoreIsTakenBack() {
        reports(0, 4, 0, 50);
        BitrateController other = new BitrateController(300_000, 1_500_000);
        for (int s = 0; s < 4; s++) {
            other.onRoundTrip(50, s * SECOND);
            other.onLosses(0, other.targetBps(), s * SECOND);
        }
        for (int s = 4; s < 6; s++) {
            controller.onRoundTrip(200, s * SECOND);
            other.onRoundTrip(350, s * SECOND);
        }
        assertThat(other.targetBps()).isLessThan(controller.targetBps());
    }

    @Test
    void noMoreThanThePictureNeeds() {
        reports(0, 4, 0, 50);
        controller.setMaximum(600_000);
        assertThat(controller.targetBps()).isEqualTo(600_000);
        reports(4, 8, 0, 50);
        assertThat(controller.targetBps()).isEqualTo(600_000);
    }

    @Test
    void someLossIsBornAndMuchIsNot() {
        reports(0, 3, 0, 50);
        long before = controller.targetBps();
        reports(3, 10, 0.05, 50);
        assertThat(controller.targetBps()).isEqualTo(before);
        reports(10, 20, 0.25, 50);
        assertThat(controller.targetBps()).as("losses alone").isEqualTo(400_000);
        reports(20, 24, 0.25, 300);
        assertThat(controller.targetBps()).as("losses and a queue").isEqualTo(300_000);
    }

    @Test
    void aPathThatIsLongFromNowOnIsNoQueue() {
        reports(0, 4, 0, 50);
        reports(4, 40, 0, 250);
        assertThat(controller.targetBps()).isGreaterThan(1_000_000);
    }

    @Test
    void aRoundTripThatTookLongNowAndThenIsNoQueue() {
        reports(0, 4, 0, 50);
        for (int s = 4; s < 20; s++) {
            reports(s, s + 1, 0, s % 2 == 0 ? 90 : 280);
        }
        assertThat(controller.targetBps()).isEqualTo(1_500_000);
    }

    @Test
    void aQueueThatBuildsUpIsSeenByTheRoundTrip() {
        reports(0, 4, 0, 50);
        long before = controller.targetBps();
        reports(4, 6, 0, 250);
        assertThat(controller.targetBps()).isLessThan(before);
    }

    @Test
    void thePeersEstimateCountsOnceItIsBelowWhatIsSent() {
        reports(0, 8, 0, 50);
        controller.onMaximumBitrate(2_000_000, 1_400_000, 8 * SECOND);
        assertThat(controller.targetBps()).isEqualTo(1_500_000);
        controller.onMaximumBitrate(900_000, 1_400_000, 9 * SECOND);
        assertThat(controller.targetBps()).isEqualTo(900_000);
    }

    /** The peer's estimate is of a second in a part of which nothing came. */
    @Test
    void thePeersEstimateIsNotBelievedTooFarBelowWhatIsSent() {
        reports(0, 8, 0, 50);
        controller.onMaximumBitrate(200_000, 1_000_000, 8 * SECOND);
        assertThat(controller.targetBps()).isEqualTo(600_000);
    }

    @Test
    void whatIsNotUsedDoesNotGrow() {
        for (int s = 0; s < 10; s++) {
            controller.onLosses(0, 100_000, s * SECOND);
        }
        assertThat(controller.targetBps()).isEqualTo(BitrateController.START_BPS);
    }

    @Test
    void afterTheFirstCongestionGrowthIsSlow() {
        reports(0, 8, 0, 50);
        controller.onMaximumBitrate(500_000, 800_000, 9 * SECOND);
        reports(11, 14, 0, 50);
        assertThat(controller.targetBps()).isBetween(550_000L, 650_000L);
    }
}
