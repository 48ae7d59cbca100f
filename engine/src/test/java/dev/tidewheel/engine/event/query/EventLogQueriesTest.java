package dev.tidewheel.engine.event.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidewheel.engine.event.EventBus;
import dev.tidewheel.engine.event.EventLogLocation;
import dev.tidewheel.engine.testing.TestSession;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.event.DataQuality;
import dev.tidewheel.model.event.EventDetails;
import dev.tidewheel.model.event.EventEmitter;
import dev.tidewheel.model.event.FlowMetrics;
import dev.tidewheel.model.event.FlowStatus;
import dev.tidewheel.model.event.FlowType;
import dev.tidewheel.model.event.Origin;
import dev.tidewheel.model.event.RefreshPlanning;
import dev.tidewheel.model.event.UpdateCause;
import dev.tidewheel.model.event.UpdateState;
import io.delta.kernel.defaults.engine.DefaultEngine;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The queries that people run on event logs, on a log of two updates of which one half is still in the journal. */
class EventLogQueriesTest {
    @TempDir
    static Path storage;

    private static SparkSession session;
    private static EventBus bus;

    @BeforeAll
    static void writeLog() {
        session = sessionWithExtension();
        bus = EventBus.open(EventLogLocation.of(storage.toString()), DefaultEngine.create(new Configuration()));
        EventEmitter pipeline = new EventEmitter(bus, Origin.ofPipeline("p1", "shop", "box"));
        pipeline.emit("ann started it", new EventDetails.UserAction("START", "ann", "7"));
        good(pipeline.about(origin -> origin.forUpdate("update-1", "r1")));
        bus.flush();
        bad(pipeline.about(origin -> origin.forUpdate("update-2", "r2")));
        session.sql("CREATE OR REPLACE TEMPORARY VIEW event_log_raw AS SELECT * FROM event_log('shop')");
    }

    @AfterAll
    static void close() {
        bus.close();
    }

    private static SparkSession sessionWithExtension() {
        SparkSession shared = TestSession.get();
        SparkSession.clearActiveSession();
        SparkSession.clearDefaultSession();
        SparkSession.Builder builder = SparkSession.builder()
                .withExtensions(new EventLogExtension(name -> name.equals("shop") || name.equals("main.default.gold")
                        ? Optional.of(storage.toString())
                        : Optional.empty()));
        TestSession.settings().forEach(builder::config);
        SparkSession extended = builder.getOrCreate();
        SparkSession.setDefaultSession(shared);
        SparkSession.setActiveSession(shared);
        return extended;
    }

    private static EventDetails.CreateUpdate creation(String updateId) {
        return new EventDetails.CreateUpdate(
                updateId, UpdateCause.USER_ACTION, false, false, List.of(), List.of(), "ann", "{\"name\":\"shop\"}");
    }

    private static void good(EventEmitter update) {
        update.updateCreated(creation("update-1"));
        update.updateState(UpdateState.WAITING_FOR_RESOURCES);
        update.updateState(UpdateState.INITIALIZING);
        update.emit("runtime", new EventDetails.RuntimeDetails("tidewheel-0.1.0", "4.2.0", "4.4.0", "17"));
        EventEmitter silver =
                update.about(origin -> origin.forDataset("main.default.silver").forFlow("f1", "main.default.silver"));
        silver.flowDefined(new EventDetails.FlowDefinition(
                List.of("main.default.raw", "main.default.rates"),
                "main.default.silver",
                null,
                FlowType.APPEND,
                "SQL",
                false,
                null,
                null,
                null,
                List.of(),
                Map.of(),
                null));
        update.updateState(UpdateState.SETTING_UP_TABLES);
        update.updateState(UpdateState.RUNNING);
        silver.emit("listing", new EventDetails.OperationProgress("AUTO_LOADER_LISTING", "COMPLETED", 12L, "/in", 3L));
        silver.flowStatus(FlowStatus.QUEUED);
        silver.flowStatus(FlowStatus.STARTING);
        for (int batch = 0; batch < 3; batch++) {
            silver.flowProgress(
                    FlowMetrics.written(100, 1_000).withBacklog(5L - batch, 500L - batch, null, null),
                    new DataQuality(
                            10,
                            List.of(
                                    new DataQuality.ExpectationResult("valid id", "main.default.silver", 90, 10),
                                    new DataQuality.ExpectationResult("in range", "main.default.raw", 99, 1))),
                    new EventDetails.Write("LIGHT", batch + 1));
        }
        silver.flowCompleted(null, null, null);
        EventEmitter gold =
                update.about(origin -> origin.forDataset("main.default.gold").forFlow("f2", "gold"));
        gold.planned(new RefreshPlanning(
                List.of(
                        new RefreshPlanning.Technique(
                                "MAINTENANCE_TYPE_ROW_BASED",
                                false,
                                false,
                                null,
                                List.of(RefreshPlanning.Issue.of("CHANGE_SET_MISSING", true)),
                                null),
                        new RefreshPlanning.Technique(
                                "MAINTENANCE_TYPE_COMPLETE_RECOMPUTE", true, true, 1.0, List.of(), null)),
                List.of(),
                null));
        gold.flowCompleted(FlowMetrics.written(7, 70), null, null);
        update.updateState(UpdateState.COMPLETED);
    }

