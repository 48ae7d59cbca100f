package dev.tidewheel.model.event.json;

import static dev.tidewheel.model.event.json.JsonFields.object;
import static dev.tidewheel.model.event.json.JsonFields.optionalNumber;
import static dev.tidewheel.model.event.json.JsonFields.optionalString;
import static dev.tidewheel.model.event.json.JsonFields.put;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidewheel.model.event.Origin;

/** The field {@code origin} of an event. Stateless. */
public final class OriginJson {

    private OriginJson() {}

    public static ObjectNode write(Origin origin) {
        ObjectNode json = object();
        put(json, "host", origin.host());
        put(json, "pipeline_id", origin.pipelineId());
        put(json, "pipeline_name", origin.pipelineName());
        put(json, "pipeline_type", Origin.PIPELINE_TYPE);
        put(json, "update_id", origin.updateId());
        put(json, "request_id", origin.requestId());
        put(json, "graph_id", origin.graphId());
        put(json, "table_id", origin.tableId());
        put(json, "dataset_name", origin.datasetName());
        put(json, "materialization_name", origin.materializationName());
        put(json, "sink_name", origin.sinkName());
        put(json, "flow_id", origin.flowId());
        put(json, "flow_name", origin.flowName());
        put(json, "batch_id", origin.batchId());
        return json;
    }

    public static Origin read(JsonNode json) {
        return new Origin(
                optionalString(json, "host"),
                optionalString(json, "pipeline_id"),
                optionalString(json, "pipeline_name"),
                optionalString(json, "update_id"),
                optionalString(json, "request_id"),
                optionalString(json, "graph_id"),
                optionalString(json, "table_id"),
                optionalString(json, "dataset_name"),
                optionalString(json, "materialization_name"),
                optionalString(json, "sink_name"),
                optionalString(json, "flow_id"),
                optionalString(json, "flow_name"),
                optionalNumber(json, "batch_id"));
    }
}
