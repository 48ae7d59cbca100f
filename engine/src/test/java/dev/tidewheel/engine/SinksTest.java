package dev.tidewheel.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidewheel.engine.plan.FlowDecision;
import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.testing.PipelineFixture;
import dev.tidewheel.engine.testing.Update;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.event.EventDetails;
import dev.tidewheel.model.event.FlowStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Flows that give rows to places outside of the pipeline. */
class SinksTest {
    @TempDir
    Path folder;

    private PipelineFixture pipeline;

    @BeforeEach
    void open() {
        pipeline = PipelineFixture.in(folder).file("data/orders/1.json", "{\"id\":1,\"n\":10}", "{\"id\":2,\"n\":20}");
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    private List<String> given(String path) {
        return pipeline.rows("SELECT * FROM delta.`" + pipeline.path(path) + "`");
    }

    @Test
    void aDeltaSinkIsGivenEachRowOnce() {
        pipeline.sql("""
                CREATE STREAMING TABLE orders AS SELECT id, n FROM STREAM json.`data/orders`;
                CREATE SINK outside USING delta OPTIONS (path = 'out');
                CREATE FLOW export AS INSERT INTO outside BY NAME SELECT id, n * 2 AS twice FROM STREAM orders;
                """);
        Update first = pipeline.update();

        assertThat(given("out")).containsExactly("1|20", "2|40");
        assertThat(first.status("export")).isEqualTo(FlowStatus.COMPLETED);
        assertThat(first.rowsWritten("export")).isEqualTo(2);
        assertThat(first.events())
                .extracting(event -> event.details())
                .filteredOn(EventDetails.SinkDefinition.class::isInstance)
                .hasSize(1);
        assertThat(first.events())
                .extracting(event -> event.details())
                .filteredOn(EventDetails.FlowDefinition.class::isInstance)
                .extracting(details -> ((EventDetails.FlowDefinition) details).outputSink())
                .containsExactlyInAnyOrder(null, "main.default.outside");

        Update second = pipeline.restart().update();
        assertThat(second.jobs()).isZero();
        assertThat(given("out")).hasSize(2);

        pipeline.file("data/orders/2.json", "{\"id\":3,\"n\":30}").update();
        assertThat(given("out")).containsExactly("1|20", "2|40", "3|60");
        assertThat(pipeline.engine().plan(Selection.ALL).sinks().get(0).flows())
                .extracting(flow -> flow.decision())
                .containsExactly(FlowDecision.NO_OP);
    }

    @Test
    void aFullRefreshGivesAllRowsAgainAndSaysSoBefore() {
        pipeline.sql("""
                CREATE STREAMING TABLE orders AS SELECT id FROM STREAM json.`data/orders`;
                CREATE SINK outside USING delta OPTIONS (path = 'out');
                CREATE FLOW export AS INSERT INTO outside BY NAME SELECT id FROM STREAM orders;
                """);
        pipeline.update();
        assertThat(pipeline.engine()
                        .plan(new Selection(List.of(), List.of("outside"), false))
                        .sinks()
                        .get(0)
                        .flows()
                        .get(0)
                        .reason())
                .contains("given to it again");

        pipeline.fullRefresh("outside");
        assertThat(given("out")).containsExactly("1", "1", "2", "2");
        assertThat(pipeline.update().jobs()).isZero();

        pipeline.fullRefreshAll();
        assertThat(given("out")).containsExactly("1", "1", "1", "2", "2", "2");
        pipeline.file("data/orders/2.json", "{\"id\":3}").update();
        assertThat(given("out")).containsExactly("1", "1", "1", "2", "2", "2", "3");
    }

    @Test
    void severalFlowsGiveToOneSinkEachFromItsOwnPosition() {
        pipeline.file("data/others/1.json", "{\"id\":7}").sql("""
                CREATE SINK outside USING delta OPTIONS (path = 'out');
                CREATE FLOW one AS INSERT INTO outside BY NAME SELECT id FROM STREAM json.`data/orders`;
                CREATE FLOW two AS INSERT INTO outside BY NAME SELECT id FROM STREAM json.`data/others`;
                CREATE FLOW three AS INSERT INTO ONCE outside BY NAME SELECT 100L AS id;
                """);
        pipeline.update();
        pipeline.file("data/others/2.json", "{\"id\":8}").update();

        assertThat(given("out")).containsExactly("1", "100", "2", "7", "8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "csv", "parquet", "orc", "avro", "xml"})
    void severalFlowsWriteFilesToOneFolder(String format) throws IOException {
        String options = format.equals("xml") ? ", rowTag = 'row'" : "";
        pipeline.file("data/others/1.json", "{\"id\":7}").sql("""
                CREATE SINK outside USING %s OPTIONS (path = 'out'%s);
                CREATE FLOW one AS INSERT INTO outside BY NAME SELECT id FROM STREAM json.`data/orders`;
                CREATE FLOW two AS INSERT INTO outside BY NAME SELECT id FROM STREAM json.`data/others`;
                CREATE FLOW three AS INSERT INTO ONCE outside BY NAME SELECT 100L AS id;
                """.formatted(format, options));
        Update first = pipeline.update();
        assertThat(first.rowsWritten("one")).isEqualTo(2);
        pipeline.file("data/others/2.json", "{\"id\":8}").update();
        assertThat(pipeline.update().jobs()).isZero();

        assertThat(numbers(format)).containsExactly("1", "100", "2", "7", "8");
        try (Stream<Path> hidden = Files.list(pipeline.path("out/_tidewheel"))) {
            assertThat(hidden)
                    .as("a note for each flow, and nothing that is under way")
                    .hasSize(3);
        }

        pipeline.fullRefresh("outside");
        assertThat(numbers(format))
                .as("given again")
                .containsExactly("1", "1", "100", "100", "2", "2", "7", "7", "8", "8");
    }

    private List<String> numbers(String format) {
        return pipeline
                .session()
                .read()
                .format(format)
                .option("rowTag", "row")
                .schema(format.equals("csv") ? "id STRING" : "id BIGINT")
                .load(pipeline.path("out").toString())
                .collectAsList()
                .stream()
                .map(row -> String.valueOf(row.get(0)))
                .sorted()
                .toList();
    }

    @Test
    void aFolderOfSparksOwnSinkIsLeftAlone() throws IOException {
        Files.createDirectories(pipeline.path("out/_spark_metadata"));
        pipeline.sql("""
                CREATE SINK outside USING json OPTIONS (path = 'out');
                CREATE FLOW one AS INSERT INTO outside BY NAME SELECT id FROM STREAM json.`data/orders`;
                """);
        assertThat(pipeline.failure(ErrorCode.SINK_INVALID).message()).contains("streaming query of Spark");
    }

    @Test
    void viewsBeforeASinkDropRowsAndCountThem() {
        pipeline.sql("""
                CREATE TEMPORARY VIEW large (CONSTRAINT large EXPECT (n > 10) ON VIOLATION DROP ROW) AS
                SELECT id, n FROM STREAM json.`data/orders`;
                CREATE SINK outside USING delta OPTIONS (path = 'out');
                CREATE FLOW export AS INSERT INTO outside BY NAME SELECT id FROM STREAM large;
                """);
        Update update = pipeline.update();

        assertThat(given("out")).containsExactly("2");
        assertThat(update.expectations("export")).containsEntry("large.large", "1/1");
    }

    @Test
    void aggregatesWithWatermarksAndFilesAsTargets() {
        pipeline.file("data/times/1.json", "{\"t\":\"2024-01-01T00:00:30Z\"}", "{\"t\":\"2024-01-01T00:05:00Z\"}")
                .sql("""
                CREATE SINK outside USING json OPTIONS (path = 'out');
                CREATE FLOW export AS INSERT INTO outside BY NAME
                SELECT window(t, '1 minute').start AS start, count(*) AS n
                FROM STREAM read_files('data/times', format => 'json', schema => 't TIMESTAMP')
                WATERMARK t DELAY OF INTERVAL 1 MINUTE
                GROUP BY window(t, '1 minute');
                """);
        pipeline.update();

        assertThat(pipeline.rows("SELECT start, n FROM json.`" + pipeline.path("out") + "`"))
                .hasSize(1);
    }

    @Test
    void aTableOfTheCatalogCanBeTheTarget() {
        pipeline.sql("""
                CREATE SINK outside USING delta OPTIONS (tableName = 'main.default.exported');
                CREATE FLOW export AS INSERT INTO outside BY NAME SELECT id FROM STREAM json.`data/orders`;
                """);
        pipeline.update();
        pipeline.file("data/orders/2.json", "{\"id\":3}").update();

        assertThat(pipeline.table("exported")).containsExactly("1", "2", "3");
    }

    @Test
    void aTableOfAPipelineCannotBeTheTarget() {
        pipeline.sql("""
                CREATE STREAMING TABLE orders AS SELECT id FROM STREAM json.`data/orders`;
                CREATE SINK outside USING delta OPTIONS (tableName = 'orders');
                CREATE FLOW export AS INSERT INTO outside BY NAME SELECT id FROM STREAM orders;
                """);

        assertThat(pipeline.failure(ErrorCode.TABLE_OWNED_BY_ANOTHER_PIPELINE).message())
                .contains("main.default.orders");
        assertThat(pipeline.table("orders")).containsExactly("1", "2");
    }

    @Test
    void mistakesAreFoundBeforeAnythingRuns() {
        pipeline.sql("""
                CREATE STREAMING TABLE orders AS SELECT id FROM STREAM json.`data/orders`;
                CREATE SINK unknown USING speaker;
                CREATE SINK nowhere USING delta;
                CREATE SINK twice USING delta OPTIONS (path = 'a', tableName = 'b');
                CREATE SINK kept USING delta OPTIONS (path = 'a', checkpointLocation = 'c');
                CREATE SINK brokers USING kafka OPTIONS (topic = 'a');
                CREATE SINK fine USING noop;
                CREATE FLOW whole AS INSERT INTO fine BY NAME SELECT id FROM read_files('data/orders');
                CREATE FLOW changes AS AUTO CDC INTO fine FROM STREAM orders KEYS (id) SEQUENCE BY id;
                CREATE FLOW back AS INSERT INTO orders BY NAME SELECT id FROM STREAM fine;
                """);
        PipelineException refused = catchThrowableOfType(
                PipelineException.class, () -> pipeline.engine().validate());

        assertThat(refused.problems())
                .extracting(problem -> problem.location() + " " + problem.code() + " " + problem.message())
                .contains(
                        "transformations/pipeline.sql:2:13 SINK_INVALID the sink `unknown` has the format speaker, which"
                                + " is not known",
                        "transformations/pipeline.sql:3:13 SINK_INVALID the sink `nowhere` has no path and no tableName",
                        "transformations/pipeline.sql:4:13 SINK_INVALID the sink `twice` has both a path and a tableName",
                        "transformations/pipeline.sql:5:13 SINK_INVALID the sink `kept` has the option"
                                + " checkpointLocation",
                        "transformations/pipeline.sql:6:13 SINK_INVALID the sink `brokers` has no option"
                                + " kafka.bootstrap.servers",
                        "transformations/pipeline.sql:8:47 QUERY_NOT_STREAMING the flow `whole` into a sink has a batch"
                                + " query");
        assertThat(refused.problems()).extracting(problem -> problem.code()).contains(ErrorCode.DATASET_NOT_FOUND);
        assertThat(pipeline.path(".tidewheel/checkpoints")).doesNotExist();
    }
}