    private static void bad(EventEmitter update) {
        update.updateCreated(creation("update-2"));
        update.updateState(UpdateState.INITIALIZING);
        update.updateFailed(new PipelineException(Problem.of(ErrorCode.DATASET_NOT_FOUND, "There is no 'rows'")));
    }

    private static List<String> rows(String sql) {
        return session.sql(sql).collectAsList().stream().map(Row::toString).toList();
    }

    @Test
    void latestUpdate() {
        assertThat(rows("SELECT origin.update_id AS id FROM event_log_raw WHERE event_type = 'create_update' "
                        + "ORDER BY timestamp DESC LIMIT 1"))
                .containsExactly("[update-2]");
    }

    @Test
    void updatesWithStateAndDuration() {
        assertThat(rows("""
                WITH started AS (
                  SELECT origin.update_id AS id, timestamp AS at FROM event_log_raw WHERE event_type = 'create_update'),
                ended AS (
                  SELECT origin.update_id AS id, timestamp AS at, details:update_progress.state AS state
                  FROM event_log_raw WHERE event_type = 'update_progress'
                    AND details:update_progress.state IN ('COMPLETED', 'FAILED', 'CANCELED'))
                SELECT started.id, state, ended.at >= started.at FROM started JOIN ended ON started.id = ended.id
                ORDER BY started.id""")).containsExactly("[update-1,COMPLETED,true]", "[update-2,FAILED,true]");
    }

    @Test
    void expectationTotals() {
        assertThat(rows("""
                SELECT e.dataset, e.name, SUM(e.passed_records) AS passing, SUM(e.failed_records) AS failing
                FROM (
                  SELECT explode(from_json(details:flow_progress.data_quality.expectations,
                    'array<struct<name: string, dataset: string, passed_records: int, failed_records: int>>')) AS e
                  FROM event_log_raw WHERE event_type = 'flow_progress' AND origin.update_id = 'update-1')
                GROUP BY e.dataset, e.name ORDER BY e.name"""))
                .containsExactly("[main.default.raw,in range,297,3]", "[main.default.silver,valid id,270,30]");
    }

    @Test
    void flowMetrics() {
        assertThat(rows("""
                SELECT origin.flow_name,
                  SUM(details:flow_progress.metrics.num_output_rows::bigint) AS written,
                  SUM(COALESCE(details:flow_progress.metrics.num_upserted_rows::bigint, 0)) AS upserted,
                  MAX(details:flow_progress.data_quality.dropped_records::bigint) AS dropped,
                  MIN(timestamp) <= MAX(timestamp) AS ordered,
                  MAX_BY(details:flow_progress.status, timestamp) AS status
                FROM event_log_raw WHERE event_type = 'flow_progress' GROUP BY 1 ORDER BY 1"""))
                .containsExactly("[gold,7,0,null,true,COMPLETED]", "[main.default.silver,300,0,10,true,COMPLETED]");
    }

    @Test
    void lineage() {
        assertThat(rows("""
                SELECT details:flow_definition.output_dataset AS output,
                  explode(from_json(details:flow_definition.input_datasets, 'array<string>')) AS input
                FROM event_log_raw WHERE details:flow_definition IS NOT NULL"""))
                .containsExactly("[main.default.silver,main.default.raw]", "[main.default.silver,main.default.rates]");
    }

    @Test
    void fileDiscovery() {
        assertThat(rows("""
                SELECT details:operation_progress.status, details:operation_progress.duration_ms::bigint,
                  details:operation_progress.auto_loader_details:num_files_listed::bigint
                FROM event_log_raw WHERE details:operation_progress.type
                  IN ('AUTO_LOADER_LISTING', 'AUTO_LOADER_BACKFILL')""")).containsExactly("[COMPLETED,12,3]");
    }

    @Test
    void backlog() {
        assertThat(rows("""
                SELECT Double(details:flow_progress.metrics.backlog_bytes) AS backlog FROM event_log_raw
                WHERE event_type = 'flow_progress' AND details:flow_progress.metrics.backlog_bytes IS NOT NULL
                ORDER BY timestamp DESC""")).containsExactly("[498.0]", "[499.0]", "[500.0]");
    }

    @Test
    void planning() {
        assertThat(rows("""
                SELECT origin.flow_name, message,
                  filter(parsed.technique_information, t -> t.is_chosen)[0].maintenance_type AS chosen,
                  parsed.technique_information[0].incrementalization_issues[0].issue_type AS why
                FROM (SELECT *, from_json(details:planning_information,
                    'struct<technique_information: array<struct<maintenance_type: string, is_chosen: boolean,
                     incrementalization_issues: array<struct<issue_type: string>>>>>') AS parsed
                  FROM event_log_raw WHERE event_type = 'planning_information')"""))
                .containsExactly("[gold,Flow 'gold' has been planned to be executed as COMPLETE_RECOMPUTE.,"
                        + "MAINTENANCE_TYPE_COMPLETE_RECOMPUTE,CHANGE_SET_MISSING]");
    }

