package dev.visavis.agent.conversation;

import java.net.URI;

/**
 * A conversation server and what it is asked for.
 *
 * @param url ws:// or wss://, without the model
 * @param key sent as {@code Authorization: Bearer}; empty for none
 * @param model query parameter; empty for none
 * @param voice of the model; empty for the server's own
 * @param instructions to the model; may be empty
 * @param dialect of the protocol
 */
public record ConversationOptions(URI url, String key, String model, String voice, String instructions,
        Dialect dialect) {
    /** The protocol's two forms. */
    public enum Dialect {
        /** As released in 2025: audio settings under {@code session.audio}, {@code response.output_audio.delta}. */
        GA,
        /** Before that, and in many compatible servers: flat settings, {@code response.audio.delta}. */
        BETA
    }

    /** The key stays out of logs. */
    @Override
    public String toString() {
        return "ConversationOptions[" + url + ", " + model + "]";
    }
}
