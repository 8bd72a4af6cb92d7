/** What every WebRTC transport reads out of offers and fragments, and how: RFC 8839, RFC 8840, RFC 9429. */
package dev.visavis.agent.sdp;
