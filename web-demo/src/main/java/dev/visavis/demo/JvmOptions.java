package dev.visavis.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** How the JVMs of a server are started; the launcher reads the same file. */
public final class JvmOptions {
    private JvmOptions() {
    }

    /** Arguments for {@code java} that go before the main class. */
    public static List<String> ofServer() {
        try (InputStream in = Objects.requireNonNull(JvmOptions.class.getResourceAsStream("jvm.options"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(l -> l.startsWith("-"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
