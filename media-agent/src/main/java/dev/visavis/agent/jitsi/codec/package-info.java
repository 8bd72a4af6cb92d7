/** H.264 by OpenH264 or NVENC (FFmpeg), as a call needs it. */
package dev.visavis.agent.jitsi.codec;
