/** Opus by libopus (opus-java) and H.264 by OpenH264 or NVENC (FFmpeg), as a call needs them. */
package dev.visavis.agent.jitsi.codec;
