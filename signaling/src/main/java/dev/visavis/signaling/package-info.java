/**
 * Call set-up over HTTP and WebSocket. {@link dev.visavis.signaling.SignalingServer} is the way in; media never passes
 * here. All state of one server belongs to one event loop, so nothing in this package locks.
 *
 * <p>The HTTP surface is described by {@code openapi.yaml}, the control messages by {@code control.schema.json}; both
 * are in this package's resources, and both are tested against the running server.
 */
package dev.visavis.signaling;
