package dev.tidewheel.engine.lake;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.delta.kernel.exceptions.CheckpointAlreadyExistsException;
import io.delta.kernel.internal.SnapshotImpl;
import io.delta.kernel.internal.TableConfig;
import io.delta.kernel.internal.actions.Metadata;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps logs cheap to read: every so many commits of a table it writes a checkpoint, in a thread of its own, so that no
 * commit waits for it. The more there is to write, the more commits are waited for: a checkpoint also names the files that
 * have gone in the last week. A checkpoint that fails is only a missing convenience. Thread-safe.
 */
final class LogKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogKeeper.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What is written in all checkpoints together stays within a hundred entries for each commit. */
    private static final int ENTRIES_OF_A_COMMIT = 100;

    private static final long LONGEST_INTERVAL = 1_000;

    private final TableStates states;
    private final Map<String, Long> entries = new ConcurrentHashMap<>();
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
            if (isDue(table, version) && underWay.add(table)) {
                worker.execute(() -> keep(table));
            }
        } catch (RejectedExecutionException e) {
            LOG.debug("No checkpoint of {} while closing", table, e);
        } catch (RuntimeException e) {
            LOG.warn("Could not look whether {} needs a checkpoint", table, e);
        }
    }

    /** True if no checkpoint is being written. */
    boolean isQuiet() {
        return underWay.isEmpty();
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

    private boolean isDue(String table, long version) {
        SnapshotImpl now = states.current(table).map(TableState::kernel).orElseThrow(() -> LakeProblems.noTable(table));
        long last = now.getLogSegment().getCheckpointVersionOpt().orElse(0L);
        return version - last >= interval(table, now.getMetadata());
    }

    private long interval(String table, Metadata metadata) {
        long interval = TableConfig.CHECKPOINT_INTERVAL.fromMetadata(metadata);
        return metadata.getConfiguration().containsKey(TableConfig.CHECKPOINT_INTERVAL.getKey())
                ? interval
                : Math.max(interval, Math.min(LONGEST_INTERVAL, entries.getOrDefault(table, 0L) / ENTRIES_OF_A_COMMIT));
    }

    private void checkpoint(String table) throws IOException {
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
        entries.put(table, size(new Path(table, "_delta_log/_last_checkpoint")));
        // the state that writers build on keeps growing a list of commits; start it over from the checkpoint
        states.refresh(table, states.fresh(table));
    }

    /** How many entries the last checkpoint has. */
    private long size(Path last) throws IOException {
        try (InputStream in = last.getFileSystem(states.configuration()).open(last)) {
            return JSON.readTree(in).path("size").asLong();
        }
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
