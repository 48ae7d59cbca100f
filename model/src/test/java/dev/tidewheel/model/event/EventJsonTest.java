package dev.tidewheel.model.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.event.EventDetails.CreateUpdate;
import dev.tidewheel.model.event.EventDetails.DatasetDefinition;
import dev.tidewheel.model.event.EventDetails.FlowDefinition;
import dev.tidewheel.model.event.EventDetails.FlowProgress;
import dev.tidewheel.model.event.EventDetails.OperationProgress;
import dev.tidewheel.model.event.EventDetails.UpdateProgress;
import dev.tidewheel.model.event.json.EventJson;
import dev.tidewheel.model.text.SourceLocation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventJsonTest {
    private static final SourceLocation PLACE = new SourceLocation("silver.sql", 12, 5, 7, "  FROM STREAM raw");
    private static final Problem PROBLEM = Problem.of(ErrorCode.DATASET_NOT_FOUND, "There is no 'raw'")
            .because("Nothing defines it")
            .remedy("Did you mean 'raw_orders'?")
            .at(PLACE)
            .in("main.default.silver");

    static Stream<EventDetails> allTypes() {
        FlowMetrics metrics = FlowMetrics.written(10, 2_000)
                .withChanges(3, 1)
                .withBacklog(4L, 5_000L, null, 7L)
                .withExecutorTime(120, 90)
                .withSources(List.of(new FlowMetrics.SourceMetrics("raw", 1L, 2L, 3L, 4L)));
        DataQuality quality = new DataQuality(2, List.of(new DataQuality.ExpectationResult("valid id", "a.b.c", 8, 2)));
        RefreshPlanning.Technique recompute =
                new RefreshPlanning.Technique("MAINTENANCE_TYPE_COMPLETE_RECOMPUTE", true, true, 1.5, List.of(), null);
        RefreshPlanning.Technique rows = new RefreshPlanning.Technique(
                "MAINTENANCE_TYPE_ROW_BASED",
                false,
                false,
                null,
                List.of(
                        new RefreshPlanning.Issue(
                                "PLAN_NOT_INCREMENTALIZABLE",
                                true,
                                "AGGREGATE_NOT_TOP_NODE",
                                "a.b.c",
                                "Join",
                                "sum(x)",
                                "JOIN_TYPE_LEFT_OUTER",
                                null,
                                null),
                        new RefreshPlanning.Issue(
                                "PLAN_NOT_DETERMINISTIC", true, "TIME_FUNCTION", null, null, null, null, null, null),
                        RefreshPlanning.Issue.of("CHANGE_SET_MISSING", true)),
                "CHANGE_SET_TYPE_APPEND_ONLY");
        RefreshPlanning.TableInformation table = new RefreshPlanning.TableInformation(
                "a.b.c",
                "42",
                "STREAMING_TABLE",
                List.of("day"),
                "TABLE_CHANGE_TYPE_APPEND_ONLY",
                100L,
                10L,
                1L,
                false,
                true,
                true,
                false,
                false);
        return Stream.of(
                new CreateUpdate(
                        "u1",
                        UpdateCause.USER_ACTION,
                        true,
                        false,
                        List.of("a"),
                        List.of("b"),
                        "ann",
                        "{\"name\":\"shop\",\"continuous\":false}"),
                new EventDetails.UserAction("START", "ann", "7"),
                new EventDetails.RuntimeDetails("tidewheel-1", "4.2.0", "4.4.0", "17"),
                new UpdateProgress(UpdateState.FAILED, null, List.of(PROBLEM)),
                new UpdateProgress(UpdateState.CANCELED, CancellationCause.WORKFLOW_CANCELLATION, List.of()),
                new FlowDefinition(
                        List.of("a.b.raw"),
                        "a.b.silver",
                        null,
                        FlowType.APPEND,
                        "SQL",
                        false,
                        "clean",
                        "Project…",
                        "{\"type\":\"struct\",\"fields\":[]}",
                        List.of(new EventDetails.Column("id", "bigint")),
                        Map.of("k", "v"),
                        PLACE),
                new DatasetDefinition(
                        "STREAMING_TABLE",
                        2,
                        List.of(new EventDetails.DefinedExpectation("valid id", "id IS NOT NULL", "DROP")),
                        PLACE),
                new EventDetails.SinkDefinition("kafka", Map.of("topic", "t"), null),
                new FlowProgress(FlowStatus.COMPLETED, metrics, quality, new EventDetails.Write("LIGHT", 7), List.of()),
                new FlowProgress(FlowStatus.FAILED, null, null, null, List.of(PROBLEM)),
                new EventDetails.PlanningInformation(
                        new RefreshPlanning(List.of(recompute, rows), List.of(table), table)),
                new OperationProgress("AUTO_LOADER_LISTING", "COMPLETED", 12L, "/in", 3L),
                new OperationProgress("CDC_SNAPSHOT", "STARTED", null, null, null),
                new EventDetails.HookProgress("notify", "FAILED", "ConnectionError: no route"),
                new EventDetails.StreamProgress("{\"batchId\":3,\"sources\":[]}"),
                new EventDetails.Deprecation("LONG_FLOW_NAME"),
                new EventDetails.Other("from_a_later_version", "{\"name\":\"h\"}"));
    }

    @ParameterizedTest
    @MethodSource("allTypes")
    void whatIsWrittenIsRead(EventDetails details) {
        Origin origin = Origin.ofPipeline("p1", "shop", "box")
                .forUpdate("u1", "r1")
                .forDataset("a.b.c")
                .forTable("t1", "a.b.c")
                .forFlow("f1", "a.b.c")
                .forBatch(3);
        ErrorDetail error = ErrorDetail.retryable(new IllegalStateException("outer", new RuntimeException("inner")));
        PipelineEvent event = new PipelineEvent(
                "id",
                new EventSequence("i", 4, 1_700_000_000_000_001L),
                origin,
                Instant.parse("2026-01-02T03:04:05.678901Z"),
                "It's \"done\"\n",
                EventLevel.WARN,
                MaturityLevel.EVOLVING,
                error,
                details);

        String line = EventJson.write(event);

        assertThat(line).doesNotContain("\n");
        assertThat(EventJson.read(line)).isEqualTo(event);
        assertThat(EventJson.readDetails(details.eventType(), EventJson.writeDetails(details)))
                .isEqualTo(details);
    }

    @Test
    void everyTypeHasAnExample() {
        List<Class<?>> examples = new ArrayList<>();
        allTypes().forEach(details -> examples.add(details.getClass()));

        assertThat(examples).contains(EventDetails.class.getPermittedSubclasses());
    }

    @Test
    void flowProgressHasTheFieldsOfTheLog() throws Exception {
        FlowProgress progress = allTypes()
                .filter(FlowProgress.class::isInstance)
                .map(FlowProgress.class::cast)
                .findFirst()
                .orElseThrow();

        JsonNode json = new ObjectMapper().readTree(EventJson.writeDetails(progress));

        assertThat(json.path("flow_progress").path("metrics").toString())
                .isEqualTo("{\"num_output_rows\":10,\"num_output_bytes\":2000,\"num_upserted_rows\":3,"
                        + "\"num_deleted_rows\":1,\"backlog_bytes\":5000,\"backlog_files\":4,"
                        + "\"backlog_seconds\":7,\"executor_time_ms\":120,\"executor_cpu_time_ms\":90,\"source_metrics\":"
                        + "[{\"source_name\":\"raw\",\"backlog_bytes\":1,\"backlog_records\":2,"
                        + "\"backlog_files\":3,\"backlog_seconds\":4}]}");
        assertThat(json.path("flow_progress").path("data_quality").toString())
                .isEqualTo("{\"dropped_records\":2,\"expectations\":[{\"name\":\"valid id\",\"dataset\":\"a.b.c\","
                        + "\"passed_records\":8,\"failed_records\":2}]}");
    }

    @Test
    void aLaterVersionsNamesAreUnderstoodAsFarAsPossible() {
        String line = "{\"id\":\"1\",\"timestamp\":\"2026-01-02T03:04:05Z\",\"level\":\"SHOUT\",\"new\":1,"
                + "\"event_type\":\"flow_progress\",\"details\":{\"flow_progress\":{\"status\":\"DANCING\"}}}";

        PipelineEvent event = EventJson.read(line);

        assertThat(event.level()).isEqualTo(EventLevel.INFO);
        assertThat(((FlowProgress) event.details()).status()).isEqualTo(FlowStatus.RUNNING);
    }

    @Test
    void whatIsNoEventIsRefused() {
        assertThatThrownBy(() -> EventJson.read("{\"id\":\"1\"")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EventJson.read("{}")).isInstanceOf(IllegalArgumentException.class);
    }
}
