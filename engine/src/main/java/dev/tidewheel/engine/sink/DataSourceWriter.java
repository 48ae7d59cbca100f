package dev.tidewheel.engine.sink;

import dev.tidewheel.model.definition.SinkTarget;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.types.StructType;

/** Writes to a data source by its name. Thread-safe. */
public final class DataSourceWriter {

    private static final String DELTA = "delta";
    private static final String PATH = "path";
    private static final String TABLE = "tablename";

    /** Two flows that begin one Delta table at the same time would be in each other's way. */
    private static final Object CREATION = new Object();

    private final String format;
    private final Map<String, String> options;
    private final String table;

    public DataSourceWriter(SinkTarget.DataSource target, SinkPlaces places) {
        this.format = target.format();
        Map<String, String> given = new HashMap<>();
        String named = "";
        for (Map.Entry<String, String> option : target.options().entrySet()) {
            String key = option.getKey().toLowerCase(Locale.ROOT);
            if (key.equals(TABLE) && isDelta()) {
                named = option.getValue();
            } else {
                given.put(option.getKey(), key.equals(PATH) ? places.path(option.getValue()) : option.getValue());
            }
        }
        if (!named.isEmpty()) {
            String ours = places.table(named).orElse("");
            if (!ours.isEmpty()) {
                given.put(PATH, ours);
                named = "";
            }
        }
        this.options = given;
        this.table = named;
    }

    private boolean isDelta() {
        return format.equalsIgnoreCase(DELTA);
    }

    /**
     * Starts to write a stream.
     *
     * @param schema of its rows
     */
    public StreamingQuery start(SparkSession session, StructType schema, DataStreamWriter<Row> writer)
            throws TimeoutException {
        prepare(session, schema);
        DataStreamWriter<Row> prepared = writer.format(format).options(options);
        return table.isEmpty() ? prepared.start() : prepared.toTable(table);
    }

    /** Appends rows. */
    public void save(SparkSession session, Dataset<Row> rows) {
        prepare(session, rows.schema());
        append(rows);
    }

    private void append(Dataset<Row> rows) {
        var writer = rows.write().format(format).options(options).mode(SaveMode.Append);
        if (table.isEmpty()) {
            writer.save();
        } else {
            writer.saveAsTable(table);
        }
    }

    private void prepare(SparkSession session, StructType schema) {
        String path = options.get(PATH);
        if (!isDelta() || path == null || exists(session, path)) {
            return;
        }
        synchronized (CREATION) {
            if (!exists(session, path)) {
                append(session.createDataFrame(List.of(), schema));
            }
        }
    }

    private static boolean exists(SparkSession session, String path) {
        return DeltaLog.forTable(session, path).tableExists();
    }
}
