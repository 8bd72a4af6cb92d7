package dev.visavis.demo.config;

/** A setting cannot be used; the message says where it was set, what is wrong with it and what would do. */
public final class ConfigurationException extends Exception {
    private static final long serialVersionUID = 1L;

    public ConfigurationException(String message) {
        super(message);
    }

    public ConfigurationException(String message, Throwable cause) {
        super(message, cause);
    }
}
