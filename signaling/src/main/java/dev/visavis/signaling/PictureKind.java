package dev.visavis.signaling;

import dev.visavis.signaling.protocol.AgentReply.PictureReply;
import dev.visavis.signaling.protocol.AgentRequest;
import dev.visavis.signaling.protocol.PictureId;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What people may upload pictures for, and in what the kinds differ.
 *
 * @param <P> what is kept of one
 * @param <R> what an agent answers that looked at one
 */
interface PictureKind<P extends StoredPicture, R extends PictureReply> {
    /** Of the path under {@code /api} and of the folder, such as {@code portraits}. */
    String name();

    /** One of them, in words for people, such as {@code portrait}. */
    String noun();

    /** What an upload's query may hold besides the access key. */
    Set<String> settings();

    /** Passes an upload on that has what this kind asks for; else throws a {@link Problem}. */
    void check(RoutingContext ctx);

    /** @throws Problem 422 if the query of an upload does not fit */
    PictureId id(byte[] picture, MultiMap query);

    /** Empty if the text is no id of this kind. */
    Optional<PictureId> parse(String id);

    AgentRequest look(PictureId id);

    Class<R> reply();

    P found(PictureId id, R reply, Instant now, Instant expires);

    AgentRequest forget(PictureId id);

    /** The inverse of {@link StoredPicture#toRecord}. */
    P fromRecord(JsonObject json);
}
