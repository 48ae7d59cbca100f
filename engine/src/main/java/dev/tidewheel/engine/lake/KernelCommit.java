package dev.tidewheel.engine.lake;

import dev.tidewheel.engine.source.listing.FolderWatch;
import io.delta.kernel.Operation;
import io.delta.kernel.TransactionCommitResult;
import io.delta.kernel.commit.CommitFailedException;
import io.delta.kernel.data.Row;
import io.delta.kernel.exceptions.CommitStateUnknownException;
import io.delta.kernel.exceptions.ConcurrentWriteException;
import io.delta.kernel.exceptions.MaxCommitRetryLimitReachedException;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.internal.SnapshotImpl;
import io.delta.kernel.internal.TransactionImpl;
import io.delta.kernel.internal.actions.AddFile;
import io.delta.kernel.internal.actions.Metadata;
import io.delta.kernel.internal.actions.Protocol;
import io.delta.kernel.internal.actions.SetTransaction;
import io.delta.kernel.internal.actions.SingleAction;
import io.delta.kernel.internal.data.GenericRow;
import io.delta.kernel.internal.fs.Path;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.internal.util.VectorUtils;
import io.delta.kernel.utils.CloseableIterable;
import io.delta.kernel.utils.CloseableIterator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One commit through Delta Kernel: what it changes, and the attempt to put it on top of a state. */
final class KernelCommit {
    private static final Logger LOG = LoggerFactory.getLogger(KernelCommit.class);
    private static final String ENGINE = "Tidewheel";

    private final TableStates states;
    private final String table;
    private final CommitNote note;
    private List<WrittenFile> added = List.of();
    private List<Row> removals = List.of();
    private @Nullable Metadata metadata;
    private @Nullable Protocol protocol;
    private @Nullable List<Column> clustering;
    private int retries;
    private long rearranged = -1;
    private boolean mayStillCome;

    KernelCommit(TableStates states, String table, CommitNote note) {
        this.states = states;
        this.table = table;
        this.note = note;
    }

    KernelCommit add(List<WrittenFile> files) {
        this.added = files;
        return this;
    }

    KernelCommit remove(List<Row> removeActions) {
        this.removals = removeActions;
        return this;
    }

    KernelCommit layout(KernelLayout layout) {
        this.metadata = layout.metadata();
        this.protocol = layout.protocol();
        this.clustering = layout.clustering();
        return this;
    }

    /** Rows only get into other files: readers of changes see nothing. {@code bytes} is the size of the files removed. */
    KernelCommit rearranging(long bytes) {
        this.rearranged = bytes;
        return this;
    }

    /** How often to go on top of commits of others that do not collide with this one. */
    KernelCommit rebase(int times) {
        this.retries = times;
        return this;
    }

    /**
     * True if an attempt has failed, and the log may change because of it yet: on a local disk what has failed is over, but a
     * store may carry out a request that its client has given up. The files of such a commit are left alone.
     */
    boolean mayStillCome() {
        return mayStillCome;
    }

