package dev.visavis.agent.worker;

import dev.visavis.inference.VideoFormat;
import dev.visavis.inference.photo.AnalyzedPhoto;
import dev.visavis.inference.photo.PhotoAnalyzer;
import dev.visavis.inference.portrait.Portrait;
import dev.visavis.inference.portrait.PortraitException;
import dev.visavis.signaling.protocol.AgentReply.PhotoAnalyzed;
import dev.visavis.signaling.protocol.PhotoId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Portraits made of uploaded photos, which are fetched by name. One photo is looked at at a time, because a large one
 * takes up to 300 MB meanwhile; {@value #MAX_WAITING} more may wait, others are refused. Of the portraits the
 * {@value #MAX_OPEN} used last stay open, at some 32 MB each, besides those that calls show; any other is made anew
 * when it is called. Thread-safe.
 */
final class UploadedPortraits {
    static final int MAX_OPEN = 8;
    static final int MAX_WAITING = 3;
    private static final long CLOSE_SECONDS = 10;

    private final AgentEngine engine;
    private final ThreadPoolExecutor desk;
    private final Map<Sized, Portrait> open = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Sized, Portrait> eldest) {
            return size() > MAX_OPEN;
        }
    };

    /** A photo's portrait at one size. */
    private record Sized(PhotoId id, String size) {
        Sized(PhotoId id, VideoFormat format) {
            this(id, format.size());
        }
    }

    /** The desk's thread loads and uses it. */
    private PhotoAnalyzer analyzer;

    UploadedPortraits(AgentEngine engine, String agentId) {
        this.engine = engine;
        desk = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING),
                task -> new Thread(task, "photos-" + agentId));
    }

    /** Loads the models, so that the first photo does not wait for them. */
    void warm() {
        submit(this::analyzer);
    }

    /** Looks at a photo, and keeps its portrait open. Fails with {@link Refusal} or {@link PortraitException}. */
    CompletableFuture<PhotoAnalyzed> analyze(PhotoId id) {
        return submit(() -> {
            AnalyzedPhoto photo = look(id);
            Portrait portrait = engine.pack().openPortrait(photo.source());
            synchronized (open) {
                open.put(new Sized(id, engine.pack().spec().format()), portrait);
            }
            return FoundPhoto.reply(photo, engine.pack().spec());
        });
    }

    /**
     * Blocks until the portrait is open for pictures of the format's size.
     *
     * @throws Refusal if the photo is not there any more, or too many others are waiting
     * @throws PortraitException if no portrait can come of it
     */
    Portrait get(PhotoId id, VideoFormat format) throws PortraitException, InterruptedException {
        Sized key = new Sized(id, format);
        Portrait known = known(key);
        if (known != null) {
            return known;
        }
        CompletableFuture<Portrait> opening = submit(() -> {
            Portrait meanwhile = known(key);
            Portrait portrait = meanwhile != null ? meanwhile : engine.pack().openPortrait(look(id).source(), format);
            synchronized (open) {
                open.put(key, portrait);
            }
            return portrait;
        });
        try {
            return opening.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof PortraitException unusable) {
                throw unusable;
            }
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private Portrait known(Sized key) {
        synchronized (open) {
            return open.get(key);
        }
    }

    void forget(PhotoId id) {
        synchronized (open) {
            open.keySet().removeIf(key -> key.id().equals(id));
        }
    }

    private AnalyzedPhoto look(PhotoId id) throws PortraitException {
        byte[] photo = engine.uploads().apply(id.toString())
                .orElseThrow(() -> Refusal.cannot("The photo is not there any more; upload it again."));
        if (!id.names(photo)) {
            throw new IllegalStateException("a photo was fetched that is not the one asked for");
        }
        return analyzer().analyze("uploaded photo", photo, id.face() - 1);
    }

    private PhotoAnalyzer analyzer() {
        if (analyzer == null) {
            analyzer = PhotoAnalyzer.load();
        }
        return analyzer;
    }

    /** Work of the desk. */
    private interface Work<T> {
        T run() throws PortraitException;
    }

    private <T> CompletableFuture<T> submit(Work<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            desk.execute(() -> {
                try {
                    result.complete(work.run());
                } catch (Throwable e) { // whatever a strange photo does, it is told, and the next one has its turn
                    result.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(Refusal.busy("Other photos are being looked at; try again in a moment."));
        }
        return result;
    }

    /** Ends what is being looked at, after at most ten seconds. */
    void close() throws InterruptedException {
        desk.shutdown();
        boolean idle = desk.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        if (idle && analyzer != null) {
            analyzer.close();
        }
    }
}
