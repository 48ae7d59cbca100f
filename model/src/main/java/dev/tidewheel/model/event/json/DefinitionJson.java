package dev.tidewheel.model.event.json;

import static dev.tidewheel.model.event.json.JsonFields.constant;
import static dev.tidewheel.model.event.json.JsonFields.each;
import static dev.tidewheel.model.event.json.JsonFields.flag;
import static dev.tidewheel.model.event.json.JsonFields.number;
import static dev.tidewheel.model.event.json.JsonFields.object;
import static dev.tidewheel.model.event.json.JsonFields.optionalString;
import static dev.tidewheel.model.event.json.JsonFields.put;
import static dev.tidewheel.model.event.json.JsonFields.putEach;
import static dev.tidewheel.model.event.json.JsonFields.string;
import static dev.tidewheel.model.event.json.JsonFields.stringMap;
import static dev.tidewheel.model.event.json.JsonFields.strings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidewheel.model.event.EventDetails;
import dev.tidewheel.model.event.FlowType;

/** Details of events about the parts of a graph. */
final class DefinitionJson {

    private DefinitionJson() {}

    static ObjectNode write(EventDetails.FlowDefinition flow) {
        ObjectNode json = object();
        put(json, "input_datasets", flow.inputDatasets());
        put(json, "output_dataset", flow.outputDataset());
        put(json, "output_sink", flow.outputSink());
        json.put("flow_type", flow.flowType().name());
        put(json, "language", flow.language());
        json.put("once", flow.once());
        put(json, "comment", flow.comment());
        put(json, "explain_text", flow.explainText());
        put(json, "schema_json", flow.schemaJson());
        putEach(json, "schema", flow.schema(), column -> {
            ObjectNode one = object();
            one.put("name", column.name());
            one.put("data_type", column.dataType());
            return one;
        });
        put(json, "spark_conf", flow.sparkConf());
        ErrorJson.putLocation(json, flow.location());
        return json;
    }

    static EventDetails.FlowDefinition readFlow(JsonNode json) {
        return new EventDetails.FlowDefinition(
                strings(json, "input_datasets"),
                optionalString(json, "output_dataset"),
                optionalString(json, "output_sink"),
                constant(json, "flow_type", FlowType.APPEND),
                optionalString(json, "language"),
                flag(json, "once"),
                optionalString(json, "comment"),
                optionalString(json, "explain_text"),
                optionalString(json, "schema_json"),
                each(json, "schema", column -> {
                    return new EventDetails.Column(string(column, "name"), string(column, "data_type"));
                }),
                stringMap(json, "spark_conf"),
                ErrorJson.readLocation(json));
    }

    static ObjectNode write(EventDetails.DatasetDefinition dataset) {
        ObjectNode json = object();
        json.put("dataset_type", dataset.datasetType());
        json.put("num_flows", dataset.flows());
        putEach(json, "expectations", dataset.expectations(), expectation -> {
            ObjectNode one = object();
            one.put("name", expectation.name());
            one.put("condition", expectation.condition());
            one.put("action", expectation.action());
            return one;
        });
        ErrorJson.putLocation(json, dataset.location());
        return json;
    }

    static EventDetails.DatasetDefinition readDataset(JsonNode json) {
        return new EventDetails.DatasetDefinition(
                string(json, "dataset_type"),
                (int) number(json, "num_flows"),
                each(json, "expectations", expectation -> {
                    return new EventDetails.DefinedExpectation(
                            string(expectation, "name"),
                            string(expectation, "condition"),
                            string(expectation, "action"));
                }),
                ErrorJson.readLocation(json));
    }

    static ObjectNode write(EventDetails.SinkDefinition sink) {
        ObjectNode json = object();
        json.put("format", sink.format());
        put(json, "options", sink.options());
        ErrorJson.putLocation(json, sink.location());
        return json;
    }

    static EventDetails.SinkDefinition readSink(JsonNode json) {
        return new EventDetails.SinkDefinition(
                string(json, "format"), stringMap(json, "options"), ErrorJson.readLocation(json));
    }
}
