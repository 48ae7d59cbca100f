package dev.tidewheel.testkit.stored;

import io.delta.kernel.Scan;
import io.delta.kernel.SnapshotBuilder;
import io.delta.kernel.TableManager;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.SnapshotImpl;
import io.delta.kernel.internal.data.ScanStateRow;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/** A Delta table, read by Delta Kernel and nothing of ours, as any other reader would. Thread-safe. */
public final class DeltaFolder {
    private static final long LATEST = -1;

    private final Engine engine = DefaultEngine.create(new Configuration());
    private final Path folder;
    private final String home;

    /** @param home left out of the texts of rows, as it is another one for each run */
    public DeltaFolder(Path folder, Path home) {
        this.folder = folder;
        this.home = home.toString();
    }

    /** All tables below a folder, but the event log. Folders may be removed meanwhile. */
    public static List<Path> below(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        List<Path> tables = new ArrayList<>();
        List<Path> open = new ArrayList<>(List.of(root));
        while (!open.isEmpty()) {
            Path next = open.remove(open.size() - 1);
            if (Files.isDirectory(next.resolve("_delta_log"))) {
                if (!next.equals(root.resolve("events"))) {
                    tables.add(next);
                }
                continue;
            }
            try (Stream<Path> children = Files.list(next)) {
                children.filter(Files::isDirectory).forEach(open::add);
            } catch (NoSuchFileException gone) {
                // checkpoints of flows that begin anew, for example, are removed meanwhile
                continue;
            }
        }
        tables.sort(null);
        return tables;
    }

    /** True as soon as there is a version: from here on every read has to succeed. */
    public boolean exists() throws IOException {
        Path log = folder.resolve("_delta_log");
        if (!Files.isDirectory(log)) {
            return false;
        }
        try (Stream<Path> files = Files.list(log)) {
            return files.anyMatch(file -> file.getFileName().toString().matches("\\d{20}\\.json"));
        }
    }

    public long version() {
        return snapshot(LATEST).getVersion();
    }

    public TableContent read() throws IOException {
        return read(snapshot(LATEST));
    }

    public TableContent read(long version) throws IOException {
        return read(snapshot(version));
    }

    /** The version that is now the latest, unless it is the one that the caller knows. */
    public Optional<TableContent> readUnless(OptionalLong known) throws IOException {
        SnapshotImpl snapshot = snapshot(LATEST);
        return known.isPresent() && known.getAsLong() == snapshot.getVersion()
                ? Optional.empty()
                : Optional.of(read(snapshot));
    }

    private SnapshotImpl snapshot(long version) {
        SnapshotBuilder builder = TableManager.loadSnapshot(folder.toString());
        return (SnapshotImpl) (version == LATEST ? builder : builder.atVersion(version)).build(engine);
    }

    private TableContent read(SnapshotImpl snapshot) throws IOException {
        Scan scan = snapshot.getScanBuilder().build();
        Row state = scan.getScanState(engine);
        StructType physical = ScanStateRow.getPhysicalDataReadSchema(state);
        List<String> rows = new ArrayList<>();
        try (CloseableIterator<FilteredColumnarBatch> batches = scan.getScanFiles(engine)) {
            while (batches.hasNext()) {
                try (CloseableIterator<Row> files = batches.next().getRows()) {
                    while (files.hasNext()) {
                        read(state, files.next(), physical, rows);
                    }
                }
            }
        }
        return new TableContent(snapshot.getVersion(), TableShape.of(snapshot), rows);
    }

    private void read(Row state, Row file, StructType physical, List<String> rows) throws IOException {
        FileStatus status = InternalScanFileUtils.getAddFileStatus(file);
        CloseableIterator<ColumnarBatch> data = engine.getParquetHandler()
                .readParquetFiles(Utils.singletonCloseableIterator(status), physical, Optional.empty())
                .map(result -> result.getData());
        try (CloseableIterator<FilteredColumnarBatch> batches = Scan.transformPhysicalData(engine, state, file, data)) {
            while (batches.hasNext()) {
                try (CloseableIterator<Row> found = batches.next().getRows()) {
                    while (found.hasNext()) {
                        rows.add(RowText.of(found.next()).replace(home, "…"));
                    }
                }
            }
        }
    }
}
