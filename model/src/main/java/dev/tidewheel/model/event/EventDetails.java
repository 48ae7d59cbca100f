package dev.tidewheel.model.event;

import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.SourceLocation;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an event says to machines: one record for each type of event. */
public sealed interface EventDetails {

    /** The type of the event, and the one key of the details in the log. */
    String eventType();

    /**
     * An update was asked for.
     *
     * @param fullRefresh true if everything starts again
     * @param validateOnly true if nothing is to be written
     * @param refreshSelection empty for everything
     * @param runAs who it runs as, null if not known
     * @param configJson the settings that it starts with, defaults included, as a JSON object
     */
    record CreateUpdate(
            String updateId,
            UpdateCause cause,
            boolean fullRefresh,
            boolean validateOnly,
            List<String> refreshSelection,
            List<String> fullRefreshSelection,
            @Nullable String runAs,
            String configJson)
            implements EventDetails {
        public CreateUpdate {
            Objects.requireNonNull(updateId, "updateId is null");
            Objects.requireNonNull(cause, "cause is null");
            refreshSelection = List.copyOf(refreshSelection);
            fullRefreshSelection = List.copyOf(fullRefreshSelection);
            Objects.requireNonNull(configJson, "configJson is null");
        }

        @Override
        public String eventType() {
            return "create_update";
        }
    }

    /**
     * Somebody did something with the pipeline.
     *
     * @param action such as {@code CREATE}, {@code START}, {@code STOP}
     */
    record UserAction(
            String action,
            @Nullable String userName,
            @Nullable String userId) implements EventDetails {
        public UserAction {
            Objects.requireNonNull(action, "action is null");
        }

        @Override
        public String eventType() {
            return "user_action";
        }
    }

    /** What the update runs on. */
    record RuntimeDetails(String runtimeVersion, String sparkVersion, String deltaVersion, String javaVersion)
            implements EventDetails {
        public RuntimeDetails {
            Objects.requireNonNull(runtimeVersion, "runtimeVersion is null");
            Objects.requireNonNull(sparkVersion, "sparkVersion is null");
            Objects.requireNonNull(deltaVersion, "deltaVersion is null");
            Objects.requireNonNull(javaVersion, "javaVersion is null");
        }

        @Override
        public String eventType() {
            return "runtime_details";
        }
    }

    /**
     * An update got to a state.
     *
     * @param problems why it failed, with their places in the user's files; empty otherwise
     */
    record UpdateProgress(UpdateState state, @Nullable CancellationCause cancellationCause, List<Problem> problems)
            implements EventDetails {
        public UpdateProgress {
            Objects.requireNonNull(state, "state is null");
            problems = List.copyOf(problems);
        }

        @Override
        public String eventType() {
            return "update_progress";
        }
    }

    /**
     * A flow of the graph.
     *
     * @param outputDataset full name, null if it writes a sink
     * @param schemaJson Spark's JSON of the schema, null if not known
     * @param language {@code SQL}, {@code JAVA}, {@code PYTHON}
     */
    record FlowDefinition(
            List<String> inputDatasets,
            @Nullable String outputDataset,
            @Nullable String outputSink,
            FlowType flowType,
            @Nullable String language,
            boolean once,
            @Nullable String comment,
            @Nullable String explainText,
            @Nullable String schemaJson,
            List<Column> schema,
            Map<String, String> sparkConf,
            @Nullable SourceLocation location)
            implements EventDetails {
        public FlowDefinition {
            inputDatasets = List.copyOf(inputDatasets);
            Objects.requireNonNull(flowType, "flowType is null");
            schema = List.copyOf(schema);
            sparkConf = Map.copyOf(sparkConf);
        }

        @Override
        public String eventType() {
            return "flow_definition";
        }
    }

    /** A column of a flow. */
    record Column(String name, String dataType) {
        public Column {
            Objects.requireNonNull(name, "name is null");
            Objects.requireNonNull(dataType, "dataType is null");
        }
    }

