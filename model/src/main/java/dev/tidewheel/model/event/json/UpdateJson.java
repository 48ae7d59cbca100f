package dev.tidewheel.model.event.json;

import static dev.tidewheel.model.event.json.JsonFields.constant;
import static dev.tidewheel.model.event.json.JsonFields.each;
import static dev.tidewheel.model.event.json.JsonFields.flag;
import static dev.tidewheel.model.event.json.JsonFields.object;
import static dev.tidewheel.model.event.json.JsonFields.optionalString;
import static dev.tidewheel.model.event.json.JsonFields.put;
import static dev.tidewheel.model.event.json.JsonFields.putEach;
import static dev.tidewheel.model.event.json.JsonFields.putJson;
import static dev.tidewheel.model.event.json.JsonFields.string;
import static dev.tidewheel.model.event.json.JsonFields.strings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidewheel.model.event.CancellationCause;
import dev.tidewheel.model.event.EventDetails;
import dev.tidewheel.model.event.UpdateCause;
import dev.tidewheel.model.event.UpdateState;

/** Details of events about an update as a whole. */
final class UpdateJson {

    private UpdateJson() {}

    static ObjectNode write(EventDetails.CreateUpdate update) {
        ObjectNode json = object();
        json.put("update_id", update.updateId());
        json.put("cause", update.cause().name());
        json.put("full_refresh", update.fullRefresh());
        json.put("validate_only", update.validateOnly());
        put(json, "refresh_selection", update.refreshSelection());
        put(json, "full_refresh_selection", update.fullRefreshSelection());
        put(json, "run_as", update.runAs());
        json.put("effective_publishing_mode", "DEFAULT_PUBLISHING_MODE");
        putJson(json, "config", update.configJson());
        return json;
    }

    static EventDetails.CreateUpdate readCreation(JsonNode json) {
        JsonNode config = json.path("config");
        return new EventDetails.CreateUpdate(
                string(json, "update_id"),
                constant(json, "cause", UpdateCause.API_CALL),
                flag(json, "full_refresh"),
                flag(json, "validate_only"),
                strings(json, "refresh_selection"),
                strings(json, "full_refresh_selection"),
                optionalString(json, "run_as"),
                config.isMissingNode() ? "{}" : config.toString());
    }

    static ObjectNode write(EventDetails.UserAction action) {
        ObjectNode json = object();
        json.put("action", action.action());
        put(json, "user_name", action.userName());
        put(json, "user_id", action.userId());
        return json;
    }

    static EventDetails.UserAction readAction(JsonNode json) {
        return new EventDetails.UserAction(
                string(json, "action"), optionalString(json, "user_name"), optionalString(json, "user_id"));
    }

    /** The version stands twice, as readers of either shape are about. */
    static ObjectNode write(EventDetails.RuntimeDetails runtime) {
        ObjectNode json = object();
        json.put("dbr_version", runtime.runtimeVersion());
        json.putObject("runtime_version").put("dbr_version", runtime.runtimeVersion());
        json.put("spark_version", runtime.sparkVersion());
        json.put("delta_version", runtime.deltaVersion());
        json.put("java_version", runtime.javaVersion());
        return json;
    }

    static EventDetails.RuntimeDetails readRuntime(JsonNode json) {
        return new EventDetails.RuntimeDetails(
                string(json, "dbr_version"),
                string(json, "spark_version"),
                string(json, "delta_version"),
                string(json, "java_version"));
    }

    static ObjectNode write(EventDetails.UpdateProgress progress) {
        ObjectNode json = object();
        json.put("state", progress.state().name());
        CancellationCause cause = progress.cancellationCause();
        if (cause != null) {
            json.put("cancellation_cause", cause.name());
        }
        if (!progress.problems().isEmpty()) {
            putEach(json, "problems", progress.problems(), ErrorJson::write);
        }
        return json;
    }

    static EventDetails.UpdateProgress readProgress(JsonNode json) {
        return new EventDetails.UpdateProgress(
                constant(json, "state", UpdateState.RUNNING),
                json.hasNonNull("cancellation_cause")
                        ? constant(json, "cancellation_cause", CancellationCause.USER_ACTION)
                        : null,
                each(json, "problems", ErrorJson::readProblem));
    }

    static ObjectNode write(EventDetails.Deprecation deprecation) {
        ObjectNode json = object();
        json.put("message", deprecation.code());
        return json;
    }

    static ObjectNode write(EventDetails.HookProgress progress) {
        ObjectNode json = object();
        json.put("name", progress.name());
        json.put("status", progress.status());
        json.put("message", progress.message());
        return json;
    }

    static EventDetails.HookProgress readHook(JsonNode json) {
        return new EventDetails.HookProgress(string(json, "name"), string(json, "status"), string(json, "message"));
    }

    static EventDetails.Deprecation readDeprecation(JsonNode json) {
        return new EventDetails.Deprecation(string(json, "message"));
    }
}
