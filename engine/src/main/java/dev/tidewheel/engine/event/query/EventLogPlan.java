package dev.tidewheel.engine.event.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidewheel.engine.event.EventLog;
import dev.tidewheel.engine.event.EventLogLocation;
import dev.tidewheel.model.event.PipelineEvent;
import dev.tidewheel.model.event.json.EventJson;
import io.delta.kernel.defaults.engine.DefaultEngine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampType;
import org.jspecify.annotations.Nullable;

/** The rows of an event log as a Spark plan: a version of the table, and the events that are not in it yet. */
public final class EventLogPlan {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private EventLogPlan() {}

    /**
     * The log as it is now. Each call gives a plan with columns of its own, so that a query can hold several.
     *
     * @param storage of the pipeline
     * @throws dev.tidewheel.model.error.PipelineException if the log cannot be read
     */
    public static LogicalPlan plan(SparkSession session, String storage) {
        EventLogLocation location = EventLogLocation.of(storage);
        EventLog log = new EventLog(
                location, DefaultEngine.create(session.sessionState().newHadoopConf()));
        EventLog.Cut cut = log.cut();
        Dataset<Row> pending = session.createDataFrame(rows(cut.pending()), schema());
        if (cut.tableVersion().isEmpty()) {
            return analyzed(pending);
        }
        Dataset<Row> table = session.read()
                .format("delta")
                .option("versionAsOf", cut.tableVersion().getAsLong())
                .load(location.table());
        return analyzed(cut.pending().isEmpty() ? table : table.union(pending));
    }

    private static LogicalPlan analyzed(Dataset<Row> rows) {
        return ((org.apache.spark.sql.classic.Dataset<Row>) rows)
                .queryExecution()
                .analyzed();
    }

    static StructType schema() {
        return (StructType) DataType.fromJson(EventLog.schemaJson());
    }

    private static List<Row> rows(List<PipelineEvent> events) {
        List<Row> rows = new ArrayList<>();
        for (PipelineEvent event : events) {
            try {
                rows.add(row(MAPPER.readTree(EventJson.write(event)), schema()));
            } catch (JsonProcessingException impossible) {
                throw new IllegalStateException("Our own JSON cannot be read", impossible);
            }
        }
        return rows;
    }

    private static Row row(JsonNode json, StructType type) {
        Object[] values = new Object[type.length()];
        for (int i = 0; i < values.length; i++) {
            StructField field = type.apply(i);
            @Nullable Object value = value(json.get(field.name()), field.dataType());
            values[i] = value;
        }
        return RowFactory.create(values);
    }

    private static @Nullable Object value(@Nullable JsonNode json, DataType type) {
        if (json == null || json.isNull()) {
            return null;
        } else if (type instanceof StructType struct) {
            return row(json, struct);
        } else if (type instanceof ArrayType array) {
            List<@Nullable Object> elements = new ArrayList<>();
            json.forEach(element -> elements.add(value(element, array.elementType())));
            return elements.toArray();
        } else if (type instanceof LongType) {
            return json.asLong();
        } else if (type instanceof IntegerType) {
            return json.asInt();
        } else if (type instanceof BooleanType) {
            return json.asBoolean();
        } else if (type instanceof TimestampType) {
            return Instant.parse(json.asText());
        }
        return json.isTextual() ? json.asText() : json.toString();
    }
}