    private static boolean wasSent(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CommitFailedException commit) {
                return !commit.isConflict();
            }
        }
        return false;
    }

    /**
     * Tries to commit on top of {@code base}.
     *
     * @param base null to make the table
     * @return the version
     * @throws Conflict if somebody else committed something that this commit must be reconsidered for
     */
    long attempt(@Nullable TableState base) throws Conflict {
        boolean blind = base != null && removals.isEmpty() && metadata == null;
        TransactionImpl transaction = new TransactionImpl(
                base == null,
                new Path(table),
                Optional.ofNullable(base).map(TableState::kernel),
                ENGINE,
                base == null ? Operation.CREATE_TABLE : Operation.WRITE,
                Optional.ofNullable(protocol),
                Optional.ofNullable(metadata),
                new NoteCommitter(note, blind, metrics()),
                Optional.ofNullable(note.appId())
                        .map(app ->
                                new SetTransaction(app, note.txnVersion(), Optional.of(System.currentTimeMillis()))),
                Optional.ofNullable(clustering),
                Optional.of(retries),
                0,
                System::currentTimeMillis);
        note.domains().forEach((name, value) -> {
            if (!value.isEmpty()) {
                transaction.addDomainMetadata(name, value);
            } else if (base != null && base.view().domains().containsKey(name)) {
                transaction.removeDomainMetadata(name);
            }
        });
        TransactionCommitResult result;
        try {
            result = transaction.commit(states.engine(), actions());
        } catch (ConcurrentWriteException | MaxCommitRetryLimitReachedException e) {
            states.forget(table);
            throw new Conflict(e);
        } catch (CommitStateUnknownException e) {
            states.forget(table);
            throw LakeProblems.outcomeUnknown(table, e);
        } catch (RuntimeException e) {
            mayStillCome = !FolderWatch.isLocal(table) && wasSent(e);
            throw LakeProblems.ofCommit(table, e);
        }
        try {
            remember(base, result);
        } catch (RuntimeException e) {
            // the commit is in, whatever can be said of it
            states.forget(table);
            LOG.warn("The state of {} after version {} is read from its log", table, result.getVersion(), e);
        }
        return result.getVersion();
    }

    private void remember(@Nullable TableState base, TransactionCommitResult result) {
        Optional<SnapshotImpl> after = result.getPostCommitSnapshot().map(SnapshotImpl.class::cast);
        if (after.isEmpty()) {
            // rebased: others have committed in between
            states.forget(table);
            return;
        }
        Map<String, String> domains =
                new HashMap<>(base == null ? Map.of() : base.view().domains());
        note.domains().forEach((name, value) -> {
            if (value.isEmpty()) {
                domains.remove(name);
            } else {
                domains.put(name, value);
            }
        });
        if (clustering != null) {
            var domain = io.delta.kernel.internal.clustering.ClusteringUtils.getClusteringDomainMetadata(clustering);
            domains.put(domain.getDomain(), domain.getConfiguration());
        }
        Map<String, Long> transactions = new HashMap<>(base == null ? Map.of() : base.transactions());
        if (note.appId() != null) {
            transactions.put(note.appId(), note.txnVersion());
        }
        states.committed(table, after.get(), domains, rowsAfter(base), bytesAfter(base), transactions);
    }

    private long rowsAfter(@Nullable TableState base) {
        if (base == null || (!removals.isEmpty() && rearranged < 0)) {
            return rows();
        }
        return rearranged < 0 ? sum(base.view().rows(), rows()) : base.view().rows();
    }

    private long bytesAfter(@Nullable TableState base) {
        if (base == null || (!removals.isEmpty() && rearranged < 0)) {
            return bytes();
        }
        long before = base.view().bytes();
        return sum(before < 0 || rearranged < 0 ? before : before - rearranged, bytes());
    }

    private static long sum(long before, long now) {
        return before < 0 ? -1 : before + now;
    }

    private long rows() {
        return added.stream().mapToLong(WrittenFile::rows).sum();
    }

    private long bytes() {
        return added.stream().mapToLong(WrittenFile::bytes).sum();
    }

    private Map<String, String> metrics() {
        Map<String, String> metrics = new HashMap<>();
        metrics.put("numFiles", Integer.toString(added.size()));
        metrics.put("numOutputRows", Long.toString(rows()));
        metrics.put("numOutputBytes", Long.toString(bytes()));
        if (!removals.isEmpty()) {
            metrics.put("numRemovedFiles", Integer.toString(removals.size()));
        }
        return metrics;
    }

    private CloseableIterable<Row> actions() {
        List<Row> rows = new ArrayList<>(removals);
        for (WrittenFile file : added) {
            rows.add(SingleAction.createAddFileSingleAction(addAction(file)));
        }
        return new CloseableIterable<>() {
            @Override
            public CloseableIterator<Row> iterator() {
                return Utils.toCloseableIterator(rows.iterator());
            }

            @Override
            public void close() {
                // rows in memory
            }
        };
    }

    private Row addAction(WrittenFile file) {
        Map<Integer, Object> fields = new HashMap<>();
        fields.put(
                AddFile.FULL_SCHEMA.indexOf("path"),
                new org.apache.hadoop.fs.Path(file.path()).toUri().toString());
        fields.put(
                AddFile.FULL_SCHEMA.indexOf("partitionValues"),
                VectorUtils.stringStringMapValue(file.partitionValues()));
        fields.put(AddFile.FULL_SCHEMA.indexOf("size"), file.bytes());
        fields.put(AddFile.FULL_SCHEMA.indexOf("modificationTime"), file.modified());
        fields.put(AddFile.FULL_SCHEMA.indexOf("dataChange"), rearranged < 0);
        fields.put(AddFile.FULL_SCHEMA.indexOf("stats"), file.statistics());
        return new GenericRow(AddFile.FULL_SCHEMA, fields);
    }

    /** Somebody else was faster. */
    static final class Conflict extends Exception {
        private static final long serialVersionUID = 1L;

        Conflict(Throwable cause) {
            super(cause);
        }
    }
}
