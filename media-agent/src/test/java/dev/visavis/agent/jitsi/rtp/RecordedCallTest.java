package dev.visavis.agent.jitsi.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.visavis.agent.jitsi.rtp.Pcap.Packet;
import dev.visavis.agent.opus.OpusDecoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls of real browsers, packet by packet; where the captures come from is told in {@code pcap/README.md}. */
class RecordedCallTest {
    private static final String CHROMIUM = "chromium-156-loss.pcap";
    private static final String FIREFOX = "firefox-153.pcap";
    private static final String LONGER = "chromium-156-longer.pcap";
    private static final Path CAPTURES = Path.of("src", "test", "resources", "dev", "visavis", "agent", "pcap");
    private static final long PIECE_NS = 10_000_000;

    /** All that a peer's RTCP said. */
    private static class Said implements RtcpReader.Listener {
        final List<RtcpReader.Report> reports = new ArrayList<>();
        final List<Integer> missing = new ArrayList<>();
        final Set<Long> missingOf = new HashSet<>();
        final List<Double> tripsMs = new ArrayList<>();
        final List<Double> losses = new ArrayList<>();
        final List<Long> bitrates = new ArrayList<>();
        private final Map<Long, ReportInterval> intervals = new HashMap<>();
        private final Map<Long, Long> sentReportsNs = new HashMap<>();
        private long nowNs;
        private int senderReportsOfPeer;
        final List<TransportFeedback> feedback = new ArrayList<>();

        static Said in(List<Packet> call) {
            Said said = new Said();
            RtcpReader reader = new RtcpReader(said);
            for (Packet packet : call) {
                said.nowNs = packet.ns();
                if (packet.fromPeer() && packet.isRtcp()) {
                    reader.read(packet.data(), 0, packet.data().length);
                } else if (packet.isRtcp() && (packet.data()[1] & 0xff) == RtcpWriter.SENDER_REPORT) {
                    said.sentReportsNs.put(Bytes.u32(packet.data(), 10), packet.ns());
                }
            }
            return said;
        }

        @Override
        public void onSenderReport(long ssrc, long ntp) {
            senderReportsOfPeer++;
        }

        @Override
        public void onReport(RtcpReader.Report report) {
            reports.add(report);
            ReportInterval interval = intervals.computeIfAbsent(report.ssrc(), s -> new ReportInterval());
            Long sentNs = sentReportsNs.get(report.lastSenderReport()); // null: from before the capture
            if (interval.measuresTrip(report) && sentNs != null) {
                tripsMs.add((nowNs - sentNs) / 1e6 - report.delaySinceIt() * 1_000 / 65_536.0);
            }
            if (interval.onReport(report, nowNs)) {
                losses.add(interval.fractionLost());
            }
        }

        @Override
        public void onNack(long ssrc, int sequenceNumber) {
            missing.add(sequenceNumber);
            missingOf.add(ssrc);
        }

        @Override
        public void onKeyFrameRequest() {
            // may come or not
        }

        @Override
        public void onMaximumBitrate(long bitsPerSecond) {
            bitrates.add(bitsPerSecond);
        }

        @Override
        public void onTransportFeedback(TransportFeedback feedback) {
            this.feedback.add(feedback);
        }

        @Override
        public void onBye(long ssrc) {
            // DTLS tells the end
        }
    }

    private static List<Packet> call(String capture) throws IOException {
        return Pcap.read(CAPTURES.resolve(capture));
    }

    private static Stream<Packet> rtp(List<Packet> call, boolean fromPeer) {
        return call.stream().filter(p -> p.fromPeer() == fromPeer && !p.isRtcp());
    }

    private static int sequence(Packet packet) {
        return RtpHeader.sequenceNumber(packet.data(), 0);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {CHROMIUM, FIREFOX})
    void speechIsPlayedWithoutAGap(String capture) throws IOException {
        List<Packet> call = call(capture);
        ReceptionStatistics statistics = new ReceptionStatistics(48_000);
        short[] pcm = new short[PlayoutBuffer.READ_SAMPLES];
        int played = 0;
        int gaps = 0;
        int loud = 0;
        long readNs = 0;
        try (OpusDecoder decoder = new OpusDecoder()) {
            PlayoutBuffer buffer = new PlayoutBuffer(decoder);
            for (Packet packet : rtp(call, true).toList()) {
                for (readNs = readNs == 0 ? packet.ns() : readNs; readNs < packet.ns(); readNs += PIECE_NS) {
                    boolean speaks = buffer.read(pcm);
                    played += speaks ? 1 : 0;
                    gaps += !speaks && played > 0 ? 1 : 0;
                    loud += speaks && Math.abs(pcm[100]) > 100 ? 1 : 0;
                }
                byte[] data = packet.data();
                long timestamp = RtpHeader.timestamp(data, 0);
                long ssrc = RtpHeader.ssrc(data, 0);
                long extended = statistics.onPacket(ssrc, sequence(packet), timestamp, packet.ns());
                int payload = RtpHeader.payloadOffset(data, 0, data.length);
                buffer.put(ssrc, extended, timestamp, data, payload,
                        data.length - payload - RtpHeader.padding(data, 0, data.length), packet.ns());
            }
        }
        assertThat(played).isGreaterThan(400);
        assertThat(gaps).isLessThan(played / 100);
        assertThat(loud).isGreaterThan(played / 10);
    }

