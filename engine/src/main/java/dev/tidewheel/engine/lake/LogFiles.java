package dev.tidewheel.engine.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.ScanImpl;
import io.delta.kernel.internal.SnapshotImpl;
import io.delta.kernel.internal.actions.AddFile;
import io.delta.kernel.internal.actions.DeletionVectorDescriptor;
import io.delta.kernel.internal.actions.SingleAction;
import io.delta.kernel.internal.util.VectorUtils;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The data files that make up a version of a table, read from its log on the driver. */
final class LogFiles {

    private static final ObjectMapper JSON = new ObjectMapper();

    private LogFiles() {}

    /** Actions that take all files out of the table. */
    static List<Row> removals(Engine engine, SnapshotImpl kernel) {
        return removals(engine, kernel, path -> true);
    }

    /** Actions that take files out of the table, as the log names them. */
    static List<Row> removals(Engine engine, SnapshotImpl kernel, Predicate<String> which) {
        List<Row> removals = new ArrayList<>();
        Optional<Long> now = Optional.of(System.currentTimeMillis());
        forEach(engine, kernel, add -> {
            if (which.test(add.getPath())) {
                removals.add(SingleAction.createRemoveFileSingleAction(add.toRemoveFileRow(true, now)));
            }
        });
        return removals;
    }

    /** Actions that take these files out of the table, whose rows are in others now. */
    static List<Row> rearranged(Engine engine, SnapshotImpl kernel, Set<String> paths) {
        List<Row> removals = new ArrayList<>();
        Optional<Long> now = Optional.of(System.currentTimeMillis());
        forEach(engine, kernel, add -> {
            if (paths.contains(add.getPath())) {
                removals.add(SingleAction.createRemoveFileSingleAction(add.toRemoveFileRow(false, now)));
            }
        });
        return removals;
    }

    static DataFile dataFile(AddFile add) {
        return new DataFile(
                add.getPath(),
                add.getSize(),
                add.getModificationTime(),
                VectorUtils.toJavaMap(add.getPartitionValues()),
                add.getStatsJson().orElse(null),
                add.getDeletionVector().map(LogFiles::json).orElse(null));
    }

    private static String json(DeletionVectorDescriptor vector) {
        ObjectNode node = JSON.createObjectNode();
        node.put("storageType", vector.getStorageType());
        node.put("pathOrInlineDv", vector.getPathOrInlineDv());
        vector.getOffset().ifPresent(offset -> node.put("offset", offset));
        node.put("sizeInBytes", vector.getSizeInBytes());
        node.put("cardinality", vector.getCardinality());
        return node.toString();
    }

    /** The file as an action of the log. */
    static String addJson(DataFile file) {
        ObjectNode action = JSON.createObjectNode();
        ObjectNode add = action.putObject("add");
        add.put("path", file.path());
        ObjectNode values = add.putObject("partitionValues");
        file.partitionValues().forEach(values::put);
        add.put("size", file.bytes());
        add.put("modificationTime", file.modified());
        add.put("dataChange", true);
        if (file.statistics() != null) {
            add.put("stats", file.statistics());
        }
        if (file.deletionVector() != null) {
            add.putRawValue("deletionVector", new RawValue(file.deletionVector()));
        }
        return action.toString();
    }

    static TableStatistics statistics(List<DataFile> files) {
        long rows = 0;
        long bytes = 0;
        for (DataFile file : files) {
            bytes += file.bytes();
            long count = rows(file);
            rows = rows < 0 || count < 0 ? -1 : rows + count;
        }
        return new TableStatistics(files.size(), rows, bytes);
    }

    /** Rows of a file, -1 if its statistics do not say. */
    static long rows(DataFile file) {
        if (file.statistics() == null) {
            return -1;
        }
        try {
            long deleted = file.deletionVector() == null
                    ? 0
                    : JSON.readTree(file.deletionVector()).path("cardinality").asLong();
            long rows = JSON.readTree(file.statistics()).path("numRecords").asLong(-1);
            return rows < 0 ? -1 : rows - deleted;
        } catch (JsonProcessingException e) {
            return -1;
        }
    }

    /** Looks at all data files of a version, in no order. */
    static void forEach(Engine engine, SnapshotImpl kernel, Consumer<AddFile> action) {
        ScanImpl scan = (ScanImpl) kernel.getScanBuilder().build();
        try (CloseableIterator<FilteredColumnarBatch> batches = scan.getScanFiles(engine, true)) {
            while (batches.hasNext()) {
                try (CloseableIterator<Row> rows = batches.next().getRows()) {
                    while (rows.hasNext()) {
                        action.accept(new AddFile(rows.next().getStruct(InternalScanFileUtils.ADD_FILE_ORDINAL)));
                    }
                }
            }
        } catch (IOException e) {
            throw LakeProblems.io("Cannot read the log of " + kernel.getPath(), e);
        }
    }
}
