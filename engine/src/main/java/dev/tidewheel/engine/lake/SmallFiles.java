package dev.tidewheel.engine.lake;

import dev.tidewheel.engine.lake.KernelCommit.Conflict;
import io.delta.kernel.data.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Repartition;
import org.apache.spark.sql.classic.SparkSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins small files of a table in commits that change no row, so that a table which gets a small batch every moment stays
 * cheap to read. Files are joined with others of about their size, so that a row is written anew only as often as files
 * become sixteen times larger. Tables that the light path cannot write are left as they are. Thread-safe.
 */
final class SmallFiles {

    private static final Logger LOG = LoggerFactory.getLogger(SmallFiles.class);

    /** So many files of one size and partition are joined. */
    static final int ENOUGH = 16;

    private static final long SMALLEST = 1L << 20;
    private static final long LARGE = 128L << 20;
    private static final int STEP = 16;

    private final SparkSession session;
    private final TableStates states;
    private final TableReader reader;

    SmallFiles(SparkSession session, TableStates states, TableReader reader) {
        this.session = session;
        this.states = states;
        this.reader = reader;
    }

    private record Group(Map<String, @Nullable String> partition, int size) {}

    /** Joins what there is to join; returns the number of files that are gone. Gives way to whoever writes meanwhile. */
    int join(String table, CommitNote note) {
        Optional<TableState> found = states.current(table);
        if (found.isEmpty()
                || !LightRules.canReplace(found.get())
                || !LightRules.canRead(found.get().kernel())) {
            return 0;
        }
        TableState base = found.get();
        Map<Group, List<DataFile>> groups = new LinkedHashMap<>();
        for (DataFile file : states.files(base.kernel())) {
            if (file.bytes() < LARGE) {
                groups.computeIfAbsent(new Group(file.partitionValues(), size(file)), key -> new ArrayList<>())
                        .add(file);
            }
        }
        List<DataFile> joined = new ArrayList<>();
        groups.values().stream().filter(files -> files.size() >= ENOUGH).forEach(joined::addAll);
        return joined.isEmpty() ? 0 : join(base, joined, note);
    }

    private static int size(DataFile file) {
        int size = 0;
        for (long bytes = SMALLEST; bytes <= file.bytes(); bytes *= STEP) {
            size++;
        }
        return size;
    }

    private int join(TableState base, List<DataFile> files, CommitNote note) {
        String table = base.view().path();
        long bytes = files.stream().mapToLong(DataFile::bytes).sum();
        LogicalPlan rows = reader.scanFiles(base.view(), files);
        LogicalPlan together = new Repartition((int) Math.max(1, bytes / LARGE), false, rows);
        SparkWrite.Outcome written = SparkWrite.write(
                session,
                table,
                together,
                base.view().schema(),
                base.view().partitionColumns(),
                SparkWrite.indexedColumns(base.view().properties()));
        List<Row> removals = LogFiles.rearranged(
                states.engine(),
                base.kernel(),
                files.stream().map(DataFile::path).collect(Collectors.toSet()));
        KernelCommit commit = new KernelCommit(states, table, note)
                .add(written.files())
                .remove(removals)
                .rearranging(bytes);
        try {
            commit.attempt(base);
            return files.size();
        } catch (Conflict e) {
            LOG.debug("Files of {} are joined another time", table, e);
        } catch (RuntimeException e) {
            if (!LakeProblems.nothingCommitted(e)) {
                throw e;
            }
            LOG.warn("Files of {} could not be joined", table, e);
            if (commit.mayStillCome()) {
                return 0;
            }
        }
        TableFiles.discard(table, written.files(), states.configuration());
        return 0;
    }
}
