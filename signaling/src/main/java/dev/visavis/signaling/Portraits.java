package dev.visavis.signaling;

import dev.visavis.signaling.AgentLink.CallGone;
import dev.visavis.signaling.protocol.AgentReply.PhotoAnalyzed;
import dev.visavis.signaling.protocol.AgentRequest.AnalyzePhoto;
import dev.visavis.signaling.protocol.AgentRequest.ForgetPortrait;
import dev.visavis.signaling.protocol.PhotoId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The portraits that people uploaded. A photo is looked at by an agent before anything of it is written to the disk:
 * what is refused leaves no trace. Agents fetch photos by their name ({@link #photo}).
 */
final class Portraits {
    private static final Logger LOG = LoggerFactory.getLogger(Portraits.class);

    private final Vertx vertx;
    private final PortraitOptions options;
    private final Clock clock;
    private final AgentDirectory directory;
    private final AgentLink agents;
    private final PortraitStore store;
    /** Photos that an agent looks at just now. */
    private final Map<PhotoId, byte[]> arriving = new ConcurrentHashMap<>();

    Portraits(Vertx vertx, PortraitOptions options, Clock clock, AgentDirectory directory, AgentLink agents,
            PortraitStore store) {
        this.vertx = vertx;
        this.options = options;
        this.clock = clock;
        this.directory = directory;
        this.agents = agents;
        this.store = store;
    }

    /** Has a photo looked at, and keeps it. Fails with a {@link Problem}. */
    Future<StoredPortrait> add(byte[] photo, int face) {
        return vertx.executeBlocking(() -> PhotoId.of(photo, face), false).compose(id -> {
            if (arriving.putIfAbsent(id, photo) != null) {
                return Future.failedFuture(Problem.busy("This photo is being looked at already; try again."));
            }
            return analyze(id).compose(reply -> save(id, photo, reply)).onComplete(done -> arriving.remove(id));
        });
    }

    private Future<PhotoAnalyzed> analyze(PhotoId id) {
        try {
            return ask(new AnalyzePhoto(id.toString()), directory.candidates().iterator());
        } catch (Problem e) {
            return Future.failedFuture(e);
        }
    }

    private Future<PhotoAnalyzed> ask(AnalyzePhoto request, Iterator<String> candidates) {
        return agents.ask(candidates.next(), request, PhotoAnalyzed.class).recover(e -> {
            boolean another = e instanceof CallGone || e instanceof Problem p && p.status() == 503;
            if (another && candidates.hasNext()) {
                return ask(request, candidates);
            }
            return Future.failedFuture(e instanceof CallGone ? Problem.busy("The agent is gone; try again.") : e);
        });
    }

    private Future<StoredPortrait> save(PhotoId id, byte[] photo, PhotoAnalyzed reply) {
        Instant now = Instant.now(clock);
        StoredPortrait portrait = new StoredPortrait(id, reply.findings(), Consent.now(now), now.plus(options.keep()));
        return vertx.executeBlocking(() -> {
            store.save(portrait, photo, Base64.getDecoder().decode(reply.image()));
            return portrait;
        }, false);
    }

    /** Fails with a {@link Problem}, 404, if there is none of that name. */
    Future<StoredPortrait> find(String id) {
        return vertx.executeBlocking(() -> store.find(parse(id)).orElseThrow(Portraits::unknown), false);
    }

    /** The same for its picture, a JPEG. */
    Future<byte[]> image(String id) {
        return vertx.executeBlocking(() -> store.image(parse(id)).orElseThrow(Portraits::unknown), false);
    }

    /** Removes a portrait here and in the memory of all agents; calls that show it go on. */
    Future<Void> remove(String id) {
        return vertx.executeBlocking(() -> {
            PhotoId photo = parse(id);
            if (!store.remove(photo)) {
                throw unknown();
            }
            return photo;
        }, false).map(photo -> {
            forget(photo);
            return null;
        });
    }

    /** Removes what is past its time. */
    Future<Void> sweep() {
        return vertx.executeBlocking(store::sweep, false).map(removed -> {
            removed.forEach(this::forget);
            return (Void) null;
        }).onFailure(e -> LOG.error("The folder of portraits {} cannot be swept", options.folder(), e));
    }

    private void forget(PhotoId id) {
        directory.all().forEach(agent -> agents.tell(agent, new ForgetPortrait(id.toString())));
    }

    /** The bytes of a photo, whether kept or still being looked at. Blocks; any thread. */
    Optional<byte[]> photo(PhotoId id) {
        byte[] fresh = arriving.get(id);
        try {
            return fresh != null ? Optional.of(fresh) : store.photo(id);
        } catch (IOException e) {
            throw new UncheckedIOException("a portrait cannot be read", e);
        }
    }

    private static PhotoId parse(String id) {
        return PhotoId.parse(id).orElseThrow(Portraits::unknown);
    }

    private static Problem unknown() {
        return new Problem(404,
                "There is no such portrait: it was removed, its time is up, or it never was. Upload the "
                        + "photo again.");
    }
}
