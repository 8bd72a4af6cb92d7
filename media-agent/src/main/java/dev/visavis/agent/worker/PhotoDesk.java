package dev.visavis.agent.worker;

import dev.visavis.inference.portrait.PortraitException;
import dev.visavis.signaling.protocol.PictureId;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Where uploaded pictures are fetched and read: one at a time, because a large one takes up to 300 MB meanwhile;
 * {@value #MAX_WAITING} more may wait, others are refused. Thread-safe.
 */
final class PhotoDesk {
    static final int MAX_WAITING = 3;
    private static final long CLOSE_SECONDS = 10;

    private final Function<String, Optional<byte[]>> uploads;
    private final ThreadPoolExecutor thread;

    /** Done by the desk's thread. */
    interface Work<T> {
        T run() throws PortraitException;
    }

    /** @param uploads fetches a picture's bytes by its {@link PictureId} */
    PhotoDesk(Function<String, Optional<byte[]>> uploads, String agentId) {
        this.uploads = uploads;
        thread = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING),
                task -> new Thread(task, "photos-" + agentId));
    }

    /** @throws Refusal if the picture is not there any more */
    byte[] fetch(PictureId id) {
        byte[] picture = uploads.apply(id.toString())
                .orElseThrow(() -> Refusal.cannot("The picture is not there any more; upload it again."));
        if (!id.names(picture)) {
            throw new IllegalStateException("a picture was fetched that is not the one asked for");
        }
        return picture;
    }

    /** Fails with {@link Refusal} if too many wait, and with whatever the work fails with. */
    <T> CompletableFuture<T> submit(Work<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            thread.execute(() -> {
                try {
                    result.complete(work.run());
                } catch (Throwable e) { // whatever a strange picture does, it is told, and the next one has its turn
                    result.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(Refusal.busy("Other pictures are being looked at; try again in a moment."));
        }
        return result;
    }

    /** As {@link #submit}; blocks until it is done. */
    <T> T run(Work<T> work) throws PortraitException, InterruptedException {
        try {
            return submit(work).get();
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

    /** Ends what is being looked at, after at most ten seconds; false if it did not end. */
    boolean close() throws InterruptedException {
        thread.shutdown();
        return thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
