package dev.tidewheel.model.event.json;

import static dev.tidewheel.model.event.json.JsonFields.object;
import static dev.tidewheel.model.event.json.JsonFields.putJson;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidewheel.model.event.EventDetails;
import dev.tidewheel.model.event.EventDetails.CreateUpdate;
import dev.tidewheel.model.event.EventDetails.DatasetDefinition;
import dev.tidewheel.model.event.EventDetails.Deprecation;
import dev.tidewheel.model.event.EventDetails.FlowDefinition;
import dev.tidewheel.model.event.EventDetails.FlowProgress;
import dev.tidewheel.model.event.EventDetails.HookProgress;
import dev.tidewheel.model.event.EventDetails.OperationProgress;
import dev.tidewheel.model.event.EventDetails.Other;
import dev.tidewheel.model.event.EventDetails.PlanningInformation;
import dev.tidewheel.model.event.EventDetails.RuntimeDetails;
import dev.tidewheel.model.event.EventDetails.SinkDefinition;
import dev.tidewheel.model.event.EventDetails.StreamProgress;
import dev.tidewheel.model.event.EventDetails.UpdateProgress;
import dev.tidewheel.model.event.EventDetails.UserAction;

/** The field {@code details}: an object whose one key is the type of the event. */
final class DetailsJson {

    private DetailsJson() {}

    static ObjectNode write(EventDetails details) {
        ObjectNode json = object();
        if (details instanceof Other other) {
            putJson(json, other.eventType(), other.json());
        } else {
            json.set(details.eventType(), content(details));
        }
        return json;
    }

    private static ObjectNode content(EventDetails details) {
        if (details instanceof FlowProgress progress) {
            return FlowJson.write(progress);
        } else if (details instanceof UpdateProgress progress) {
            return UpdateJson.write(progress);
        } else if (details instanceof CreateUpdate update) {
            return UpdateJson.write(update);
        } else if (details instanceof UserAction action) {
            return UpdateJson.write(action);
        } else if (details instanceof RuntimeDetails runtime) {
            return UpdateJson.write(runtime);
        } else if (details instanceof Deprecation deprecation) {
            return UpdateJson.write(deprecation);
        } else if (details instanceof FlowDefinition definition) {
            return DefinitionJson.write(definition);
        } else if (details instanceof DatasetDefinition definition) {
            return DefinitionJson.write(definition);
        } else if (details instanceof SinkDefinition definition) {
            return DefinitionJson.write(definition);
        } else if (details instanceof PlanningInformation information) {
            return PlanningJson.write(information.planning());
        } else if (details instanceof OperationProgress progress) {
            return FlowJson.write(progress);
        } else if (details instanceof StreamProgress progress) {
            return FlowJson.write(progress);
        } else if (details instanceof HookProgress progress) {
            return UpdateJson.write(progress);
        }
        throw new IllegalStateException("No JSON for " + details.getClass());
    }

    static EventDetails read(String eventType, JsonNode details) {
        JsonNode json = details.path(eventType);
        return switch (eventType) {
            case "flow_progress" -> FlowJson.readProgress(json);
            case "update_progress" -> UpdateJson.readProgress(json);
            case "create_update" -> UpdateJson.readCreation(json);
            case "user_action" -> UpdateJson.readAction(json);
            case "runtime_details" -> UpdateJson.readRuntime(json);
            case "deprecation" -> UpdateJson.readDeprecation(json);
            case "flow_definition" -> DefinitionJson.readFlow(json);
            case "dataset_definition" -> DefinitionJson.readDataset(json);
            case "sink_definition" -> DefinitionJson.readSink(json);
            case "planning_information" -> new PlanningInformation(PlanningJson.read(json));
            case "operation_progress" -> FlowJson.readOperation(json);
            case "hook_progress" -> UpdateJson.readHook(json);
            case "stream_progress" -> FlowJson.readStream(json);
            default -> new Other(eventType, json.isMissingNode() ? "{}" : json.toString());
        };
    }
}
