package dev.visavis.infra.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A browser's folder of its own, deleted afterwards. */
final class Profile implements AutoCloseable {
    private final Path folder;

    Profile() {
        try {
            folder = Files.createTempDirectory("visavis-browser");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path folder() {
        return folder;
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted((a, b) -> b.compareTo(a)).forEach(f -> f.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            // The browser may still be removing files of its own; what is left lies in the temporary folder.
        }
    }
}
