package dev.visavis.agent.jitsi.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReportIntervalTest {
    private static final long MS = 1_000_000;
    private final ReportInterval interval = new ReportInterval();

    private boolean report(int lost, long highest, long lastSenderReport, long ms) {
        return interval.onReport(new RtcpReader.Report(1, 0.5, lost, highest, lastSenderReport, 0), ms * MS);
    }

    /** Each of many reports is about two packets, of which one is lost; over all of them it is one in ten. */
    @Test
    void lossesAreOfManyPackets() {
        assertThat(report(0, 65_530, 7, 0)).isFalse();
        for (int i = 1; i < 10; i++) {
            assertThat(report(i, 65_530 + 10 * i, 7, 20 * i)).isFalse();
        }
        assertThat(report(10, 65_630, 7, 450)).isTrue();
        assertThat(interval.fractionLost()).isEqualTo(0.1);
    }

    @Test
    void fewPacketsHaveMoreTime() {
        report(0, 100, 7, 0);
        assertThat(report(1, 105, 7, 1_000)).isFalse();
        assertThat(report(1, 110, 7, 2_100)).isTrue();
        assertThat(report(1, 110, 7, 4_200)).isTrue();
        assertThat(interval.fractionLost()).as("nothing was sent").isZero();
    }

    @Test
    void aSenderReportMeasuresOneRoundTrip() {
        assertThat(interval.measuresTrip(new RtcpReader.Report(1, 0, 0, 1, 0, 0))).as("none yet").isFalse();
        assertThat(interval.measuresTrip(new RtcpReader.Report(1, 0, 0, 1, 7, 0))).isTrue();
        assertThat(interval.measuresTrip(new RtcpReader.Report(1, 0, 0, 9, 7, 9))).isFalse();
        assertThat(interval.measuresTrip(new RtcpReader.Report(1, 0, 0, 9, 8, 0))).isTrue();
    }
}