    /**
     * A dataset of the graph.
     *
     * @param datasetType {@code STREAMING_TABLE}, {@code MATERIALIZED_VIEW} or {@code VIEW}
     */
    record DatasetDefinition(
            String datasetType,
            int flows,
            List<DefinedExpectation> expectations,
            @Nullable SourceLocation location) implements EventDetails {
        public DatasetDefinition {
            Objects.requireNonNull(datasetType, "datasetType is null");
            expectations = List.copyOf(expectations);
        }

        @Override
        public String eventType() {
            return "dataset_definition";
        }
    }

    /** A rule of a dataset. */
    record DefinedExpectation(String name, String condition, String action) {
        public DefinedExpectation {
            Objects.requireNonNull(name, "name is null");
            Objects.requireNonNull(condition, "condition is null");
            Objects.requireNonNull(action, "action is null");
        }
    }

    /** A sink of the graph; its options must not hold secrets. */
    record SinkDefinition(
            String format,
            Map<String, String> options,
            @Nullable SourceLocation location) implements EventDetails {
        public SinkDefinition {
            Objects.requireNonNull(format, "format is null");
            options = Map.copyOf(options);
        }

        @Override
        public String eventType() {
            return "sink_definition";
        }
    }

    /**
     * A flow got to a status, or did some work.
     *
     * @param write what was committed, null if nothing was
     * @param problems why it failed; empty otherwise
     */
    record FlowProgress(
            FlowStatus status,
            @Nullable FlowMetrics metrics,
            @Nullable DataQuality dataQuality,
            @Nullable Write write,
            List<Problem> problems)
            implements EventDetails {
        public FlowProgress {
            Objects.requireNonNull(status, "status is null");
            problems = List.copyOf(problems);
        }

        @Override
        public String eventType() {
            return "flow_progress";
        }
    }

    /**
     * A commit of a flow.
     *
     * @param path how it was written, such as {@code LIGHT} or {@code DELTA_SPARK}
     * @param tableVersion version of the table after it
     */
    record Write(String path, long tableVersion) {
        public Write {
            Objects.requireNonNull(path, "path is null");
        }
    }

    /** How a view is refreshed, and why not otherwise. */
    record PlanningInformation(RefreshPlanning planning) implements EventDetails {
        public PlanningInformation {
            Objects.requireNonNull(planning, "planning is null");
        }

        @Override
        public String eventType() {
            return "planning_information";
        }
    }

    /**
     * A part of a flow's work that may take long, such as listing files.
     *
     * @param type such as {@code AUTO_LOADER_LISTING}
     * @param status {@code STARTED}, {@code IN_PROGRESS}, {@code COMPLETED}, {@code CANCELED}, {@code FAILED}
     * @param durationMillis known at the end only
     */
    record OperationProgress(
            String type,
            String status,
            @Nullable Long durationMillis,
            @Nullable String sourcePath,
            @Nullable Long filesListed)
            implements EventDetails {
        public OperationProgress {
            Objects.requireNonNull(type, "type is null");
            Objects.requireNonNull(status, "status is null");
        }

        @Override
        public String eventType() {
            return "operation_progress";
        }
    }

    /**
     * An event hook of the user did not work.
     *
     * @param status {@code FAILED}, or {@code DISABLED} if it is not called any more
     */
    record HookProgress(String name, String status, String message) implements EventDetails {
        public HookProgress {
            Objects.requireNonNull(name, "name is null");
            Objects.requireNonNull(status, "status is null");
            Objects.requireNonNull(message, "message is null");
        }

        @Override
        public String eventType() {
            return "hook_progress";
        }
    }

    /** A micro-batch of a flow that runs on Structured Streaming; the progress is Spark's JSON object. */
    record StreamProgress(String progressJson) implements EventDetails {
        public StreamProgress {
            Objects.requireNonNull(progressJson, "progressJson is null");
        }

        @Override
        public String eventType() {
            return "stream_progress";
        }
    }

    /** Something is used that will go away; the code says what. */
    record Deprecation(String code) implements EventDetails {
        public Deprecation {
            Objects.requireNonNull(code, "code is null");
        }

        @Override
        public String eventType() {
            return "deprecation";
        }
    }

    /**
     * An event of a type that this version does not know, kept as it was found.
     *
     * @param json the value under the key {@code eventType}
     */
    record Other(String eventType, String json) implements EventDetails {
        public Other {
            Objects.requireNonNull(eventType, "eventType is null");
            Objects.requireNonNull(json, "json is null");
        }
    }
}
