package dev.tidewheel.engine;

import dev.tidewheel.engine.run.UpdateResult;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/** Updates that are waited for by somebody who may lose interest. Thread-safe. */
final class RunningUpdates implements AutoCloseable {

    private final Map<String, Running> running = new ConcurrentHashMap<>();

    /** Threads take over much from the one that makes them; Spark's own threads for clients carry what is not ours. */
    private final ExecutorService maker = Executors.newSingleThreadExecutor(runnable -> daemon(runnable, "updates"));

    private record Running(PipelineEngine engine, AtomicBoolean stopping, CompletableFuture<UpdateResult> result) {}

    RunningUpdates() {
        maker.execute(() -> {});
    }

    /**
     * Runs an update to its end.
     *
     * @throws InterruptedException if the calling thread was interrupted; the update has been stopped
     */
    UpdateResult run(PipelineEngine engine, UpdateRequest request) throws InterruptedException {
        AtomicBoolean stopping = new AtomicBoolean();
        CompletableFuture<UpdateResult> result = start(() -> engine.run(request.stoppedBy(stopping::get)));
        running.put(request.updateId(), new Running(engine, stopping, result));
        try {
            return await(result);
        } catch (InterruptedException e) {
            stop(request.updateId());
            awaitEnd(result);
            throw e;
        } finally {
            running.remove(request.updateId());
        }
    }

    /** Does something that changes nothing. */
    <T> T check(Callable<T> action) throws InterruptedException {
        return await(start(action));
    }

    private <T> CompletableFuture<T> start(Callable<T> action) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Runnable work = () -> {
            try {
                result.complete(action.call());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        };
        maker.execute(() -> daemon(work, "update").start());
        return result;
    }

    private static <T> T await(CompletableFuture<T> result) throws InterruptedException {
        try {
            return result.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private static void awaitEnd(CompletableFuture<?> result) {
        boolean ended = false;
        while (!ended) {
            try {
                result.handle((value, error) -> "over").get();
                ended = true;
            } catch (InterruptedException e) {
                // who interrupts twice does not get an answer sooner: the lease is held until the end
                continue;
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void stop(String updateId) {
        Running update = running.get(updateId);
        if (update != null) {
            update.stopping().set(true);
            update.engine().interrupt(updateId);
        }
    }

    /** Stops all updates and waits until they have. */
    @Override
    public void close() {
        maker.shutdown();
        running.keySet().forEach(this::stop);
        running.values().forEach(update -> awaitEnd(update.result()));
    }

    private static Thread daemon(Runnable runnable, String name) {
        Thread thread = new Thread(runnable, name);
        thread.setDaemon(true);
        return thread;
    }
}
