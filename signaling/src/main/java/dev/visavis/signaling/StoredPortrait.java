package dev.visavis.signaling;

import dev.visavis.signaling.protocol.PhotoFindings;
import dev.visavis.signaling.protocol.PhotoFindings.Box;
import dev.visavis.signaling.protocol.PictureId;
import dev.visavis.signaling.protocol.Wire;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * A portrait that somebody uploaded.
 *
 * @param expires after which it counts as removed
 */
record StoredPortrait(PictureId id, PhotoFindings findings, Consent consent, Instant expires) implements StoredPicture {
    @Override
    public JsonObject toRecord() {
        return new JsonObject().put("id", id.toString()).put("findings", Wire.encode(findings))
                .put("consent", consent.toJson()).put("expires", expires.toString());
    }

    static StoredPortrait fromRecord(JsonObject json) {
        return new StoredPortrait(PictureId.parse(json.getString("id")).orElseThrow(),
                Wire.decode(json.getJsonObject("findings"), PhotoFindings.class),
                Consent.fromJson(json.getJsonObject("consent")), Instant.parse(json.getString("expires")));
    }

    @Override
    public JsonObject toJson() {
        JsonObject image = box(findings.faceInImage());
        return new JsonObject().put("id", id.toString()).put("image", "/api/portraits/" + id + "/image")
                .put("imageSize", size(findings.imageWidth(), findings.imageHeight())).put("faceInImage", image)
                .put("photoSize", size(findings.width(), findings.height()))
                .put("faces", new JsonArray(findings.faces().stream().map(StoredPortrait::box).toList()))
                .put("face", findings.face())
                .put("pose", new JsonObject().put("yaw", findings.yaw()).put("pitch", findings.pitch())
                        .put("roll", findings.roll()))
                .put("warnings", new JsonArray(findings.warnings()))
                .put("consent", new JsonObject().put("version", consent.version()).put("at", consent.at().toString()))
                .put("expires", expires.toString());
    }

    private static JsonObject size(int width, int height) {
        return new JsonObject().put("width", width).put("height", height);
    }

    private static JsonObject box(Box b) {
        return size(b.width(), b.height()).put("x", b.x()).put("y", b.y());
    }
}
