package dev.visavis.signaling;

import dev.visavis.signaling.protocol.PictureId;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/** What is known of a picture that somebody uploaded. */
interface StoredPicture {
    PictureId id();

    /** After which it counts as removed. */
    Instant expires();

    /** As it lies on the disk. */
    JsonObject toRecord();

    /** As its owner is told of it. */
    JsonObject toJson();
}
