package dev.visavis.signaling;

import dev.visavis.signaling.protocol.AgentReply.BackgroundChecked;
import dev.visavis.signaling.protocol.AgentRequest;
import dev.visavis.signaling.protocol.AgentRequest.CheckBackground;
import dev.visavis.signaling.protocol.AgentRequest.ForgetBackground;
import dev.visavis.signaling.protocol.PictureId;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Pictures to stand behind a portrait. */
final class BackgroundKind implements PictureKind<StoredBackground, BackgroundChecked> {
    @Override
    public String name() {
        return "backgrounds";
    }

    @Override
    public String noun() {
        return "background";
    }

    @Override
    public Set<String> settings() {
        return Set.of();
    }

    @Override
    public void check(RoutingContext ctx) {
        ctx.next();
    }

    @Override
    public PictureId id(byte[] picture, MultiMap query) {
        return PictureId.of(picture);
    }

    @Override
    public Optional<PictureId> parse(String id) {
        return PictureId.parse(id).filter(photo -> photo.face() == 1);
    }

    @Override
    public AgentRequest look(PictureId id) {
        return new CheckBackground(id.toString());
    }

    @Override
    public Class<BackgroundChecked> reply() {
        return BackgroundChecked.class;
    }

    @Override
    public StoredBackground found(PictureId id, BackgroundChecked reply, Instant now, Instant expires) {
        return new StoredBackground(id, reply.warnings(), expires);
    }

    @Override
    public AgentRequest forget(PictureId id) {
        return new ForgetBackground(id.toString());
    }

    @Override
    public StoredBackground fromRecord(JsonObject json) {
        return StoredBackground.fromRecord(json);
    }
}
