package dev.visavis.signaling;

import dev.visavis.signaling.AgentLink.CallGone;
import dev.visavis.signaling.protocol.AgentReply.PictureReply;
import dev.visavis.signaling.protocol.AgentRequest;
import dev.visavis.signaling.protocol.PictureId;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
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
 * The pictures of a kind that people uploaded. One is looked at by an agent before anything of it is written to the
 * disk: what is refused leaves no trace. Agents fetch pictures by their name ({@link #picture}).
 *
 * @param <P> what is kept of one
 * @param <R> what an agent answers that looked at one
 */
final class Pictures<P extends StoredPicture, R extends PictureReply> {
    private static final Logger LOG = LoggerFactory.getLogger(Pictures.class);

    private final Vertx vertx;
    private final PictureKind<P, R> kind;
    private final UploadOptions options;
    private final Clock clock;
    private final AgentDirectory directory;
    private final AgentLink agents;
    private final PictureStore<P> store;
    /** Pictures that an agent looks at just now. */
    private final Map<PictureId, byte[]> arriving = new ConcurrentHashMap<>();

    Pictures(Vertx vertx, PictureKind<P, R> kind, SignalingOptions options, AgentDirectory directory,
            AgentLink agents) {
        this.vertx = vertx;
        this.kind = kind;
        this.options = options.uploads;
        this.clock = options.wallClock;
        this.directory = directory;
        this.agents = agents;
        this.store = new PictureStore<>(kind, options.uploads, clock, options.freeSpace);
    }

    PictureKind<P, R> kind() {
        return kind;
    }

    /** Has a picture looked at, and keeps it. Fails with a {@link Problem}. */
    Future<P> add(byte[] picture, MultiMap query) {
        return vertx.executeBlocking(() -> kind.id(picture, query), false).compose(id -> {
            if (arriving.putIfAbsent(id, picture) != null) {
                return Future.failedFuture(Problem.busy("This picture is being looked at already; try again."));
            }
            return look(id).compose(reply -> save(id, picture, reply)).onComplete(done -> arriving.remove(id));
        });
    }

    private Future<R> look(PictureId id) {
        try {
            return ask(kind.look(id), directory.candidates().iterator());
        } catch (Problem e) {
            return Future.failedFuture(e);
        }
    }

    private Future<R> ask(AgentRequest request, Iterator<String> candidates) {
        return agents.ask(candidates.next(), request, kind.reply()).recover(e -> {
            boolean another = e instanceof CallGone || e instanceof Problem p && p.status() == 503;
            if (another && candidates.hasNext()) {
                return ask(request, candidates);
            }
            return Future.failedFuture(e instanceof CallGone ? Problem.busy("The agent is gone; try again.") : e);
        });
    }

    private Future<P> save(PictureId id, byte[] picture, R reply) {
        Instant now = Instant.now(clock);
        P found = kind.found(id, reply, now, now.plus(options.keep()));
        return vertx.executeBlocking(() -> {
            store.save(found, picture, Base64.getDecoder().decode(reply.image()));
            return found;
        }, false);
    }

    /** Fails with a {@link Problem}, 404, if there is none of that name. */
    Future<P> find(String id) {
        return vertx.executeBlocking(() -> store.find(parse(id)).orElseThrow(this::unknown), false);
    }

    /** The same for what is shown of it, a JPEG. */
    Future<byte[]> image(String id) {
        return vertx.executeBlocking(() -> store.image(parse(id)).orElseThrow(this::unknown), false);
    }

    /** Removes a picture here and from the memory of all agents; calls that show it go on. */
    Future<Void> remove(String id) {
        return vertx.executeBlocking(() -> {
            PictureId known = parse(id);
            if (!store.remove(known)) {
                throw unknown();
            }
            return known;
        }, false).map(known -> {
            forget(known);
            return null;
        });
    }

    /** Removes what is past its time. */
    Future<Void> sweep() {
        return vertx.executeBlocking(store::sweep, false).map(removed -> {
            removed.forEach(this::forget);
            return (Void) null;
        }).onFailure(e -> LOG.error("The folder of {} in {} cannot be swept", kind.name(), options.folder(), e));
    }

    private void forget(PictureId id) {
        directory.all().forEach(agent -> agents.tell(agent, kind.forget(id)));
    }

    /** The bytes of a picture, whether kept or still being looked at. Blocks; any thread. */
    Optional<byte[]> picture(PictureId id) {
        byte[] fresh = arriving.get(id);
        try {
            return fresh != null ? Optional.of(fresh) : store.picture(id);
        } catch (IOException e) {
            throw new UncheckedIOException("a " + kind.noun() + " cannot be read", e);
        }
    }

    private PictureId parse(String id) {
        return kind.parse(id).orElseThrow(this::unknown);
    }

    private Problem unknown() {
        return new Problem(404, "There is no such " + kind.noun() + ": it was removed, its time is up, or it never "
                + "was. Upload the picture again.");
    }
}
