package dev.tidewheel.engine.event;

import dev.tidewheel.model.event.PipelineEvent;
import io.delta.kernel.DataWriteContext;
import io.delta.kernel.Operation;
import io.delta.kernel.Snapshot;
import io.delta.kernel.TableManager;
import io.delta.kernel.Transaction;
import io.delta.kernel.TransactionCommitResult;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.internal.data.DefaultRowBasedColumnarBatch;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.exceptions.CheckpointAlreadyExistsException;
import io.delta.kernel.exceptions.ConcurrentTransactionException;
import io.delta.kernel.exceptions.KernelException;
import io.delta.kernel.exceptions.TableAlreadyExistsException;
import io.delta.kernel.exceptions.TableNotFoundException;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.hook.PostCommitHook;
import io.delta.kernel.internal.SnapshotImpl;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.utils.CloseableIterable;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.DataFileStatus;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Delta table that keeps a pipeline's events for good. Written from the memory of this process, without Spark.
 * Events come in segments; a segment that was written is not written again, whoever tries: its number goes into the same
 * commit as its events. Safe for use by one writing thread and any number of readers.
 */
final class EventTable {
    private static final Logger LOG = LoggerFactory.getLogger(EventTable.class);
    private static final String ENGINE_INFO = "Tidewheel";
    private static final int MAX_COMMIT_RETRIES = 20;

    /** Commits after the last checkpoint that make a new one worth its while. */
    private static final int COMMITS_PER_CHECKPOINT = 25;

    /** What readers look for events by; the rest of the columns is not worth the room in the log. */
    private static final List<Column> STATISTICS = List.of(
            new Column(new String[] {"sequence", "control_plane_seq_no"}),
            new Column(new String[] {"origin", "update_id"}),
            new Column("timestamp"),
            new Column("level"),
            new Column("event_type"));

    private static final Map<String, String> PROPERTIES = Map.of(
            "delta.appendOnly", "true",
            "delta.logRetentionDuration", "interval 7 days",
            // ours are made by upkeep(), so that no commit pays for one
            "delta.checkpointInterval", "1000000");

    private final Engine engine;
    private final String path;
    private final Map<String, Long> written = new HashMap<>();
    private @Nullable Snapshot latest;

    EventTable(Engine engine, String path) {
        this.engine = Objects.requireNonNull(engine, "engine is null");
        this.path = Objects.requireNonNull(path, "path is null");
    }

    /** The table as it is now; empty if nothing was ever written. */
    Optional<Snapshot> snapshot() {
        try {
            return Optional.of(TableManager.loadSnapshot(path).build(engine));
        } catch (TableNotFoundException notYet) {
            return Optional.empty();
        }
    }

    /** Number of the last segment of {@code journal} that this snapshot holds; -1 if none. */
    long lastSegment(Snapshot snapshot, String journal) {
        return ((SnapshotImpl) snapshot)
                .getLatestTransactionVersion(engine, application(journal))
                .orElse(-1L);
    }

    /**
     * Number of the last segment of {@code journal} that was written; -1 if none.
     *
     * @throws IOException if the table cannot be read
     */
    long lastSegment(String journal) throws IOException {
        Long known = written.get(journal);
        if (known != null) {
            return known;
        }
        try {
            Snapshot current = current();
            long last = lastSegment(current, journal);
            written.put(journal, last);
            return last;
        } catch (RuntimeException failure) {
            throw new IOException("Cannot read the event table " + path + ": " + failure.getMessage(), failure);
        }
    }

    /**
     * Writes the events of the segments of {@code journal} after the last written one up to {@code segment}.
     *
     * @throws IOException if it is not certain that they are written: {@link #lastSegment} tells, and it can be tried
     *     again
     */
    void append(String journal, long segment, List<PipelineEvent> events) throws IOException {
        try {
            commit(current(), journal, segment, events);
            written.put(journal, segment);
        } catch (ConcurrentTransactionException alreadyWritten) {
            forget();
        } catch (RuntimeException failure) {
            // the commit may have happened all the same: whoever asks next reads the log anew
            forget();
            throw new IOException("Cannot write the event table " + path + ": " + failure.getMessage(), failure);
        }
    }

