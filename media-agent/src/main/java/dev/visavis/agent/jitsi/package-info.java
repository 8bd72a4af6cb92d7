/**
 * The transport on the Jitsi stack: the JVM does everything but the codecs, RTP timestamps are the call's own, and
 * picture and voice are one media stream, so that the browser keeps them together. {@code net} is the network,
 * {@code rtp} what goes over it, {@code codec} what is in it; here they become a call.
 */
package dev.visavis.agent.jitsi;
