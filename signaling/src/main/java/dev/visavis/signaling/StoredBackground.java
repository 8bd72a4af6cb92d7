package dev.visavis.signaling;

import dev.visavis.signaling.protocol.PictureId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;

/**
 * A background that somebody uploaded.
 *
 * @param warnings in words, the most important first
 * @param expires after which it counts as removed
 */
record StoredBackground(PictureId id, List<String> warnings, Instant expires) implements StoredPicture {
    @Override
    public JsonObject toRecord() {
        return new JsonObject().put("id", id.toString()).put("warnings", new JsonArray(warnings))
                .put("expires", expires.toString());
    }

    static StoredBackground fromRecord(JsonObject json) {
        return new StoredBackground(PictureId.parse(json.getString("id")).orElseThrow(),
                json.getJsonArray("warnings").stream().map(String.class::cast).toList(),
                Instant.parse(json.getString("expires")));
    }

    @Override
    public JsonObject toJson() {
        return toRecord().put("image", "/api/backgrounds/" + id + "/image");
    }
}
