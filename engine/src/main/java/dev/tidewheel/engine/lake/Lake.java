package dev.tidewheel.engine.lake;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.SparkSession;

/**
 * Delta tables by path. Reading the state of a table starts no Spark job and costs next to nothing while the table does
 * not move; each write is one commit that carries its note. Writes go through Delta Kernel where it can keep all
 * promises of the table, through delta-spark otherwise; the result is the same.
 *
 * <p>Thread-safe; one per session. Trouble that is not ours is a
 * {@link dev.tidewheel.model.error.PipelineException}: a write that fails has changed nothing, unless its code is
 * {@code COMMIT_OUTCOME_UNKNOWN}; writing again with the same transaction is always safe.
 */
public final class Lake implements AutoCloseable {
    /** Delta's own notes, which no other table may have. */
    private static final Set<String> OWN_TO_EACH_TABLE = Set.of(
            "delta.columnmapping.maxcolumnid",
            "delta.rowtracking.materializedrowidcolumnname",
            "delta.rowtracking.materializedrowcommitversioncolumnname");

    private final SparkSession session;
    private final TableStates states;
    private final TableReader reader;
    private final TableWriter writer;
    private final LogKeeper keeper;
    private final SmallFiles smallFiles;
    private final TableAssembly assembly;

    public Lake(org.apache.spark.sql.SparkSession session) {
        this.session = (SparkSession) session;
        this.states = TableStates.of(this.session);
        this.reader = new TableReader(this.session, states);
        DeltaSpark deltaSpark = new DeltaSpark(this.session, states);
        this.keeper = new LogKeeper(states, deltaSpark::checkpoint);
        this.writer = new TableWriter(this.session, states, keeper);
        this.smallFiles = new SmallFiles(this.session, states, reader);
        this.assembly = new TableAssembly(states, deltaSpark, keeper);
    }

    /** The table now; empty if there is none. */
    public Optional<TableSnapshot> snapshot(String path) {
        return states.current(states.qualify(path)).map(TableState::view);
    }

    /** The table at a version; empty if its log does not hold it any more. */
    public Optional<TableSnapshot> snapshot(String path, long version) {
        return states.at(states.qualify(path), version);
    }

    /** Data files of a version that are not there any more, as the log names them. */
    public List<String> missingFiles(TableSnapshot snapshot) {
        return StoredFiles.missing(states, snapshot);
    }

    /** Is this still the latest version? Two looks at the file system. */
    public boolean isCurrent(TableSnapshot snapshot) {
        return states.isCurrent(snapshot);
    }

    /** Version of the table now, -1 if there is none. */
    public long latestVersion(String path) {
        return snapshot(path).map(TableSnapshot::version).orElse(-1L);
    }

    /** Latest number that {@code appId} has committed to the table, -1 if none. */
    public long latestTransaction(String path, String appId) {
        return states.current(states.qualify(path))
                .map(state -> states.transaction(state, appId))
                .orElse(-1L);
    }

    /** Files, rows and bytes of a version, from its log. */
    public TableStatistics statistics(TableSnapshot snapshot) {
        return LogFiles.statistics(states.files(states.kernel(snapshot)));
    }

    /** The data files of a version. */
    public List<DataFile> files(TableSnapshot snapshot) {
        return states.files(states.kernel(snapshot));
    }

    /** The data files of a version. */
    public List<DataFile> files(String path, long version) {
        return states.files(states.kernel(states.qualify(path), version));
    }

    /** The last version that was committed before a moment, written as Spark reads timestamps; -1 if there is none. */
    public long versionBefore(String path, String timestamp) {
        return LogChanges.versionBefore(states, states.qualify(path), CommitTime.parse(session, path, timestamp));
    }

    /** Makes an empty table. A table that is there stays as it is, and the result is skipped. */
    public WriteResult create(String path, TableLayout layout, CommitNote note) {
        return writer.create(states.qualify(path), layout, note);
    }

    /**
     * Appends rows; columns go by name, lacking ones are null. Concurrent appends both succeed. With a transaction in the
     * note the rows are appended exactly once: if it is in the log already, the result is skipped and the rows are not
     * even computed.
     */
    public WriteResult append(String path, LogicalPlan rows, CommitNote note) {
        return writer.append(states.qualify(path), rows, note);
    }

    /** As {@link #append(String, LogicalPlan, CommitNote)}, with the settings of the rows' own session. */
    public WriteResult append(String path, Dataset<Row> rows, CommitNote note) {
        return writerFor(rows).append(states.qualify(path), plan(rows), note);
    }

