package dev.visavis.agent.file;

import java.io.IOException;

/** A sound or video file cannot be read or written; the message names the file, what is wrong and what to do. */
public final class MediaFileException extends IOException {
    private static final long serialVersionUID = 1L;

    public MediaFileException(String message) {
        super(message);
    }

    public MediaFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
