package dev.visavis.agent.rtc;

import dev.onvoid.webrtc.RTCStats;
import dev.onvoid.webrtc.RTCStatsType;
import java.util.Collection;

/** What the agent reads out of the library's statistics (W3C webrtc-stats). */
final class ConnectionStats {
    private ConnectionStats() {
    }

    static void tell(Collection<RTCStats> stats, Connection.Events events) {
        long bytesSent = 0;
        double roundTripMs = -1;
        long estimateBps = -1;
        long bytesReceived = -1;
        long framesEncoded = 0;
        for (RTCStats s : stats) {
            if (s.getType() == RTCStatsType.OUTBOUND_RTP) {
                bytesSent += (long) number(s, "bytesSent", 0);
                framesEncoded += (long) number(s, "framesEncoded", 0);
            } else if (s.getType() == RTCStatsType.CANDIDATE_PAIR) {
                bytesReceived = Math.max(0, bytesReceived) + (long) number(s, "bytesReceived", 0);
            }
            if (s.getType() == RTCStatsType.CANDIDATE_PAIR && isNominated(s)) {
                roundTripMs = 1000 * number(s, "currentRoundTripTime", -0.001);
                estimateBps = (long) number(s, "availableOutgoingBitrate", -1);
            }
        }
        events.onStats(bytesSent, roundTripMs, estimateBps, bytesReceived, framesEncoded);
    }

    private static boolean isNominated(RTCStats pair) {
        return Boolean.TRUE.equals(pair.getAttributes().get("nominated"));
    }

    private static double number(RTCStats stats, String name, double otherwise) {
        return stats.getAttributes().get(name) instanceof Number n ? n.doubleValue() : otherwise;
    }
}
