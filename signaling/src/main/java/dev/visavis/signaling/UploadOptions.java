package dev.visavis.signaling;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * Where the pictures that people upload are kept, and how much of them. The limits hold for each kind of picture.
 *
 * @param folder made on first use, for this server alone; each kind has a folder of its own in it
 * @param maxBytes of one picture; more get 413
 * @param maxStoredBytes of all pictures of a kind together; more get 507
 * @param keep how long after it was uploaded last a picture is kept
 */
public record UploadOptions(Path folder, int maxBytes, long maxStoredBytes, Duration keep) {
    public UploadOptions {
        Objects.requireNonNull(folder);
        if (maxBytes <= 0 || maxStoredBytes <= 0 || keep.isNegative() || keep.isZero()) {
            throw new IllegalArgumentException("sizes and times must be more than 0");
        }
    }

    /** 20 MB a picture, 1 GB in all, 30 days. */
    public static UploadOptions in(Path folder) {
        return new UploadOptions(folder, 20_000_000, 1_000_000_000, Duration.ofDays(30));
    }
}