    private void forget() {
        latest = null;
        written.clear();
    }

    private Snapshot current() {
        Snapshot current = latest;
        if (current == null) {
            current = snapshot().orElseGet(this::create);
            latest = current;
        }
        return current;
    }

    private void commit(Snapshot base, String journal, long segment, List<PipelineEvent> events) throws IOException {
        Transaction transaction = base.buildUpdateTableTransaction(ENGINE_INFO, Operation.WRITE)
                .withTransactionId(application(journal), segment)
                .withMaxRetries(MAX_COMMIT_RETRIES)
                .build(engine);
        Row state = transaction.getTransactionState(engine);
        DataWriteContext context = Transaction.getWriteContext(engine, state, Map.of());
        List<Row> rows = events.stream().map(EventRows::write).toList();
        FilteredColumnarBatch batch =
                new FilteredColumnarBatch(new DefaultRowBasedColumnarBatch(EventColumns.EVENT, rows), Optional.empty());
        CloseableIterator<FilteredColumnarBatch> data =
                Transaction.transformLogicalData(engine, state, Utils.singletonCloseableIterator(batch), Map.of());
        try (CloseableIterator<DataFileStatus> files =
                engine.getParquetHandler().writeParquetFiles(context.getTargetDirectory(), data, STATISTICS)) {
            CloseableIterator<Row> actions = Transaction.generateAppendActions(engine, state, files, context);
            TransactionCommitResult result = transaction.commit(engine, CloseableIterable.inMemoryIterable(actions));
            latest = result.getPostCommitSnapshot().orElse(null);
            writeChecksum(result);
        }
    }

    /** A checksum spares the next process the reading of the log. */
    private void writeChecksum(TransactionCommitResult result) {
        for (PostCommitHook hook : result.getPostCommitHooks()) {
            if (hook.getType() == PostCommitHook.PostCommitHookType.CHECKSUM_SIMPLE) {
                try {
                    hook.threadSafeInvoke(engine);
                } catch (IOException | RuntimeException failure) {
                    LOG.debug("No checksum for the event table", failure);
                }
            }
        }
    }

    private Snapshot create() {
        try {
            TableManager.buildCreateTableTransaction(path, EventColumns.EVENT, ENGINE_INFO)
                    .withTableProperties(PROPERTIES)
                    .build(engine)
                    .commit(engine, CloseableIterable.emptyIterable());
        } catch (TableAlreadyExistsException | io.delta.kernel.exceptions.ConcurrentWriteException somebodyElseDid) {
            LOG.debug("The event table was created by another process", somebodyElseDid);
        }
        return TableManager.loadSnapshot(path).build(engine);
    }

    /**
     * Keeps the log short, if the table was opened. Called now and then, away from commits. Merging small files belongs here too; they are one
     * per update for triggered pipelines and one per minute for continuous ones.
     */
    void upkeep() throws IOException {
        Snapshot snapshot = latest;
        if (snapshot == null) {
            return;
        }
        long checkpoint = snapshot.getLogSegment().getCheckpointVersionOpt().orElse(-1L);
        if (snapshot.getVersion() - checkpoint < COMMITS_PER_CHECKPOINT) {
            return;
        }
        try {
            snapshot.writeCheckpoint(engine);
        } catch (CheckpointAlreadyExistsException somebodyElseDid) {
            LOG.debug("The event table has a checkpoint already", somebodyElseDid);
        } catch (KernelException failure) {
            throw new IOException("Cannot write a checkpoint of the event table " + path, failure);
        }
    }

    private static String application(String journal) {
        return "tidewheel.events." + journal;
    }
}
