/** Opus (RFC 6716) by libopus, for calls and for voices that programs send: 48 kHz, mono. */
package dev.visavis.agent.opus;
