package dev.tidewheel.engine.lake;

import dev.tidewheel.engine.source.Backlog;
import dev.tidewheel.engine.source.Replay;
import dev.tidewheel.engine.source.StreamSource;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A Delta table as a stream: first the whole table, then what each commit adds. Commits that only rearrange files are
 * passed over; commits that change or remove rows are an error unless an option says what to do with them. Positions
 * look like {@code {"table":"<id>","version":7,"index":-1}}.
 */
public final class DeltaStreamSource implements StreamSource {
    private final Lake lake;
    private final String path;
    private final String name;
    private final StreamOptions options;
    private final TableSnapshot opened;
    private @Nullable Listing last;

    /**
     * @param name of the table as users know it, for messages
     * @param options of the stream, names without regard to case
     */
    public DeltaStreamSource(Lake lake, String path, String name, Map<String, String> options) {
        this.lake = lake;
        this.path = path;
        this.name = name;
        this.options = StreamOptions.of(name, options);
        this.opened = lake.snapshot(path).orElseThrow(() -> LakeProblems.noTable(name));
    }

    /** Id of the table that a position is in; empty if it is a position of another kind of source. */
    public static Optional<String> tableOf(String position) {
        try {
            return Optional.ofNullable(StreamPosition.parse(position)).map(StreamPosition::table);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A file and the position once it is read. */
    private record Entry(DataFile file, StreamPosition after) {}

    private record Listing(@Nullable StreamPosition from, long version, List<Entry> entries) {}

    private record DeltaBacklog(long version, boolean isEmpty, long files, long bytes, long records)
            implements Backlog {}

    @Override
    public StructType schema() {
        return FieldMetadata.forReaders(opened.schema());
    }

    @Override
    public Backlog look(@Nullable String position) {
        TableSnapshot now = now();
        StreamPosition from = start(position, now);
        if (from != null && from.complete() && from.version() == now.version() && !unset(position)) {
            return new DeltaBacklog(now.version(), true, 0, 0, 0);
        }
        List<Entry> entries = entries(from, now.version());
        long bytes = 0;
        long records = 0;
        for (Entry entry : entries) {
            bytes += entry.file().bytes();
            long rows = LogFiles.rows(entry.file());
            records = rows < 0 || records < 0 ? -1 : records + rows;
        }
        return new DeltaBacklog(now.version(), entries.isEmpty() && !unset(position), entries.size(), bytes, records);
    }

    @Override
    public Optional<String> advance(@Nullable String position, Backlog horizon) {
        DeltaBacklog limit = (DeltaBacklog) horizon;
        StreamPosition from = start(position, now());
        List<Entry> entries = entries(from, limit.version());
        if (entries.isEmpty()) {
            // "from now on" has to be noted down, or the next start would take another now
            return unset(position)
                    ? Optional.of(StreamPosition.after(opened.tableId(), limit.version())
                            .json())
                    : Optional.empty();
        }
        int taken = 0;
        long bytes = 0;
        while (taken < entries.size() && taken < options.maxFiles()) {
            bytes += entries.get(taken).file().bytes();
            if (taken > 0 && bytes > options.maxBytes()) {
                break;
            }
            taken++;
        }
        StreamPosition end = taken == entries.size()
                ? StreamPosition.after(opened.tableId(), limit.version())
                : entries.get(taken - 1).after();
        return Optional.of(end.json());
    }

    @Override
    public LogicalPlan rows(@Nullable String start, String end) {
        StreamPosition to = StreamPosition.parse(end);
        if (to == null) {
            throw new IllegalArgumentException("a batch has an end");
        }
        StreamPosition from = start(start, now());
        List<DataFile> files = new ArrayList<>();
        for (Entry entry : entries(from, to.version())) {
            files.add(entry.file());
            if (entry.after().equals(to)) {
                break;
            }
        }
        return lake.scanFiles(opened, files);
    }

    @Override
    public Replay replay(String position) {
        if (options.fromLatest()) {
            return Replay.without("begins with rows that come from now on, as startingVersion is latest");
        }
        try {
            look(null);
        } catch (PipelineException e) {
            return Replay.without("cannot be read from where the stream begins: "
                    + e.problems().get(0).message());
        }
        return options.skipChangeCommits() || options.ignoreDeletes() || options.ignoreChanges()
                ? Replay.without("does not give rows again that were changed or removed since they were read")
                : Replay.COMPLETE;
    }

    private TableSnapshot now() {
        return lake.snapshot(path).orElseThrow(() -> LakeProblems.noTable(name));
    }

    private boolean unset(@Nullable String position) {
        return position == null && options.fromLatest();
    }

    /** Where reading begins; null for the whole table. */
    private @Nullable StreamPosition start(@Nullable String position, TableSnapshot now) {
        StreamPosition from = StreamPosition.parse(position);
        if (from != null) {
            if (!from.table().equals(now.tableId()) || from.version() > now.version()) {
                throw new PipelineException(Problem.of(
                                ErrorCode.SOURCE_CHANGED, "The table " + name + " was made anew since it was last read")
                        .because("It was read up to version " + from.version() + " of table " + from.table()
                                + "; now there is version " + now.version() + " of table " + now.tableId())
                        .remedy("Run a full refresh of what reads " + name));
            }
            return from;
        }
        if (options.fromLatest()) {
            return StreamPosition.after(now.tableId(), now.version());
        }
        if (options.startingVersion() != null) {
            return StreamPosition.after(now.tableId(), options.startingVersion() - 1);
        }
        if (options.startingTimestamp() != null) {
            return StreamPosition.after(now.tableId(), lake.versionBefore(path, options.startingTimestamp()));
        }
        return null;
    }

    private List<Entry> entries(@Nullable StreamPosition from, long version) {
        Listing known = last;
        if (known != null && java.util.Objects.equals(known.from(), from) && known.version() == version) {
            return known.entries();
        }
        List<Entry> entries = new ArrayList<>();
        long whole = -1;
        if (from == null) {
            whole = version;
        } else if (from.snapshot()) {
            whole = from.version();
        }
        if (whole >= 0) {
            List<DataFile> files = new ArrayList<>(lake.files(path, whole));
            files.sort(Comparator.comparingLong(DataFile::modified).thenComparing(DataFile::path));
            collect(entries, files, whole, from, true);
        }
        if (from != null) {
            long after = from.complete() || from.snapshot() ? from.version() : from.version() - 1;
            for (TableChanges.Commit commit : lasting(lake.changes(path, after, version), from)) {
                if (accept(commit)) {
                    collect(entries, commit.added(), commit.version(), from, false);
                }
            }
        }
        last = new Listing(from, version, List.copyOf(entries));
        return entries;
    }

    /**
     * The commits that have made the table what it is, oldest first: without those that a restore has undone, and without the
     * restore itself. One that goes back behind the reader takes away what was read, and stays for {@link #accept}.
     */
    private static List<TableChanges.Commit> lasting(TableChanges changes, StreamPosition from) {
        Map<Long, TableChanges.Commit> byVersion = new HashMap<>();
        long version = -1;
        for (TableChanges.Commit commit : changes.commits()) {
            byVersion.put(commit.version(), commit);
            version = commit.version();
        }
        List<TableChanges.Commit> lasting = new ArrayList<>();
        TableChanges.Commit commit = byVersion.get(version);
        while (commit != null) {
            if (commit.restored() >= from.version()) {
                version = commit.restored();
            } else {
                lasting.add(0, commit);
                version--;
            }
            commit = byVersion.get(version);
        }
        return lasting;
    }

    private void collect(
            List<Entry> entries, List<DataFile> files, long version, @Nullable StreamPosition from, boolean whole) {
        int first = 0;
        if (from != null && from.version() == version && from.snapshot() == whole && !from.complete()) {
            first = (int) from.index() + 1;
        }
        for (int index = first; index < files.size(); index++) {
            StreamPosition after = index == files.size() - 1
                    ? StreamPosition.after(opened.tableId(), version)
                    : new StreamPosition(opened.tableId(), version, index, whole);
            entries.add(new Entry(files.get(index), after));
        }
    }

    /** Are the files that a commit adds new rows for us? */
    private boolean accept(TableChanges.Commit commit) {
        if (commit.tableId() != null && !commit.tableId().equals(opened.tableId())) {
            throw new PipelineException(
                    Problem.of(ErrorCode.SOURCE_CHANGED, "The table " + name + " was made anew since it was last read")
                            .because("Version " + commit.version() + " is another table")
                            .remedy("Run a full refresh of what reads " + name));
        }
        if (!commit.changesRows() || options.ignoreChanges()) {
            return true;
        }
        if (options.skipChangeCommits()
                || (options.ignoreDeletes() && commit.added().isEmpty())) {
            return false;
        }
        throw new PipelineException(Problem.of(
                        ErrorCode.SOURCE_CHANGED,
                        "Rows of the table " + name + " were changed or removed, so it cannot be read as a stream")
                .because("Version " + commit.version() + " (" + commit.operation() + ") took "
                        + commit.removed() + (commit.removed() == 1 ? " file" : " files")
                        + " with rows out of the table")
                .remedy("Read it with the option skipChangeCommits => true to pass over such commits, run a full"
                        + " refresh of what reads " + name + ", or read it as a batch"));
    }
}
