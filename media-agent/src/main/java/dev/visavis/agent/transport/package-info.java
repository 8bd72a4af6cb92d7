/**
 * What a call sees of the network: {@link dev.visavis.agent.transport.MediaTransport} carries media both ways and
 * {@link dev.visavis.agent.transport.WebRtcTransport} is set up by SDP. Each implementation has a package of its own.
 */
package dev.visavis.agent.transport;
