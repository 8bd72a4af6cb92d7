package dev.visavis.signaling.protocol;

/** An agent's process has ended, in whatever way; it will not be heard again under this id. */
public record AgentGone(String agentId) {
}
