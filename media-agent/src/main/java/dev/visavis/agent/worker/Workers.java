package dev.visavis.agent.worker;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;

/** Threads for what blocks. They are few: opening, closing and negotiating are rare next to talking. */
final class Workers {
    private static final int THREADS = 4;

    private final WorkerExecutor executor;

    Workers(Vertx vertx, String name) {
        executor = vertx.createSharedWorkerExecutor(name, THREADS);
    }

    <T> Future<T> run(Callable<T> work) {
        return executor.executeBlocking(work, false);
    }

    Queue newQueue() {
        return new Queue();
    }

    Future<Void> close() {
        return executor.close();
    }

    /** Runs one piece of work after the other, whether the one before failed or not. */
    final class Queue {
        private Future<?> last = Future.succeededFuture();

        synchronized <T> Future<T> run(Callable<T> work) {
            Future<T> next = last.transform(done -> Workers.this.run(work));
            last = next;
            return next;
        }
    }
}
