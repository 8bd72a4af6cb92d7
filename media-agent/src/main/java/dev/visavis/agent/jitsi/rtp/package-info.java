/**
 * RTP and RTCP of a call, free of network, threads and clocks: time is passed in, packets go to a
 * {@link dev.visavis.agent.jitsi.rtp.PacketOutput}. Classes are named after what the RFCs call them.
 */
package dev.visavis.agent.jitsi.rtp;
