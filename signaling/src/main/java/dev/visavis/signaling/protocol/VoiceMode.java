package dev.visavis.signaling.protocol;

/** Whose words a call's portrait says. */
public enum VoiceMode {
    /** Its caller's own, D later. */
    CALLER,
    /** What it is given to say as text. */
    TEXT,
    /** What its caller has said, once they have finished. */
    PARROT,
    /** Those of the model that the server is configured to talk with. */
    CONVERSATION,
    /** Those of a program at the call's voice socket; while it is connected, and not by request. */
    PROGRAM
}
