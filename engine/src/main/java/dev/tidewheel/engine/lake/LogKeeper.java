package dev.tidewheel.engine.lake;

import io.delta.kernel.exceptions.CheckpointAlreadyExistsException;
import io.delta.kernel.internal.SnapshotImpl;
import io.delta.kernel.internal.TableConfig;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps logs cheap to read: every so many commits of a table it writes a checkpoint, in a thread of its own, so that no
 * commit waits for it. A checkpoint that fails is only a missing convenience. Thread-safe.
 */
final class LogKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogKeeper.class);

    private final TableStates states;
    private final Consumer<String> thorough;
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();
    private final ExecutorService worker;

    /** @param thorough writes a checkpoint that other readers read right, whatever the log holds */
    LogKeeper(TableStates states, Consumer<String> thorough) {
        this.states = states;
        this.thorough = thorough;
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(1, 1, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "tidewheel-log-keeper");
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        this.worker = pool;
    }

    /** To be told of each commit. Never fails: the commit is in. */
    void committed(String table, long version) {
        try {
            if (version > 0 && version % interval(table) == 0 && underWay.add(table)) {
                worker.execute(() -> keep(table));
            }
        } catch (RejectedExecutionException e) {
            LOG.debug("No checkpoint of {} while closing", table, e);
        } catch (RuntimeException e) {
            LOG.warn("Could not look whether {} needs a checkpoint", table, e);
        }
    }

    private void keep(String table) {
        try {
            checkpoint(table);
        } catch (Exception e) {
            LOG.warn("Could not write a checkpoint of {}", table, e);
        } finally {
            underWay.remove(table);
        }
    }

    private int interval(String table) {
        return states.current(table)
                .map(state -> TableConfig.CHECKPOINT_INTERVAL.fromMetadata(
                        state.kernel().getMetadata()))
                .orElse(10);
    }

    private void checkpoint(String table) throws java.io.IOException {
        SnapshotImpl now = states.fresh(table);
        try {
            if (RestoredFiles.sinceCheckpoint(states.engine(), now)) {
                thorough.accept(table);
            } else {
                now.writeCheckpoint(states.engine());
            }
        } catch (CheckpointAlreadyExistsException e) {
            LOG.debug("{} has a checkpoint at {} already", table, now.getVersion());
        }
        // the state that writers build on keeps growing a list of commits; start it over from the checkpoint
        states.refresh(table, states.fresh(table));
    }

    @Override
    public void close() {
        worker.shutdown();
        try {
            if (!worker.awaitTermination(60, TimeUnit.SECONDS)) {
                worker.shutdownNow();
            }
        } catch (InterruptedException e) {
            worker.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
