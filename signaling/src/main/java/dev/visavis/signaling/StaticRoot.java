package dev.visavis.signaling;

import java.nio.file.Path;

/**
 * Files to serve.
 *
 * @param prefix where they appear, for example {@code /} or {@code /presenters}
 * @param location a folder, or a folder of the class path
 * @param onClassPath which of the two
 */
public record StaticRoot(String prefix, String location, boolean onClassPath) {
    /** @throws IllegalArgumentException if the prefix is not a plain path */
    public StaticRoot {
        if (!prefix.matches("/|(/[A-Za-z0-9_-][A-Za-z0-9._-]*)+")) {
            throw new IllegalArgumentException("not a path to serve files under: " + prefix);
        }
    }

    /** Files of the class path; {@code location} without a slash in front. */
    public static StaticRoot classPath(String prefix, String location) {
        return new StaticRoot(prefix, location, true);
    }

    /** Files of a folder. */
    public static StaticRoot folder(String prefix, Path folder) {
        return new StaticRoot(prefix, folder.toAbsolutePath().toString(), false);
    }
}
