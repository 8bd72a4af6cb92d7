package dev.visavis.agent.worker;

import dev.visavis.inference.VideoFormat;
import dev.visavis.inference.portrait.Portrait;
import dev.visavis.inference.portrait.PortraitException;
import dev.visavis.inference.portrait.PortraitSource;
import dev.visavis.signaling.protocol.PictureId;
import dev.visavis.signaling.protocol.Presenter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The portraits that calls may name: uploaded ones ({@link UploadedPortraits}), and the presenters', each of these opened
 * once for each size and shared by all calls. As many as there are presenters and {@value #OTHER_SIZES} more stay open,
 * those used last. Opening takes up to seconds and blocks; whoever asks for the same one meanwhile waits for it.
 * Thread-safe.
 */
final class PortraitCache {
    static final int OTHER_SIZES = 4;
    private static final Logger LOG = LoggerFactory.getLogger(PortraitCache.class);

    private final AgentEngine engine;
    private final UploadedPortraits uploaded;
    private final Map<Sized, FutureTask<Portrait>> portraits = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Sized, FutureTask<Portrait>> eldest) {
            return size() > engine.presenters().size() + OTHER_SIZES;
        }
    };

    private volatile boolean stopped;

    /** A presenter at one size. */
    private record Sized(String id, String size) {
    }

    PortraitCache(AgentEngine engine, UploadedPortraits uploaded) {
        this.engine = engine;
        this.uploaded = uploaded;
    }

    /**
     * Blocks until the portrait is open for pictures of the format's size.
     *
     * @throws Refusal if there is no such portrait, or too many photos are waiting
     * @throws PortraitException if the photo cannot be used; the next call tries again
     */
    Portrait get(String id, VideoFormat format) throws PortraitException, InterruptedException {
        Optional<PictureId> photo = PictureId.parse(id);
        if (photo.isPresent()) {
            return uploaded.get(photo.get(), format);
        }
        if (engine.presenters().stream().noneMatch(p -> p.id().equals(id))) {
            throw unknown(id);
        }
        Callable<Portrait> opening = () -> open(id, format);
        Sized key = new Sized(id, format.size());
        FutureTask<Portrait> task;
        synchronized (portraits) {
            task = portraits.computeIfAbsent(key, absent -> new FutureTask<>(opening));
        }
        task.run(); // does nothing if it has begun
        try {
            return task.get();
        } catch (ExecutionException e) {
            synchronized (portraits) {
                portraits.remove(key, task);
            }
            if (e.getCause() instanceof PortraitException unusable) {
                throw unusable;
            }
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Ends {@link #warm} with the presenter that it is at. */
    void stop() {
        stopped = true;
    }

    boolean isStopped() {
        return stopped;
    }

    private Portrait open(String id, VideoFormat format) throws PortraitException {
        PortraitSource photo = engine.photos().apply(id).orElseThrow(() -> unknown(id));
        return engine.pack().openPortrait(photo, format);
    }

    private Refusal unknown(String id) {
        return Refusal.cannot("There is no portrait " + id + "; there are "
                + String.join(", ", engine.presenters().stream().map(Presenter::id).toList()) + ".");
    }

    /**
     * Opens every presenter that is not open yet.
     *
     * @param interrupted looked at before each one
     * @return false if it was interrupted
     */
    boolean warm(BooleanSupplier interrupted) throws InterruptedException {
        for (Presenter presenter : engine.presenters()) {
            if (interrupted.getAsBoolean()) {
                return false;
            }
            try {
                get(presenter.id(), engine.pack().spec().format());
            } catch (PortraitException | RuntimeException e) {
                LOG.error("Presenter {} cannot be opened", presenter.id(), e);
            }
        }
        return true;
    }
}
