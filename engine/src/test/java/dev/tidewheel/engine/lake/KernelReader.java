package dev.tidewheel.engine.lake;

import io.delta.kernel.Scan;
import io.delta.kernel.TableManager;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.data.ScanStateRow;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** Reads a column of whole numbers with the Kernel's own Parquet reader. */
final class KernelReader {

    private KernelReader() {}

    static List<Long> longs(String table, String column, Configuration configuration) throws Exception {
        Engine engine = DefaultEngine.create(configuration);
        Scan scan =
                TableManager.loadSnapshot(table).build(engine).getScanBuilder().build();
        Row state = scan.getScanState(engine);
        StructType physical = ScanStateRow.getPhysicalDataReadSchema(state);
        List<Long> values = new ArrayList<>();
        try (CloseableIterator<FilteredColumnarBatch> files = scan.getScanFiles(engine)) {
            while (files.hasNext()) {
                try (CloseableIterator<Row> rows = files.next().getRows()) {
                    while (rows.hasNext()) {
                        read(engine, state, rows.next(), physical, column, values);
                    }
                }
            }
        }
        return values.stream().sorted().toList();
    }

    private static void read(Engine engine, Row state, Row file, StructType physical, String column, List<Long> values)
            throws Exception {
        FileStatus status = InternalScanFileUtils.getAddFileStatus(file);
        CloseableIterator<ColumnarBatch> data = engine.getParquetHandler()
                .readParquetFiles(Utils.singletonCloseableIterator(status), physical, Optional.empty())
                .map(result -> result.getData());
        try (CloseableIterator<FilteredColumnarBatch> batches = Scan.transformPhysicalData(engine, state, file, data)) {
            while (batches.hasNext()) {
                FilteredColumnarBatch batch = batches.next();
                int index = batch.getData().getSchema().indexOf(column);
                try (CloseableIterator<Row> rows = batch.getRows()) {
                    while (rows.hasNext()) {
                        values.add(rows.next().getLong(index));
                    }
                }
            }
        }
    }
}
