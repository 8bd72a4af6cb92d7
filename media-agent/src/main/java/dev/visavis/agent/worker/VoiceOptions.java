package dev.visavis.agent.worker;

import java.util.List;

/**
 * What an agent's portraits can say besides their callers' words.
 *
 * @param speechCommand speaks a text ({@link dev.visavis.agent.voice.SpeechProgram})
 */
public record VoiceOptions(List<String> speechCommand) {
    /** Flite, if it is installed. */
    public static final VoiceOptions DEFAULTS = new VoiceOptions(
            List.of("flite", "-voice", "slt", "-f", "{text}", "-o", "{wav}"));

    public VoiceOptions {
        speechCommand = List.copyOf(speechCommand);
    }
}
