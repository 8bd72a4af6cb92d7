/** The network of a call: ICE by ice4j, DTLS by BouncyCastle, SRTP by jitsi-srtp. The only package that touches them. */
package dev.visavis.agent.jitsi.net;