    @ParameterizedTest
    @ValueSource(strings = {CHROMIUM, FIREFOX})
    void reportsAreOfOurSourcesAndMeasureTheTrip(String capture) throws IOException {
        List<Packet> call = call(capture);
        Said said = Said.in(call);
        Set<Long> ours = new HashSet<>();
        rtp(call, false).forEach(p -> ours.add(RtpHeader.ssrc(p.data(), 0)));
        assertThat(said.reports).hasSizeGreaterThan(10).allSatisfy(r -> assertThat(ours).contains(r.ssrc()));
        assertThat(said.senderReportsOfPeer).isPositive();
        assertThat(said.bitrates).isNotEmpty().allSatisfy(b -> assertThat(b).isGreaterThan(100_000));
        assertThat(said.tripsMs).hasSizeGreaterThan(5);
        assertThat(median(said.tripsMs)).isBetween(capture.equals(CHROMIUM) ? 45.0 : 0.0,
                capture.equals(CHROMIUM) ? 80.0 : 25.0);
    }

    @Test
    void missingPacketsAreTheLostShareOfThePicture() throws IOException {
        List<Packet> call = call(CHROMIUM);
        Said said = Said.in(call);
        assertThat(said.missingOf).hasSize(1);
        long video = said.missingOf.iterator().next();
        Set<Integer> sent = new HashSet<>();
        rtp(call, false).filter(p -> RtpHeader.ssrc(p.data(), 0) == video).forEach(p -> sent.add(sequence(p)));
        Set<Integer> missing = new HashSet<>(said.missing);
        assertThat(sent).containsAll(missing);
        assertThat((double) missing.size() / sent.size()).isBetween(0.02, 0.09);
        double mean = said.losses.stream().mapToDouble(x -> x).average().orElseThrow();
        assertThat(mean).isBetween(0.01, 0.09);
    }

    /** What the peer's clock says is what the path did: 25 ms, then 100 +- 50. */
    @Test
    void thePeerTellsWhenEachPacketArrived() throws IOException {
        List<Packet> call = call(LONGER);
        Map<Integer, Long> sentNs = new HashMap<>();
        rtp(call, false).filter(RecordedCallTest::isNumbered).forEach(p -> sentNs.put(number(p), p.ns()));
        List<Double> tripsMs = new ArrayList<>();
        for (TransportFeedback feedback : Said.in(call).feedback) {
            for (int i = 0; i < feedback.arrivalsUs().length; i++) {
                if (feedback.arrivalsUs()[i] != TransportFeedback.NOT_RECEIVED) {
                    tripsMs.add(feedback.arrivalsUs()[i] / 1e3 - sentNs.get(feedback.base() + i) / 1e6);
                }
            }
        }
        assertThat(tripsMs).hasSizeBetween(sentNs.size() * 9 / 10, sentNs.size());
        double leastMs = tripsMs.stream().min(Double::compare).orElseThrow();
        assertThat(median(tripsMs) - leastMs).isLessThan(10);
        assertThat(tripsMs.stream().max(Double::compare).orElseThrow() - leastMs).isBetween(80.0, 160.0);
    }

    @Test
    void aPathThatBecomesLongerIsAQueueForAMomentOnly() throws IOException {
        SendSideEstimator estimator = new SendSideEstimator();
        RtcpReader reader = new RtcpReader(new Said() {
            @Override
            public void onTransportFeedback(TransportFeedback feedback) {
                estimator.onFeedback(feedback);
            }
        });
        int over = 0;
        int told = 0;
        for (Packet packet : call(LONGER)) {
            if (packet.fromPeer() && packet.isRtcp()) {
                reader.read(packet.data(), 0, packet.data().length);
                told++;
                over += estimator.usage() == PathUsage.OVER ? 1 : 0;
            } else if (!packet.fromPeer() && !packet.isRtcp() && isNumbered(packet)) {
                assertThat(estimator.onSent(packet.data().length, packet.ns())).isEqualTo(number(packet));
            }
        }
        assertThat(told).isGreaterThan(100);
        assertThat(over).isBetween(1, told / 8);
        assertThat(estimator.usage()).isEqualTo(PathUsage.NORMAL);
    }

    private static boolean isNumbered(Packet packet) {
        return (packet.data()[0] & 0x10) != 0;
    }

    private static int number(Packet packet) {
        return Bytes.u16(packet.data(), HeaderExtension.VALUE);
    }

    @Test
    void aWholePathLosesNothing() throws IOException {
        Said said = Said.in(call(FIREFOX));
        assertThat(said.missing).isEmpty();
        assertThat(said.losses).isNotEmpty().allSatisfy(l -> assertThat(l).isZero());
    }
}
