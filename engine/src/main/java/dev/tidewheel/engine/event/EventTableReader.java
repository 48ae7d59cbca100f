package dev.tidewheel.engine.event;

import dev.tidewheel.model.event.ErrorDetail;
import dev.tidewheel.model.event.EventLevel;
import dev.tidewheel.model.event.EventSequence;
import dev.tidewheel.model.event.MaturityLevel;
import dev.tidewheel.model.event.Origin;
import dev.tidewheel.model.event.PipelineEvent;
import dev.tidewheel.model.event.json.EventJson;
import io.delta.kernel.Scan;
import io.delta.kernel.ScanBuilder;
import io.delta.kernel.Snapshot;
import io.delta.kernel.data.ArrayValue;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.engine.FileReadResult;
import io.delta.kernel.expressions.And;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.expressions.Predicate;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.data.ScanStateRow;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads events from the table without Spark. Safe for use by several threads. */
final class EventTableReader {
    private final Engine engine;

    EventTableReader(Engine engine) {
        this.engine = engine;
    }

    /**
     * Hands over the events that the filter accepts, in no particular order.
     *
     * @param known files that need not be read again; those that are read are added
     */
    void read(Snapshot snapshot, EventFilter filter, Set<String> known, Consumer<PipelineEvent> consumer)
            throws IOException {
        ScanBuilder builder = snapshot.getScanBuilder();
        Scan scan = predicate(filter).map(builder::withFilter).orElse(builder).build();
        Row state = scan.getScanState(engine);
        StructType physical = ScanStateRow.getPhysicalDataReadSchema(state);
        try (CloseableIterator<FilteredColumnarBatch> files = scan.getScanFiles(engine)) {
            while (files.hasNext()) {
                try (CloseableIterator<Row> rows = files.next().getRows()) {
                    while (rows.hasNext()) {
                        Row file = rows.next();
                        if (known.add(InternalScanFileUtils.getFilePath(file))) {
                            readFile(state, file, physical, event -> {
                                if (filter.accepts(event)) {
                                    consumer.accept(event);
                                }
                            });
                        }
                    }
                }
            }
        }
    }

    private void readFile(Row state, Row file, StructType physical, Consumer<PipelineEvent> consumer)
            throws IOException {
        FileStatus status = InternalScanFileUtils.getAddFileStatus(file);
        CloseableIterator<ColumnarBatch> data = engine.getParquetHandler()
                .readParquetFiles(Utils.singletonCloseableIterator(status), physical, Optional.empty())
                .map(FileReadResult::getData);
        try (CloseableIterator<FilteredColumnarBatch> batches = Scan.transformPhysicalData(engine, state, file, data)) {
            while (batches.hasNext()) {
                try (CloseableIterator<Row> rows = batches.next().getRows()) {
                    while (rows.hasNext()) {
                        consumer.accept(event(rows.next()));
                    }
                }
            }
        }
    }

    /** Only leaves files out; what they hold is looked at one by one. */
    private static Optional<Predicate> predicate(EventFilter filter) {
        List<Predicate> parts = new ArrayList<>();
        String updateId = filter.updateId();
        if (updateId != null) {
            parts.add(equal(new Column(new String[] {"origin", "update_id"}), updateId));
        }
        String eventType = filter.eventType();
        if (eventType != null) {
            parts.add(equal(new Column("event_type"), eventType));
        }
        return parts.stream().reduce(And::new);
    }

    private static Predicate equal(Column column, String value) {
        return new Predicate("=", column, Literal.ofString(value));
    }

    private static PipelineEvent event(Row row) {
        Row sequence = row.getStruct(1);
        Row dataPlane = sequence.getStruct(0);
        String eventType = string(row, 9);
        return new PipelineEvent(
                string(row, 0),
                new EventSequence(string(dataPlane, 0), dataPlane.getLong(1), sequence.getLong(1)),
                origin(row.getStruct(2)),
                time(row.getLong(3)),
                string(row, 4),
                EventLevel.valueOf(string(row, 5)),
                MaturityLevel.valueOf(string(row, 6)),
                row.isNullAt(7) ? null : error(row.getStruct(7)),
                EventJson.readDetails(eventType, string(row, 8)));
    }

    private static Origin origin(Row row) {
        int batchId = EventColumns.ORIGIN.indexOf("batch_id");
        return new Origin(
                originField(row, "host"),
                originField(row, "pipeline_id"),
                originField(row, "pipeline_name"),
                originField(row, "update_id"),
                originField(row, "request_id"),
                originField(row, "graph_id"),
                originField(row, "table_id"),
                originField(row, "dataset_name"),
                originField(row, "materialization_name"),
                originField(row, "sink_name"),
                originField(row, "flow_id"),
                originField(row, "flow_name"),
                row.isNullAt(batchId) ? null : Long.valueOf(row.getLong(batchId)));
    }

    private static @Nullable String originField(Row row, String name) {
        int ordinal = EventColumns.ORIGIN.indexOf(name);
        return row.isNullAt(ordinal) ? null : row.getString(ordinal);
    }

    private static ErrorDetail error(Row row) {
        return new ErrorDetail(row.getBoolean(0), list(row, 1, EventTableReader::exception));
    }

    private static ErrorDetail.ExceptionDetail exception(Row row) {
        return new ErrorDetail.ExceptionDetail(string(row, 0), string(row, 1), list(row, 2, EventTableReader::frame));
    }

    private static ErrorDetail.Frame frame(Row row) {
        return new ErrorDetail.Frame(
                string(row, 0), string(row, 1), row.isNullAt(2) ? null : row.getString(2), row.getInt(3));
    }

    private static <T> List<T> list(Row row, int ordinal, Function<Row, T> reader) {
        if (row.isNullAt(ordinal)) {
            return List.of();
        }
        ArrayValue array = row.getArray(ordinal);
        ColumnVector elements = array.getElements();
        List<T> values = new ArrayList<>();
        for (int i = 0; i < array.getSize(); i++) {
            values.add(reader.apply(io.delta.kernel.internal.data.StructRow.fromStructVector(elements, i)));
        }
        return values;
    }

    private static String string(Row row, int ordinal) {
        return row.isNullAt(ordinal) ? "" : row.getString(ordinal);
    }

    private static Instant time(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
    }
}
