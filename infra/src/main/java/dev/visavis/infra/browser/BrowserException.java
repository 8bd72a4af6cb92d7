package dev.visavis.infra.browser;

/** The browser is missing or the page did not do what was waited for; the message says which and what was seen. */
public final class BrowserException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BrowserException(String message) {
        super(message);
    }

    public BrowserException(String message, Throwable cause) {
        super(message, cause);
    }
}
