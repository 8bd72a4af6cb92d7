package dev.visavis.agent.transport;

/**
 * Counters of one transport since it began.
 *
 * @param framesSent pictures given to the encoder
 * @param framesDropped pictures refused while connected: too close together, encoder busy, path too narrow for them; not
 *            those that a dead path is spared
 * @param pcmSent 10 ms pieces of sound given to the encoder
 * @param pcmReceived 10 ms pieces of the peer's speech delivered to the listener
 * @param bytesSent RTP payload bytes of picture and sound, or -1 where the transport does not know (yet)
 * @param roundTripMs last measured round trip, or -1 where there is none (yet)
 */
public record TransportStats(long framesSent, long framesDropped, long pcmSent, long pcmReceived, long bytesSent,
        double roundTripMs) {
}
