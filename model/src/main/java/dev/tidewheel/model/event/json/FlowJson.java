package dev.tidewheel.model.event.json;

import static dev.tidewheel.model.event.json.JsonFields.constant;
import static dev.tidewheel.model.event.json.JsonFields.each;
import static dev.tidewheel.model.event.json.JsonFields.number;
import static dev.tidewheel.model.event.json.JsonFields.object;
import static dev.tidewheel.model.event.json.JsonFields.optionalNumber;
import static dev.tidewheel.model.event.json.JsonFields.optionalString;
import static dev.tidewheel.model.event.json.JsonFields.put;
import static dev.tidewheel.model.event.json.JsonFields.putEach;
import static dev.tidewheel.model.event.json.JsonFields.putJson;
import static dev.tidewheel.model.event.json.JsonFields.string;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidewheel.model.event.DataQuality;
import dev.tidewheel.model.event.EventDetails;
import dev.tidewheel.model.event.FlowMetrics;
import dev.tidewheel.model.event.FlowStatus;

/** Details of events about the work of a flow. */
final class FlowJson {

    private FlowJson() {}

    static ObjectNode write(EventDetails.FlowProgress progress) {
        ObjectNode json = object();
        json.put("status", progress.status().name());
        FlowMetrics metrics = progress.metrics();
        if (metrics != null) {
            json.set("metrics", write(metrics));
        }
        DataQuality quality = progress.dataQuality();
        if (quality != null) {
            json.set("data_quality", write(quality));
        }
        EventDetails.Write write = progress.write();
        if (write != null) {
            ObjectNode one = json.putObject("write");
            one.put("path", write.path());
            one.put("table_version", write.tableVersion());
        }
        if (!progress.problems().isEmpty()) {
            putEach(json, "problems", progress.problems(), ErrorJson::write);
        }
        return json;
    }

    static EventDetails.FlowProgress readProgress(JsonNode json) {
        JsonNode write = json.path("write");
        return new EventDetails.FlowProgress(
                constant(json, "status", FlowStatus.RUNNING),
                json.hasNonNull("metrics") ? readMetrics(json.path("metrics")) : null,
                json.hasNonNull("data_quality") ? readQuality(json.path("data_quality")) : null,
                write.isObject() ? new EventDetails.Write(string(write, "path"), number(write, "table_version")) : null,
                each(json, "problems", ErrorJson::readProblem));
    }

    private static ObjectNode write(FlowMetrics metrics) {
        ObjectNode json = object();
        put(json, "num_output_rows", metrics.outputRows());
        put(json, "num_output_bytes", metrics.outputBytes());
        put(json, "num_upserted_rows", metrics.upsertedRows());
        put(json, "num_deleted_rows", metrics.deletedRows());
        put(json, "backlog_bytes", metrics.backlogBytes());
        put(json, "backlog_records", metrics.backlogRecords());
        put(json, "backlog_files", metrics.backlogFiles());
        put(json, "backlog_seconds", metrics.backlogSeconds());
        put(json, "executor_time_ms", metrics.executorTimeMillis());
        put(json, "executor_cpu_time_ms", metrics.executorCpuTimeMillis());
        if (!metrics.sources().isEmpty()) {
            putEach(json, "source_metrics", metrics.sources(), FlowJson::write);
        }
        return json;
    }

    private static ObjectNode write(FlowMetrics.SourceMetrics source) {
        ObjectNode json = object();
        json.put("source_name", source.sourceName());
        put(json, "backlog_bytes", source.backlogBytes());
        put(json, "backlog_records", source.backlogRecords());
        put(json, "backlog_files", source.backlogFiles());
        put(json, "backlog_seconds", source.backlogSeconds());
        return json;
    }

    private static FlowMetrics readMetrics(JsonNode json) {
        return new FlowMetrics(
                optionalNumber(json, "num_output_rows"),
                optionalNumber(json, "num_output_bytes"),
                optionalNumber(json, "num_upserted_rows"),
                optionalNumber(json, "num_deleted_rows"),
                optionalNumber(json, "backlog_bytes"),
                optionalNumber(json, "backlog_records"),
                optionalNumber(json, "backlog_files"),
                optionalNumber(json, "backlog_seconds"),
                optionalNumber(json, "executor_time_ms"),
                optionalNumber(json, "executor_cpu_time_ms"),
                each(json, "source_metrics", source -> {
                    return new FlowMetrics.SourceMetrics(
                            string(source, "source_name"),
                            optionalNumber(source, "backlog_bytes"),
                            optionalNumber(source, "backlog_records"),
                            optionalNumber(source, "backlog_files"),
                            optionalNumber(source, "backlog_seconds"));
                }));
    }

    private static ObjectNode write(DataQuality quality) {
        ObjectNode json = object();
        json.put("dropped_records", quality.droppedRecords());
        putEach(json, "expectations", quality.expectations(), expectation -> {
            ObjectNode one = object();
            one.put("name", expectation.name());
            one.put("dataset", expectation.dataset());
            one.put("passed_records", expectation.passedRecords());
            one.put("failed_records", expectation.failedRecords());
            return one;
        });
        return json;
    }

    private static DataQuality readQuality(JsonNode json) {
        return new DataQuality(number(json, "dropped_records"), each(json, "expectations", expectation -> {
            return new DataQuality.ExpectationResult(
                    string(expectation, "name"),
                    string(expectation, "dataset"),
                    number(expectation, "passed_records"),
                    number(expectation, "failed_records"));
        }));
    }

    static ObjectNode write(EventDetails.OperationProgress progress) {
        ObjectNode json = object();
        json.put("type", progress.type());
        json.put("status", progress.status());
        put(json, "duration_ms", progress.durationMillis());
        if (progress.sourcePath() != null || progress.filesListed() != null) {
            ObjectNode loader = json.putObject("auto_loader_details");
            put(loader, "source_path", progress.sourcePath());
            put(loader, "num_files_listed", progress.filesListed());
        }
        return json;
    }

    static EventDetails.OperationProgress readOperation(JsonNode json) {
        JsonNode loader = json.path("auto_loader_details");
        return new EventDetails.OperationProgress(
                string(json, "type"),
                string(json, "status"),
                optionalNumber(json, "duration_ms"),
                optionalString(loader, "source_path"),
                optionalNumber(loader, "num_files_listed"));
    }

    static ObjectNode write(EventDetails.StreamProgress progress) {
        ObjectNode json = object();
        putJson(json, "progress", progress.progressJson());
        return json;
    }

    static EventDetails.StreamProgress readStream(JsonNode json) {
        return new EventDetails.StreamProgress(json.path("progress").toString());
    }
}
