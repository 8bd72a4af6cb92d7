package dev.visavis.inference.photo;

import java.io.IOException;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;

/** Hears the JPEG reader say that the picture's data ended early; it then fills the rest with grey and goes on. */
final class TruncationListener implements IIOReadWarningListener {
    static final String MESSAGE = "the file ends before the picture does";
    private boolean truncated;

    @Override
    public void warningOccurred(ImageReader source, String warning) {
        truncated |= warning.contains("premature end of data");
    }

    void check() throws IOException {
        if (truncated) {
            throw new IOException(MESSAGE);
        }
    }
}
