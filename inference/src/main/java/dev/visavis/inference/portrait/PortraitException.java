package dev.visavis.inference.portrait;

/** A photo cannot become a portrait; the message says why, and what to do, in words for the person who chose it. */
public final class PortraitException extends Exception {
    private static final long serialVersionUID = 1L;

    public PortraitException(String message) {
        super(message);
    }

    public PortraitException(String message, Throwable cause) {
        super(message, cause);
    }
}