    /** Gives the table this layout and exactly these rows in one commit; makes the table if there is none. */
    public WriteResult replace(String path, TableLayout layout, LogicalPlan rows, CommitNote note) {
        return writer.replace(states.qualify(path), layout, rows, note);
    }

    /** As {@link #replace(String, TableLayout, LogicalPlan, CommitNote)}, with the settings of the rows' own session. */
    public WriteResult replace(String path, TableLayout layout, Dataset<Row> rows, CommitNote note) {
        return writerFor(rows).replace(states.qualify(path), layout, plan(rows), note);
    }

    /** Replaces the rows for which a SQL predicate holds, in one commit; all new rows must satisfy it. */
    public WriteResult replaceWhere(String path, String predicate, LogicalPlan rows, CommitNote note) {
        return writer.replaceWhere(states.qualify(path), predicate, rows, note);
    }

    /** As {@link #replaceWhere(String, String, LogicalPlan, CommitNote)}, with the settings of the rows' own session. */
    public WriteResult replaceWhere(String path, String predicate, Dataset<Row> rows, CommitNote note) {
        return writerFor(rows).replaceWhere(states.qualify(path), predicate, plan(rows), note);
    }

    /**
     * Gives the table the rows and the layout of one of its versions, in one commit. Domains are those of the note.
     *
     * @param version of this table
     */
    public WriteResult restore(TableSnapshot version, CommitNote note) {
        return assembly.commit(version.path(), version.layout(), files(version), note);
    }

    /**
     * Gives the table the rows and the layout of a table that was written in a folder below its own, in one commit; the
     * files stay where they are. The other table's log is of no use afterwards. Domains are those of the note.
     *
     * @param folder name of the folder
     */
    public WriteResult adopt(String path, String folder, CommitNote note) {
        TableSnapshot aside = snapshot(path + "/" + folder).orElseThrow(() -> LakeProblems.noTable(folder));
        List<DataFile> files = files(aside).stream()
                .map(file -> TableAssembly.under(folder, file))
                .toList();
        return assembly.commit(states.qualify(path), aside.layout(), files, note);
    }

    /** {@code wanted}, with what somebody has told Delta about the table, for another table like this one. */
    public static TableLayout likeStored(TableSnapshot table, TableLayout wanted) {
        TableLayout all = LayoutEvolution.withStoredProperties(table, wanted);
        Map<String, String> properties = new HashMap<>(all.properties());
        properties.keySet().removeIf(key -> OWN_TO_EACH_TABLE.contains(key.toLowerCase(Locale.ROOT)));
        return all.withProperties(properties);
    }

    private TableWriter writerFor(Dataset<Row> rows) {
        SparkSession own = (SparkSession) rows.sparkSession();
        return own == session ? writer : new TableWriter(own, states, keeper);
    }

    /**
     * Brings the table to a new layout without touching rows: further columns, wider types, comments, properties,
     * clustering. Columns and properties of Delta that the new layout does not name stay; other properties go. Commits only if something differs or
     * the note sets domains.
     */
    public WriteResult evolve(String path, TableLayout layout, CommitNote note) {
        return writer.evolve(states.qualify(path), layout, note);
    }

    /**
     * Joins small files of the table in one commit that changes no row, if there are many; returns how many files have gone.
     * Gives way to whoever writes meanwhile.
     */
    public int joinSmallFiles(String path, CommitNote note) {
        return smallFiles.join(states.qualify(path), note);
    }

    /** The rows of a version as a batch plan. */
    public LogicalPlan scan(TableSnapshot snapshot) {
        return reader.scan(snapshot);
    }

    /** The rows of exactly these files as a batch plan. */
    public LogicalPlan scanFiles(TableSnapshot snapshot, List<DataFile> files) {
        return reader.scanFiles(snapshot, files);
    }

    /** What the commits after one version up to another did, from the log alone. */
    public TableChanges changes(String path, long afterVersion, long toVersion) {
        return LogChanges.read(states.engine(), states.qualify(path), afterVersion, toVersion);
    }

    /** Waits for upkeep of logs that is under way. */
    @Override
    public void close() {
        keeper.close();
    }

    private static LogicalPlan plan(Dataset<Row> rows) {
        return ((org.apache.spark.sql.classic.Dataset<Row>) rows)
                .queryExecution()
                .analyzed();
    }
}
