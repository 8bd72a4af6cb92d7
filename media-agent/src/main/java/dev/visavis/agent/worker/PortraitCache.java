package dev.visavis.agent.worker;

import dev.visavis.inference.portrait.Portrait;
import dev.visavis.inference.portrait.PortraitException;
import dev.visavis.inference.portrait.PortraitSource;
import dev.visavis.signaling.protocol.PhotoId;
import dev.visavis.signaling.protocol.Presenter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The portraits that calls may name: uploaded ones ({@link UploadedPortraits}), and the presenters', each of these opened
 * once and shared by all calls; as many as there are presenters. Opening takes
 * up to seconds and blocks; whoever asks for the same one meanwhile waits for it. Thread-safe.
 */
final class PortraitCache {
    private static final Logger LOG = LoggerFactory.getLogger(PortraitCache.class);

    private final AgentEngine engine;
    private final UploadedPortraits uploaded;
    private final Map<String, FutureTask<Portrait>> portraits = new ConcurrentHashMap<>();

    PortraitCache(AgentEngine engine, UploadedPortraits uploaded) {
        this.engine = engine;
        this.uploaded = uploaded;
    }

    /**
     * Blocks until the portrait is open.
     *
     * @throws Refusal if there is no such portrait, or too many photos are waiting
     * @throws PortraitException if the photo cannot be used; the next call tries again
     */
    Portrait get(String id) throws PortraitException, InterruptedException {
        Optional<PhotoId> photo = PhotoId.parse(id);
        if (photo.isPresent()) {
            return uploaded.get(photo.get());
        }
        if (engine.presenters().stream().noneMatch(p -> p.id().equals(id))) {
            throw unknown(id);
        }
        Callable<Portrait> opening = () -> open(id);
        FutureTask<Portrait> task = portraits.computeIfAbsent(id, key -> new FutureTask<>(opening));
        task.run(); // does nothing if it has begun
        try {
            return task.get();
        } catch (ExecutionException e) {
            portraits.remove(id, task);
            if (e.getCause() instanceof PortraitException unusable) {
                throw unusable;
            }
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private Portrait open(String id) throws PortraitException {
        PortraitSource photo = engine.photos().apply(id).orElseThrow(() -> unknown(id));
        return engine.pack().openPortrait(photo);
    }

    private Refusal unknown(String id) {
        return Refusal.cannot("There is no portrait " + id + "; there are "
                + String.join(", ", engine.presenters().stream().map(Presenter::id).toList()) + ".");
    }

    /** Opens all presenters, one after the other. */
    void warm() throws InterruptedException {
        for (Presenter presenter : engine.presenters()) {
            try {
                get(presenter.id());
            } catch (PortraitException | RuntimeException e) {
                LOG.error("Presenter {} cannot be opened", presenter.id(), e);
            }
        }
    }
}
