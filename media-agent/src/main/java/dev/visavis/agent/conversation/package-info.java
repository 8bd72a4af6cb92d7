/**
 * A voice model at the other end of a WebSocket that speaks OpenAI's Realtime protocol: the caller's words go up, the
 * model's come back through the portrait ({@link dev.visavis.agent.conversation.RealtimeConversation}).
 */
package dev.visavis.agent.conversation;
