package dev.visavis.agent.worker;

import dev.visavis.agent.conversation.ConversationOptions;
import java.util.List;
import java.util.Optional;

/**
 * What an agent's portraits can say besides their callers' words.
 *
 * @param speechCommand speaks a text ({@link dev.visavis.agent.voice.SpeechProgram})
 * @param conversation the model that portraits may speak for, if there is one
 */
public record VoiceOptions(List<String> speechCommand, Optional<ConversationOptions> conversation) {
    /** Flite, if it is installed, and no model. */
    public static final VoiceOptions DEFAULTS = new VoiceOptions(
            List.of("flite", "-voice", "slt", "-f", "{text}", "-o", "{wav}"), Optional.empty());

    public VoiceOptions {
        speechCommand = List.copyOf(speechCommand);
    }
}
