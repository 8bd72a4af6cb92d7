package dev.visavis.inference.runtime;

/** A model cannot be loaded or is not what it should be; the message says how. */
public final class OnnxException extends Exception {
    private static final long serialVersionUID = 1L;

    OnnxException(String message) {
        super(message);
    }

    OnnxException(String message, Throwable cause) {
        super(message, cause);
    }
}
