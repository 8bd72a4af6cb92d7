package dev.visavis.agent.conversation;

import dev.visavis.agent.conversation.ConversationOptions.Dialect;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Base64;

/** What the client says in OpenAI's Realtime protocol (API reference, Realtime, client events). */
final class RealtimeMessages {
    /** S16LE mono both ways. */
    static final int RATE_HZ = 24_000;

    private RealtimeMessages() {
    }

    static JsonObject sessionUpdate(ConversationOptions options) {
        JsonObject session = options.dialect() == Dialect.GA ? session(options) : betaSession(options);
        if (!options.instructions().isEmpty()) {
            session.put("instructions", options.instructions());
        }
        return new JsonObject().put("type", "session.update").put("session", session);
    }

    private static JsonObject session(ConversationOptions options) {
        JsonObject format = new JsonObject().put("type", "audio/pcm").put("rate", RATE_HZ);
        JsonObject output = new JsonObject().put("format", format);
        if (!options.voice().isEmpty()) {
            output.put("voice", options.voice());
        }
        return new JsonObject().put("type", "realtime").put("output_modalities", new JsonArray().add("audio"))
                .put("audio", new JsonObject()
                        .put("input", new JsonObject().put("format", format).put("turn_detection", turns()))
                        .put("output", output));
    }

    private static JsonObject betaSession(ConversationOptions options) {
        JsonObject session = new JsonObject().put("modalities", new JsonArray().add("audio").add("text"))
                .put("input_audio_format", "pcm16").put("output_audio_format", "pcm16")
                .put("turn_detection", turns());
        if (!options.voice().isEmpty()) {
            session.put("voice", options.voice());
        }
        return session;
    }

    /** The server notices when the caller speaks, stops its answer then, and answers when they have finished. */
    private static JsonObject turns() {
        return new JsonObject().put("type", "server_vad").put("create_response", true).put("interrupt_response", true);
    }

    static JsonObject append(byte[] pcm) {
        return new JsonObject().put("type", "input_audio_buffer.append").put("audio",
                Base64.getEncoder().encodeToString(pcm));
    }

    /** What of an answer was not heard is forgotten by the model, too. */
    static JsonObject truncate(String itemId, long endMs) {
        return new JsonObject().put("type", "conversation.item.truncate").put("item_id", itemId)
                .put("content_index", 0).put("audio_end_ms", endMs);
    }

    static JsonObject cancel() {
        return new JsonObject().put("type", "response.cancel");
    }
}