    @Test
    void audit() {
        assertThat(rows("SELECT details:user_action:action, details:user_action:user_name FROM event_log_raw "
                        + "WHERE event_type = 'user_action'"))
                .containsExactly("[START,ann]");
    }

    @Test
    void runtimeVersion() {
        assertThat(rows("SELECT details:runtime_details.dbr_version, "
                        + "details:runtime_details:runtime_version:dbr_version FROM event_log_raw "
                        + "WHERE event_type = 'runtime_details'"))
                .containsExactly("[tidewheel-0.1.0,tidewheel-0.1.0]");
    }

    @Test
    void errors() {
        assertThat(rows("SELECT message, error.exceptions[0].message, error.fatal FROM event_log_raw "
                        + "WHERE level = 'ERROR'"))
                .containsExactly("[Update update is FAILED.,[DATASET_NOT_FOUND] There is no 'rows',true]");
    }

    @Test
    void timesBetweenStates() {
        assertThat(rows("""
                WITH states AS (
                  SELECT origin.update_id AS id, details:update_progress.state AS state, timestamp AS at
                  FROM event_log_raw WHERE event_type = 'update_progress' AND origin.update_id = 'update-1')
                SELECT waiting.at <= starting.at AND starting.at <= running.at
                FROM states waiting JOIN states starting USING (id) JOIN states running USING (id)
                WHERE waiting.state = 'WAITING_FOR_RESOURCES' AND starting.state = 'INITIALIZING'
                  AND running.state = 'RUNNING'""")).containsExactly("[true]");
    }

    @Test
    void theLogOfATablesPipeline() {
        assertThat(rows("SELECT count(*) > 0 FROM event_log(TABLE(main.default.gold))"))
                .containsExactly("[true]");
    }

    @Test
    void pathsInSubqueriesAndConditions() {
        assertThat(rows("""
                SELECT count(*) FROM event_log('shop') WHERE origin.update_id IN (
                  SELECT origin.update_id FROM event_log('shop') WHERE details:update_progress.state = 'FAILED')""")).containsExactly("[3]");
    }

    @Test
    void variantsStayVariants() {
        assertThat(rows("SELECT v:a.b::int FROM (SELECT parse_json('{\"a\":{\"b\":3}}') AS v)"))
                .containsExactly("[3]");
    }

    @Test
    void whatIsNoJsonIsRefusedByName() {
        assertThatThrownBy(() -> rows("SELECT n:a FROM (SELECT array(1) AS n)"))
                .hasMessageContaining("DATATYPE_MISMATCH")
                .hasMessageContaining("\"n\"");
    }

    @Test
    void anUnknownPipelineIsNamed() {
        assertThatThrownBy(() -> rows("SELECT * FROM event_log('shoe')"))
                .hasMessageContaining("There is no event log of 'shoe'");
    }

    @Test
    void theTableHasTheColumnsOfAnEventLog() {
        assertThat(session.read().format("delta").load(storage + "/events").schema())
                .isEqualTo(EventLogPlan.schema())
                .isEqualTo(session.table("event_log_raw").schema());
        assertThat(EventLogPlan.schema().toDDL())
                .startsWith("id STRING,sequence STRUCT<data_plane_id: STRUCT<instance: STRING, seq_no: BIGINT>, "
                        + "control_plane_seq_no: BIGINT>,origin STRUCT<cloud: STRING, ")
                .endsWith("timestamp TIMESTAMP,message STRING,level STRING,maturity_level STRING,error STRUCT<"
                        + "fatal: BOOLEAN, exceptions: ARRAY<STRUCT<class_name: STRING, message: STRING, stack: "
                        + "ARRAY<STRUCT<declaring_class: STRING, method_name: STRING, file_name: STRING, "
                        + "line_number: INT>>>>>,details STRING,event_type STRING");
    }

    @Test
    void sparkAndTheReaderWithoutSparkSeeTheSame() {
        List<String> withoutSpark = new dev.tidewheel.engine.event.EventLog(
                        EventLogLocation.of(storage.toString()), DefaultEngine.create(new Configuration()))
                .read(dev.tidewheel.engine.event.EventFilter.ALL).stream()
                        .map(event -> "[" + event.id() + "," + event.timestamp() + "]")
                        .toList();
        List<String> withSpark = session
                .sql("SELECT id, timestamp FROM event_log_raw ORDER BY sequence.control_plane_seq_no")
                .collectAsList()
                .stream()
                .map(row -> "[" + row.getString(0) + "," + row.getTimestamp(1).toInstant() + "]")
                .toList();

        assertThat(withSpark).isEqualTo(withoutSpark).isNotEmpty();
    }
}
