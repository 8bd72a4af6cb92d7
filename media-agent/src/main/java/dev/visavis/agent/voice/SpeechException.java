package dev.visavis.agent.voice;

/** A text cannot be spoken; the message says why, and what to do about it. */
public final class SpeechException extends Exception {
    private static final long serialVersionUID = 1L;

    SpeechException(String message, Throwable cause) {
        super(message, cause);
    }
}
