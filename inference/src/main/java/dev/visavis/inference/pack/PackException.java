package dev.visavis.inference.pack;

/** A model pack cannot be loaded; the message names the file or tensor that is wrong, and how. */
public final class PackException extends Exception {
    private static final long serialVersionUID = 1L;

    public PackException(String message) {
        super(message);
    }

    public PackException(String message, Throwable cause) {
        super(message, cause);
    }
}
