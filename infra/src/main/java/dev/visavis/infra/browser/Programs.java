package dev.visavis.infra.browser;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

/** Where the browsers' programs are, and the scripts that look at a call from inside a page. */
final class Programs {
    private Programs() {
    }

    /**
     * @param variable of the environment that may name the program
     * @param names of the program, the package's first
     */
    static Path find(String variable, String... names) {
        String configured = System.getenv(variable);
        Stream<Path> candidates = configured != null
                ? Stream.of(Path.of(configured))
                : Stream.of(names).flatMap(n -> Stream.of("/usr/bin/", "/usr/local/bin/", "/snap/bin/")
                        .map(d -> Path.of(d + n)));
        return candidates.filter(Files::isExecutable).findFirst().orElseThrow(() -> new BrowserException(
                names[0] + " was not found; run ./visavis test, which installs it on Debian, or set " + variable));
    }

    static String script(String name) {
        try (InputStream in = Programs.class.getResourceAsStream("/dev/visavis/infra/" + name)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
