package dev.tidewheel.engine.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.UpdateRequest;
import dev.tidewheel.engine.lake.CommitNote;
import dev.tidewheel.engine.lake.Lake;
import dev.tidewheel.engine.lake.TableSnapshot;
import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.plan.TablePlan;
import dev.tidewheel.engine.plan.UpdatePlan;
import dev.tidewheel.engine.testing.PipelineFixture;
import dev.tidewheel.engine.testing.Update;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Definitions that go, come back, move, or belong to somebody else. */
class NamesAndOwnersTest {

    private static final String TABLES = """
            CREATE STREAMING TABLE raw AS SELECT id FROM STREAM read_files('data', format => 'json', schema => 'id INT');
            CREATE STREAMING TABLE copy (id INT);
            CREATE FLOW one AS INSERT INTO copy BY NAME SELECT id FROM STREAM raw;
            """;

    private PipelineFixture pipeline;

    @BeforeEach
    void open(@TempDir Path folder) {
        pipeline = PipelineFixture.in(folder);
        pipeline.file("data/1.json", "{\"id\":1}");
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    private List<String> inactive() {
        return pipeline.engine().plan(Selection.ALL).inactive().stream()
                .map(name -> name.schema() + "." + name.name())
                .toList();
    }

    @Test
    void aDefinitionThatIsGoneAndOneThatComesBack() {
        pipeline.sql(TABLES).update();
        pipeline.sql(TABLES.substring(0, TABLES.indexOf("CREATE STREAMING TABLE copy")));
        assertThat(inactive()).containsExactly("default.copy");
        pipeline.file("data/2.json", "{\"id\":2}");
        pipeline.update();
        assertThat(pipeline.table("copy")).as("still readable").containsExactly("1");
        assertThat(pipeline.status("copy").state()).isEqualTo("INACTIVE");

        pipeline.restart().sql(TABLES);
        assertThat(inactive()).isEmpty();
        assertThat(pipeline.update().rowsWritten("one"))
                .as("goes on from its progress")
                .isEqualTo(1);
        assertThat(pipeline.table("copy")).containsExactly("1", "2");

        pipeline.sql(TABLES.substring(0, TABLES.indexOf("CREATE FLOW one")));
        pipeline.file("data/3.json", "{\"id\":3}");
        pipeline.update();
        pipeline.sql(TABLES).update();
        assertThat(pipeline.table("copy")).as("so does a flow").containsExactly("1", "2", "3");
    }

    @Test
    void anotherSchema() {
        pipeline.sql(TABLES).update();
        pipeline.sql(TABLES.replace("TABLE raw", "TABLE other.raw").replace("STREAM raw", "STREAM other.raw"));
        assertThat(inactive()).containsExactly("default.raw");
        Problem problem = pipeline.failure(ErrorCode.INCOMPATIBLE_CHANGE);
        assertThat(problem.message()).contains("the flow `one` reads `main.other.raw` and has read `main.default.raw`");

        pipeline.accepting("copy");
        assertThat(pipeline.rows("SELECT id FROM other.raw")).containsExactly("1");
        assertThat(pipeline.table("copy")).containsExactly("1");
        assertThat(pipeline.table("raw")).as("stays").containsExactly("1");
    }

    @Test
    void aTableThatBecomesAPlainView() {
        pipeline.sql(TABLES).update();
        String flowless = TABLES.substring(0, TABLES.indexOf("CREATE STREAMING TABLE copy"));
        pipeline.sql(flowless + "CREATE VIEW copy AS SELECT * FROM raw;");
        Problem problem = pipeline.failure(ErrorCode.INCOMPATIBLE_CHANGE);
        assertThat(problem.message()).contains("`copy` is stored as a table but defined as a view");
        assertThat(problem.fix()).contains("another name", "drop the table");

        pipeline.sql(flowless + "CREATE TEMPORARY VIEW copy AS SELECT 5 AS id;\n"
                + "CREATE MATERIALIZED VIEW reader AS SELECT * FROM copy;");
        pipeline.update();
        assertThat(inactive())
                .as("hidden in the pipeline by the view, but there")
                .containsExactly("default.copy");
        assertThat(pipeline.table("reader")).containsExactly("5");
    }

    @Test
    void aFlowThatMayAddItsRowsOnceMore() {
        pipeline.sql(TABLES).update();
        pipeline.sql(TABLES.replace("FLOW one", "FLOW two"));
        assertThat(pipeline.failure(ErrorCode.INCOMPATIBLE_CHANGE).fix()).contains("--accept-reset two");
        pipeline.accepting("two");
        assertThat(pipeline.table("copy")).containsExactly("1", "1");
        assertThat(pipeline.update().jobs()).isZero();

        String other = "STREAM read_files('other', format => 'json', schema => 'id INT')";
        String three = "CREATE FLOW three AS INSERT INTO copy BY NAME SELECT id FROM " + other;
        pipeline.file("other/1.json", "{\"id\":7}");
        pipeline.sql(TABLES.replace("FLOW one", "FLOW two") + three + ";").update();
        pipeline.sql(TABLES.substring(0, TABLES.indexOf("CREATE FLOW one")) + three
                + " UNION ALL SELECT id FROM STREAM raw;");
        assertThat(pipeline.failure(ErrorCode.INCOMPATIBLE_CHANGE).fix())
                .as("a flow that takes another's source")
                .contains("--accept-reset three");
        pipeline.accepting("three");
        assertThat(pipeline.table("copy")).containsExactly("1", "1", "1", "7");
        assertThat(pipeline.update().jobs()).isZero();
    }

    @Test
    void aFlowThatBecomesTheTablesOwnQuery() {
        pipeline.sql(TABLES).update();
        pipeline.sql(TABLES.substring(0, TABLES.indexOf("CREATE STREAMING TABLE copy"))
                + "CREATE STREAMING TABLE copy AS SELECT id FROM STREAM raw;");
        Problem problem = pipeline.failure(ErrorCode.INCOMPATIBLE_CHANGE);
        assertThat(problem.message()).contains("the flow `copy` is new, and `one`, which has read");
        assertThat(problem.fix())
                .contains("call the flow `one` again", "let it begin anew: tidewheel run --accept-reset copy")
                .doesNotContain("accept that");
        pipeline.accepting("copy");
        assertThat(pipeline.table("copy")).as("computed anew").containsExactly("1");
        assertThat(pipeline.update().jobs()).isZero();
    }

    @Test
    void aFlowIntoASinkThatGetsAnotherName() {
        String sink = TABLES + "CREATE SINK given USING delta OPTIONS (path = '" + pipeline.path("out") + "');\n"
                + "CREATE FLOW give AS INSERT INTO given BY NAME SELECT id FROM STREAM raw;\n";
        String given = "SELECT id FROM delta.`" + pipeline.path("out") + "`";
        pipeline.sql(sink).update();

        pipeline.sql(sink.replace("FLOW give ", "FLOW hand "));
        Problem problem = pipeline.failure(ErrorCode.INCOMPATIBLE_CHANGE);
        assertThat(problem.message())
                .contains("the flow `hand` is new, and `give`, which has read `main.default.raw`, too, is gone");
        assertThat(problem.fix()).contains("call it `give` again", "--accept-reset hand", "--accept-reset given");
        assertThat(pipeline.rows(given)).containsExactly("1");

        pipeline.accepting("hand");
        assertThat(pipeline.rows(given)).as("accepted").containsExactly("1", "1");
        assertThat(pipeline.update().jobs()).isZero();

        pipeline.sql(sink.replace(
                        "give AS INSERT INTO given BY NAME SELECT id FROM STREAM raw",
                        "other AS INSERT INTO given BY NAME SELECT id FROM STREAM copy"))
                .update();
        assertThat(pipeline.rows(given)).as("another source").containsExactly("1", "1", "1");

        pipeline.sql(sink.replace("FLOW give ", "FLOW given "));
        assertThat(pipeline.failure(ErrorCode.INCOMPATIBLE_CHANGE).fix())
                .as("the sink is meant, and not its flow")
                .contains("--accept-reset given (the sink would be given all rows again)")
                .doesNotContain("accept that");
        pipeline.accepting("given");
        assertThat(pipeline.notices()).contains("Begins anew, as accepted: given");
    }

    @Test
    void aSinkThatGetsAnotherName() {
        String sink = TABLES + "CREATE SINK given USING delta OPTIONS (path = '" + pipeline.path("out") + "');\n"
                + "CREATE FLOW give AS INSERT INTO given BY NAME SELECT id FROM STREAM raw;\n";
        pipeline.sql(sink).update();

        pipeline.sql(sink.replace("given", "handed"));
        Problem problem = pipeline.failure(ErrorCode.INCOMPATIBLE_CHANGE);
        assertThat(problem.message()).contains("`give` into the sink `given`");

        String elsewhere = sink.replace("given", "handed").replace("/out'", "/elsewhere'");
        pipeline.sql(elsewhere).update();
        assertThat(pipeline.rows("SELECT id FROM delta.`" + pipeline.path("elsewhere") + "`"))
                .containsExactly("1");

        pipeline.sql(sink).update();
        assertThat(pipeline.rows("SELECT id FROM delta.`" + pipeline.path("out") + "`"))
                .as("called as before, it goes on")
                .containsExactly("1");
    }

    @Test
    void aNameThatIsNobodys() {
        pipeline.sql(TABLES).update();
        Update update = pipeline.run(UpdateRequest.of(Selection.ALL).accepting(List.of("cpy")));
        assertThat(update.result().problems()).extracting(Problem::code).containsExactly(ErrorCode.SELECTION_INVALID);
        assertThat(update.result().problems().get(0).fix()).contains("copy");
        assertThat(pipeline.accepting("copy", "raw").jobs())
                .as("accepted, and not needed")
                .isZero();
    }

    @Test
    void aGuardedTable() {
        String guarded = TABLES.replace(
                        "TABLE copy (id INT);",
                        "TABLE copy PARTITIONED BY (id) TBLPROPERTIES ('pipelines.reset.allowed' = 'false');")
                .replace("SELECT id FROM STREAM raw", "SELECT id, 'x' AS k FROM STREAM raw");
        pipeline.sql(guarded).update();
        pipeline.sql(guarded.replace("PARTITIONED BY (id)", "PARTITIONED BY (k)"));
        Update update = pipeline.run(UpdateRequest.of(Selection.ALL).accepting(List.of("copy")));
        assertThat(update.result().problems()).extracting(Problem::code).containsExactly(ErrorCode.INCOMPATIBLE_CHANGE);
        assertThat(update.result().problems().get(0).fix())
                .contains("undo the change", "pipelines.reset.allowed")
                .doesNotContain("--accept-reset");

        String free = "CREATE STREAMING TABLE free PARTITIONED BY (id) AS SELECT id, 'x' AS k FROM STREAM raw;\n";
        pipeline.sql(guarded + free).update();
        pipeline.sql((guarded + free).replace("PARTITIONED BY (id)", "PARTITIONED BY (k)"));
        UpdatePlan plan = pipeline.engine().plan(Selection.ALL);
        assertThat(plan.refusals()).hasSize(2);
        assertThat(plan.keptFromReset()).extracting(name -> name.name()).containsExactly("copy");
        assertThat(fix(plan, "copy")).contains("pipelines.reset.allowed").doesNotContain("--accept-reset");
        assertThat(fix(plan, "free"))
                .contains("tidewheel run --accept-reset free", "refused as long as `copy` would have to begin anew")
                .doesNotContain("--accept-reset copy");
        pipeline.sql(guarded + free.replace("PARTITIONED BY (id)", "PARTITIONED BY (k)"))
                .accepting("free");
    }

    private static String fix(UpdatePlan plan, String table) {
        return plan.refusals().stream()
                .filter(problem -> String.valueOf(problem.dataset()).endsWith("." + table))
                .findFirst()
                .orElseThrow()
                .fix();
    }

    @Test
    void aTableOfAnotherPipeline() {
        pipeline.sql(TABLES + "CREATE VIEW shown AS SELECT * FROM raw;").update();
        pipeline.with(settings -> settings.id("another")).sql(TABLES + "CREATE VIEW shown AS SELECT 1 AS x;");
        Update update = pipeline.run(Selection.ALL);
        assertThat(update.result().problems())
                .hasSize(3)
                .allMatch(problem -> problem.code() == ErrorCode.TABLE_OWNED_BY_ANOTHER_PIPELINE)
                .allMatch(problem -> problem.message().contains("belongs to the pipeline `test` ("));
    }

    @Test
    void theNameOfThePipeline() {
        String file = "id: one\nlibraries:\n  - glob:\n      include: transformations/**\nname: ";
        pipeline.sql(TABLES + "CREATE VIEW shown AS SELECT * FROM raw;");
        Path settings = pipeline.file("pipeline.yml", file + "test").path("pipeline.yml");
        pipeline = PipelineFixture.of(settings);
        pipeline.update();
        pipeline.close();
        pipeline = PipelineFixture.of(
                pipeline.file("pipeline.yml", file + "orders").path("pipeline.yml"));
        long version = pipeline.version("raw");
        assertThat(pipeline.update().jobs()).isZero();
        assertThat(pipeline.version("raw")).as("the name alone is no reason").isEqualTo(version);
        assertThat(pipeline.engine().plan(Selection.ALL).views()).isEmpty();

        pipeline.file("data/2.json", "{\"id\":2}");
        pipeline.update();
        try (Lake lake = new Lake(pipeline.session())) {
            assertThat(lake.snapshot(String.valueOf(pipeline.status("raw").path()))
                            .orElseThrow()
                            .properties())
                    .containsEntry("pipelines.pipelineName", "orders");
        }
    }

    @Test
    void theNameOfAPipelineWithoutAnId() {
        String file = "libraries:\n  - glob:\n      include: transformations/**\nname: ";
        pipeline.sql(TABLES + "CREATE VIEW shown AS SELECT * FROM raw;");
        pipeline =
                PipelineFixture.of(pipeline.file("pipeline.yml", file + "test").path("pipeline.yml"));
        pipeline.update();
        String id = pipeline.settings().id();
        pipeline.close();
        pipeline = PipelineFixture.of(
                pipeline.file("pipeline.yml", file + "orders").path("pipeline.yml"));
        Update refused = pipeline.run(Selection.ALL);
        assertThat(refused.result().problems())
                .hasSize(3)
                .allMatch(problem -> problem.code() == ErrorCode.TABLE_OWNED_BY_ANOTHER_PIPELINE)
                .allMatch(problem -> problem.fix().contains("write `id: " + id + "` into"))
                .noneMatch(problem -> problem.fix().contains("drop"));

        pipeline.close();
        pipeline = PipelineFixture.of(pipeline.file("pipeline.yml", "id: " + id + "\n" + file + "orders")
                .path("pipeline.yml"));
        assertThat(pipeline.update().jobs()).isZero();
    }

    @Test
    void aTableThatGetsAnotherPlace() {
        pipeline.sql(TABLES).update();
        String elsewhere = TABLES.replace("TABLE raw AS", "TABLE raw LOCATION '" + pipeline.path("lake/raw") + "' AS");
        pipeline.sql(elsewhere);
        moves("raw", "copy");
        pipeline.file("data/2.json", "{\"id\":2}");
        pipeline.accepting("raw", "copy");
        assertThat(pipeline.path("lake/raw/_delta_log")).isDirectory();
        assertThat(pipeline.path(".tidewheel/tables/main/default/raw/_delta_log"))
                .as("stays")
                .isDirectory();
        assertThat(pipeline.table("copy")).containsExactly("1", "2");
        assertThat(pipeline.restart().table("raw")).as("by its name").containsExactly("1", "2");
        assertThat(pipeline.update().jobs()).isZero();

        pipeline.sql(elsewhere.replace("lake/raw", "lake/other"));
        moves("raw", "copy");
        pipeline.file("data/3.json", "{\"id\":3}");
        pipeline.accepting("raw", "copy");
        assertThat(pipeline.restart().table("raw")).containsExactly("1", "2", "3");
    }

    @Test
    void aTableThatIsMovedByHand() throws IOException {
        pipeline.sql(TABLES).update();
        Files.createDirectories(pipeline.path("lake"));
        Files.move(pipeline.path(".tidewheel/tables/main/default/raw"), pipeline.path("lake/raw"));
        String elsewhere = TABLES.replace("TABLE raw AS", "TABLE raw LOCATION '" + pipeline.path("lake/raw") + "' AS");
        pipeline.restart().sql(elsewhere).update();
        pipeline.file("data/2.json", "{\"id\":2}");
        assertThat(pipeline.update().rowsWritten("raw")).as("goes on").isEqualTo(1);
        assertThat(pipeline.table("copy")).containsExactly("1", "2");
        assertThat(pipeline.table("raw")).containsExactly("1", "2");

        Files.move(pipeline.path("lake/raw"), pipeline.path(".tidewheel/tables/main/default/raw"));
        pipeline.file("data/3.json", "{\"id\":3}");
        pipeline.restart().sql(TABLES).update();
        assertThat(pipeline.restart().table("raw")).as("back again").containsExactly("1", "2", "3");
        assertThat(pipeline.table("copy")).containsExactly("1", "2", "3");
    }

    @Test
    void aTableThatBecomesPrivateOrPublic() {
        pipeline.sql(TABLES).update();
        String hidden = TABLES.replace("CREATE STREAMING TABLE raw", "CREATE PRIVATE STREAMING TABLE raw");
        pipeline.sql(hidden);
        moves("raw", "copy");
        pipeline.accepting("raw", "copy");
        assertThat(pipeline.update().jobs()).isZero();

        String fresh = hidden.replace("raw", "fresh").replace("copy", "reader").replace("FLOW one", "FLOW two");
        pipeline.sql(hidden + fresh).update();
        pipeline.sql(hidden + fresh.replace("PRIVATE ", ""));
        moves("fresh", "reader");
        pipeline.accepting("fresh", "reader");
        assertThat(pipeline.table("fresh")).containsExactly("1");
    }

    private void moves(String table, String reader) {
        Update refused = pipeline.run(Selection.ALL);
        assertThat(refused.result().problems()).extracting(Problem::code).containsOnly(ErrorCode.INCOMPATIBLE_CHANGE);
        UpdatePlan plan = pipeline.engine().plan(Selection.ALL);
        assertThat(plan.needingReset()).extracting(name -> name.name()).containsExactlyInAnyOrder(table, reader);
        assertThat(plan.refusals())
                .filteredOn(problem -> problem.message().contains("is kept in"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.fix())
                        .contains(
                                "undo the change",
                                "move the folder",
                                "--accept-reset " + table,
                                "--accept-reset " + reader));
    }

    @Test
    void tablesFromBefore() {
        pipeline.sql(TABLES).update();
        forget("raw", "main.default.raw");
        forget("copy", "main.default.one");
        pipeline.restart().sql(TABLES.replace("SELECT id FROM STREAM raw", "SELECT id * 10 AS id FROM STREAM raw"));
        UpdatePlan plan = pipeline.engine().plan(Selection.ALL);
        assertThat(plan.refusals()).isEmpty();
        assertThat(plan.tables())
                .extracting(TablePlan::differences)
                .allMatch(found -> found.changes().isEmpty());
        pipeline.file("data/2.json", "{\"id\":2}");
        pipeline.update();
        assertThat(pipeline.table("copy")).containsExactly("1", "20");
    }

    @Test
    void stateThatIsToldInFormerWords() {
        String sliding = "CREATE STREAMING TABLE sliding AS SELECT count(*) AS n FROM STREAM read_files('data', format"
                + " => 'json', schema => 'id INT, at TIMESTAMP') WATERMARK at DELAY OF INTERVAL 1 HOUR"
                + " GROUP BY window(at, '10 minutes', '5 minutes');";
        pipeline.sql(sliding).update();
        String former = "aggregation by window struct<start:timestamp,end:timestamp> of count(1): bigint";
        tell("sliding", former);
        pipeline.restart().sql(sliding.replace("count(*) AS n", "count(*) * 2 AS n"));
        assertThat(pipeline.engine().plan(Selection.ALL).refusals())
                .as("the words differ, and the state does not")
                .isEmpty();

        pipeline.restart().sql(sliding.replace("count(*)", "sum(id)"));
        assertThat(pipeline.failure(ErrorCode.INCOMPATIBLE_CHANGE).message())
                .as("seen in the former words, too")
                .contains(former, "sum(id)");

        pipeline.restart().sql(sliding.replace("count(*) AS n", "count(*) * 2 AS n"));
        pipeline.file("data/2.json", "{\"id\":2,\"at\":\"2024-01-01T10:00:00Z\"}");
        pipeline.update();
        pipeline.restart().sql(sliding.replace("'10 minutes', '5 minutes'", "'20 minutes', '10 minutes'"));
        assertThat(pipeline.failure(ErrorCode.INCOMPATIBLE_CHANGE).message())
                .as("written down anew with the next rows")
                .contains("aggregation by window (");
    }

    /** As if an earlier version had written down what the only flow of a table remembers. */
    private void tell(String table, String state) {
        try (Lake lake = new Lake(pipeline.session())) {
            String path = String.valueOf(pipeline.status(table).path());
            TableSnapshot stored = lake.snapshot(path).orElseThrow();
            String domain = "tidewheel.definition.main.default." + table;
            String record = String.valueOf(stored.domains().get(domain))
                    .replaceAll("\"state\":\\[.*?\\]", "\"state\":[\"" + state + "\"]")
                    .replace(",\"state_style\":2", "");
            assertThat(record).contains(state).doesNotContain("state_style");
            lake.append(
                    path,
                    pipeline.session().createDataFrame(List.of(), stored.schema()),
                    CommitNote.of("TEST").withDomain(domain, record));
        }
    }

    /** As the table was before definitions were written down. */
    private void forget(String table, String flow) {
        try (Lake lake = new Lake(pipeline.session())) {
            String path = String.valueOf(pipeline.status(table).path());
            String domain = "tidewheel.definition." + flow;
            assertThat(lake.snapshot(path).orElseThrow().domains()).containsKey(domain);
            lake.append(
                    path,
                    pipeline.session().createDataFrame(List.of(), new StructType().add("id", "int")),
                    CommitNote.of("TEST").withDomain(domain, ""));
            assertThat(lake.snapshot(path).orElseThrow().domains()).doesNotContainKey(domain);
        }
    }
}
