package dev.visavis.signaling;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * Where uploaded portraits are kept, and how much of them.
 *
 * @param folder made on first use, for this server alone
 * @param maxPhotoBytes of one photo; more get 413
 * @param maxStoredBytes of all photos together; more get 507
 * @param keep how long after the last consent a portrait is kept
 */
public record PortraitOptions(Path folder, int maxPhotoBytes, long maxStoredBytes, Duration keep) {
    public PortraitOptions {
        Objects.requireNonNull(folder);
        if (maxPhotoBytes <= 0 || maxStoredBytes <= 0 || keep.isNegative() || keep.isZero()) {
            throw new IllegalArgumentException("sizes and times must be more than 0");
        }
    }

    /** 20 MB a photo, 1 GB in all, 30 days. */
    public static PortraitOptions in(Path folder) {
        return new PortraitOptions(folder, 20_000_000, 1_000_000_000, Duration.ofDays(30));
    }
}
