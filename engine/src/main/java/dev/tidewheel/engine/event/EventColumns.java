package dev.tidewheel.engine.event;

import io.delta.kernel.types.ArrayType;
import io.delta.kernel.types.BooleanType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TimestampType;
import java.util.List;

/** The columns of the event table. */
final class EventColumns {
    private static final DataType STRING = StringType.STRING;
    private static final DataType LONG = LongType.LONG;

    /** All fields that readers of event logs know, also those that we leave empty; {@code batch_id} apart, strings. */
    private static final List<String> ORIGIN_FIELDS = List.of(
            "cloud",
            "region",
            "org_id",
            "host",
            "pipeline_id",
            "pipeline_name",
            "pipeline_type",
            "cluster_id",
            "update_id",
            "request_id",
            "maintenance_id",
            "graph_id",
            "table_id",
            "table_name",
            "dataset_name",
            "materialization_name",
            "uc_resource_id",
            "sink_name",
            "flow_id",
            "flow_name",
            "batch_id",
            "ingestion_source_catalog_name",
            "ingestion_source_schema_name",
            "ingestion_source_table_name",
            "ingestion_source_connection_name",
            "ingestion_source_table_version");

    static final StructType DATA_PLANE =
            new StructType().add("instance", STRING).add("seq_no", LONG);

    static final StructType SEQUENCE =
            new StructType().add("data_plane_id", DATA_PLANE).add("control_plane_seq_no", LONG);

    static final StructType ORIGIN = origin();

    static final StructType FRAME = new StructType()
            .add("declaring_class", STRING)
            .add("method_name", STRING)
            .add("file_name", STRING)
            .add("line_number", IntegerType.INTEGER);

    static final StructType EXCEPTION =
            new StructType().add("class_name", STRING).add("message", STRING).add("stack", new ArrayType(FRAME, true));

    static final StructType ERROR =
            new StructType().add("fatal", BooleanType.BOOLEAN).add("exceptions", new ArrayType(EXCEPTION, true));

    static final StructType EVENT = new StructType()
            .add("id", STRING)
            .add("sequence", SEQUENCE)
            .add("origin", ORIGIN)
            .add("timestamp", TimestampType.TIMESTAMP)
            .add("message", STRING)
            .add("level", STRING)
            .add("maturity_level", STRING)
            .add("error", ERROR)
            .add("details", STRING)
            .add("event_type", STRING);

    private EventColumns() {}

    private static StructType origin() {
        StructType type = new StructType();
        for (String field : ORIGIN_FIELDS) {
            type = type.add(field, field.equals("batch_id") ? LONG : STRING);
        }
        return type;
    }
}
