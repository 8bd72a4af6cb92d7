package dev.visavis.signaling;

import dev.visavis.signaling.protocol.AgentReply.PhotoAnalyzed;
import dev.visavis.signaling.protocol.AgentRequest;
import dev.visavis.signaling.protocol.AgentRequest.AnalyzePhoto;
import dev.visavis.signaling.protocol.AgentRequest.ForgetPortrait;
import dev.visavis.signaling.protocol.PictureId;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Photos of people, to be called. They have agreed to that. */
final class PortraitKind implements PictureKind<StoredPortrait, PhotoAnalyzed> {
    @Override
    public String name() {
        return "portraits";
    }

    @Override
    public String noun() {
        return "portrait";
    }

    @Override
    public Set<String> settings() {
        return Set.of("consent", "face");
    }

    @Override
    public void check(RoutingContext ctx) {
        face(ctx.queryParams());
        Consent.require(ctx);
    }

    @Override
    public PictureId id(byte[] picture, MultiMap query) {
        return PictureId.of(picture, face(query));
    }

    /** 1 for the largest. */
    private static int face(MultiMap query) {
        String face = query.get("face");
        if (face == null) {
            return 1;
        }
        if (!face.matches("[1-9][0-9]?")) {
            throw new Problem(422,
                    "face is the number of a face, from 1, the largest, to " + PictureId.MAX_FACE + "; not "
                            + face + ".");
        }
        return Integer.parseInt(face);
    }

    @Override
    public Optional<PictureId> parse(String id) {
        return PictureId.parse(id);
    }

    @Override
    public AgentRequest look(PictureId id) {
        return new AnalyzePhoto(id.toString());
    }

    @Override
    public Class<PhotoAnalyzed> reply() {
        return PhotoAnalyzed.class;
    }

    @Override
    public StoredPortrait found(PictureId id, PhotoAnalyzed reply, Instant now, Instant expires) {
        return new StoredPortrait(id, reply.findings(), Consent.now(now), expires);
    }

    @Override
    public AgentRequest forget(PictureId id) {
        return new ForgetPortrait(id.toString());
    }

    @Override
    public StoredPortrait fromRecord(JsonObject json) {
        return StoredPortrait.fromRecord(json);
    }
}
