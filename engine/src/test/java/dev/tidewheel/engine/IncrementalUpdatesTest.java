package dev.tidewheel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.testing.PipelineFixture;
import dev.tidewheel.engine.testing.Update;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.event.FlowStatus;
import dev.tidewheel.model.event.UpdateState;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The second update and all after it: only what is new, changed or asked for. */
class IncrementalUpdatesTest {

    @TempDir
    Path folder;

    private PipelineFixture pipeline;

    @BeforeEach
    void open() {
        pipeline = PipelineFixture.in(folder);
        pipeline.file("data/a/1.json", "{\"id\":1}", "{\"id\":2}");
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    private static final String CHAIN = """
            CREATE STREAMING TABLE raw AS SELECT id FROM STREAM read_files('data/a', format => 'json');
            CREATE STREAMING TABLE clean AS SELECT id FROM STREAM raw WHERE id > 0;
            CREATE MATERIALIZED VIEW total AS SELECT count(*) AS n FROM clean;
            CREATE MATERIALIZED VIEW fixed AS SELECT 1 AS one;
            """;

    @Test
    void onlyNewFilesAreReadAndOnlyWhatDependsOnThemIsWritten() {
        pipeline.sql(CHAIN);
        pipeline.update();
        pipeline.file("data/a/2.json", "{\"id\":3}");
        Update update = pipeline.update();

        assertThat(update.rowsWritten("raw")).isEqualTo(1);
        assertThat(update.rowsWritten("clean")).isEqualTo(1);
        assertThat(pipeline.table("total")).containsExactly("3");
        assertThat(pipeline.version("fixed")).isZero();
        assertThat(update.messages()).contains("Flow 'main.default.fixed' has COMPLETED without work");
    }

    @Test
    void aViewIsComputedAnewWhenItsQueryChangesButNotWhenOnlyItsFormDoes() {
        pipeline.sql(CHAIN);
        pipeline.update();
        pipeline.sql(CHAIN.replace("SELECT count(*) AS n FROM clean", "SELECT\n  count(*) AS n -- all\nFROM clean"));
        assertThat(pipeline.update().jobs()).isZero();

        pipeline.sql(CHAIN.replace("SELECT count(*) AS n", "SELECT sum(id) AS n, 'x' AS more"));
        pipeline.update();
        assertThat(pipeline.table("total")).containsExactly("3|x");

        pipeline.sql(CHAIN.replace("SELECT count(*) AS n", "SELECT 'text' AS n"));
        pipeline.update();
        assertThat(pipeline.columns("total")).containsExactly("n");
        assertThat(pipeline.table("total")).containsExactly("text", "text");
    }

    @Test
    void aViewWhoseColumnsChangeIsReplacedInOneCommit() {
        pipeline.sql(CHAIN);
        pipeline.update();
        long version = pipeline.version("total");
        pipeline.sql(CHAIN.replace("SELECT count(*) AS n", "SELECT count(*) AS n, max(id) AS top"));
        pipeline.update();
        assertThat(pipeline.table("total")).containsExactly("2|2");
        assertThat(pipeline.version("total")).isEqualTo(version + 1);
    }

    @Test
    void aViewIsComputedAnewWhenATemporaryViewBelowItChanges() {
        String text = CHAIN
                + "CREATE TEMPORARY VIEW v AS SELECT id FROM clean WHERE id > 1;\n"
                + "CREATE MATERIALIZED VIEW above AS SELECT count(*) AS n FROM v;";
        pipeline.sql(text);
        pipeline.update();
        assertThat(pipeline.table("above")).containsExactly("1");
        pipeline.sql(text.replace("id > 1", "id > 0"));
        pipeline.update();
        assertThat(pipeline.table("above")).containsExactly("2");
    }

    @Test
    void aViewThatDependsOnTheClockIsAlwaysComputed() {
        pipeline.sql("CREATE MATERIALIZED VIEW now AS SELECT current_timestamp() AS t;");
        pipeline.update();
        List<String> before = pipeline.table("now");
        Update update = pipeline.update();
        assertThat(pipeline.table("now")).isNotEqualTo(before);
        assertThat(update.messages()).contains("current_timestamp");
    }

    @Test
    void aColumnThatAQueryGainsIsAddedAndDownstreamToo() {
        pipeline.sql("""
                CREATE STREAMING TABLE raw AS SELECT id FROM STREAM read_files('data/a', format => 'json', schema => 'id INT, name STRING');
                CREATE STREAMING TABLE copy AS SELECT * FROM STREAM raw;
                CREATE MATERIALIZED VIEW v AS SELECT * FROM copy;
                """);
        pipeline.update();
        pipeline.sql("""
                CREATE STREAMING TABLE raw AS SELECT id, name FROM STREAM read_files('data/a', format => 'json', schema => 'id INT, name STRING');
                CREATE STREAMING TABLE copy AS SELECT * FROM STREAM raw;
                CREATE MATERIALIZED VIEW v AS SELECT * FROM copy;
                """);
        pipeline.update();
        assertThat(pipeline.columns("v")).containsExactly("id", "name");
        pipeline.file("data/a/2.json", "{\"id\":3,\"name\":\"cat\"}");
        pipeline.update();
        assertThat(pipeline.table("v")).containsExactly("1|null", "2|null", "3|cat");

        pipeline.sql("""
                CREATE STREAMING TABLE raw AS SELECT name FROM STREAM read_files('data/a', format => 'json', schema => 'id INT, name STRING');
                CREATE STREAMING TABLE copy AS SELECT * FROM STREAM raw;
                CREATE MATERIALIZED VIEW v AS SELECT * FROM copy;
                """);
        pipeline.file("data/a/3.json", "{\"id\":4,\"name\":\"dan\"}");
        pipeline.update();
        assertThat(pipeline.rows("SELECT id, name FROM v"))
                .as("a column that is no longer given stays, without values")
                .containsExactly("1|null", "2|null", "3|cat", "null|dan");
    }

    @Test
    void aWiderTypeThanStoredIsRefusedAndANarrowerOneFits() {
        String text = "CREATE STREAMING TABLE t AS SELECT CAST(id AS INT) AS id FROM STREAM json.`data/a`;\n"
                + "CREATE STREAMING TABLE below AS SELECT CAST(id AS INT) + 1 AS id FROM STREAM t;";
        pipeline.sql(text);
        pipeline.update();
        pipeline.sql(text.replace("AS INT", "AS SMALLINT"));
        pipeline.file("data/a/2.json", "{\"id\":3}");
        pipeline.update();
        assertThat(pipeline.table("t")).containsExactly("1", "2", "3");
        assertThat(pipeline.table("below")).containsExactly("2", "3", "4");

        pipeline.file("data/a/3.json", "{\"id\":4}");
        pipeline.sql(text.replace("TABLE t AS SELECT CAST(id AS INT)", "TABLE t AS SELECT CAST(id AS STRING)"));
        var before = pipeline.tree();
        Update refused = pipeline.run(Selection.ALL);
        assertThat(refused.result().problems())
                .allMatch(found -> found.code() == ErrorCode.INCOMPATIBLE_CHANGE)
                .hasSize(2);
        Problem problem = refused.result().problems().get(0);
        assertThat(problem.message()).contains("id").contains("INT").contains("STRING");
        assertThat(problem.fix()).contains("--accept-reset t --accept-reset below");
        before.keySet().removeIf(path -> !path.contains("/tables/"));
        var after = pipeline.tree();
        after.keySet().removeIf(path -> !path.contains("/tables/"));
        assertThat(after).isEqualTo(before);

        pipeline.fullRefreshAll();
        assertThat(pipeline.table("t")).containsExactly("1", "2", "3", "4");
    }

    @Test
    void anotherPartitioningIsRefusedForTablesAndDoneForViews() {
        pipeline.sql(CHAIN + "CREATE MATERIALIZED VIEW v AS SELECT id, id % 2 AS odd FROM clean;");
        pipeline.update();
        pipeline.sql(CHAIN + "CREATE MATERIALIZED VIEW v PARTITIONED BY (odd) AS SELECT id, id % 2 AS odd FROM clean;");
        pipeline.update();
        assertThat(pipeline.table("v")).containsExactly("1|1", "2|0");
        pipeline.sql(CHAIN.replace(
                "TABLE clean AS SELECT id", "TABLE clean PARTITIONED BY (odd) AS SELECT id, id % 2 = 1 AS odd"));
        Problem problem = pipeline.failure(ErrorCode.INCOMPATIBLE_CHANGE);
        assertThat(problem.message()).contains("partitioned");
        assertThat(pipeline.table("clean")).containsExactly("1", "2");

        pipeline.fullRefresh("clean");
        assertThat(pipeline.table("clean")).containsExactly("1|true", "2|false");
        assertThat(pipeline.table("total")).containsExactly("2");

        pipeline.sql("CREATE STREAMING TABLE keys PARTITIONED BY (id) AS SELECT id FROM STREAM json.`data/a`;");
        assertThat(pipeline.failure(ErrorCode.TABLE_LAYOUT_INVALID).location()).isNotNull();
    }

    @Test
    void tablesThatReadEachOtherAreACircleAlsoIfTheyDeclareTheirColumns() {
        pipeline.sql("""
                CREATE STREAMING TABLE one (id INT) AS SELECT * FROM STREAM two;
                CREATE STREAMING TABLE two (id INT) AS SELECT * FROM STREAM one;
                """);
        assertThat(pipeline.failure(ErrorCode.CYCLE).message()).contains("one").contains("two");
        pipeline.sql("CREATE STREAMING TABLE own (id INT) AS SELECT * FROM STREAM own;");
        assertThat(pipeline.failure(ErrorCode.CYCLE).message()).contains("own");
    }

    @Test
    void aColumnThatIsGoneIsGoneAfterAFullRefresh() {
        pipeline.sql("CREATE STREAMING TABLE t AS SELECT id, 'x' AS word FROM STREAM json.`data/a`;\n"
                + "CREATE MATERIALIZED VIEW v AS SELECT * FROM t;");
        pipeline.update();
        pipeline.sql("CREATE STREAMING TABLE t AS SELECT id FROM STREAM json.`data/a`;\n"
                + "CREATE MATERIALIZED VIEW v AS SELECT * FROM t;");
        pipeline.fullRefreshAll();
        assertThat(pipeline.columns("t")).containsExactly("id");
        assertThat(pipeline.columns("v")).containsExactly("id");
    }

    @Test
    void readersOfAColumnThatWasStoredWiderSeeItsValues() {
        pipeline.file("data/a/1.json", "{\"id\":100000}");
        String text = "CREATE STREAMING TABLE t AS SELECT CAST(id AS INT) AS id FROM STREAM json.`data/a`;\n"
                + "CREATE MATERIALIZED VIEW v AS SELECT max(id) AS id FROM t;";
        pipeline.sql(text);
        pipeline.update();
        pipeline.sql(text.replace("AS INT", "AS SMALLINT"));
        pipeline.file("data/a/2.json", "{\"id\":2}");
        pipeline.update();
        assertThat(pipeline.table("v")).containsExactly("100000");
    }

    @Test
    void aTableDoesNotBecomeAViewNorBelongToTwo() {
        pipeline.sql(CHAIN);
        pipeline.update();
        pipeline.sql(CHAIN.replace(
                "CREATE MATERIALIZED VIEW fixed AS SELECT 1 AS one",
                "CREATE STREAMING TABLE fixed AS SELECT * FROM STREAM raw"));
        assertThat(pipeline.failure(ErrorCode.INCOMPATIBLE_CHANGE).message()).contains("materialized view");

        pipeline.with(settings -> settings.id("another")).sql("CREATE MATERIALIZED VIEW fixed AS SELECT 2 AS one;");
        assertThat(pipeline.failure(ErrorCode.TABLE_OWNED_BY_ANOTHER_PIPELINE).message())
                .contains("fixed");
        assertThat(pipeline.table("fixed")).containsExactly("1");
    }

    @Test
    void onlySelectedTablesAreRefreshed() {
        pipeline.sql(CHAIN);
        pipeline.update();
        pipeline.file("data/a/2.json", "{\"id\":3}");
        Update update = pipeline.refresh("raw", "main.default.fixed");

        assertThat(update.status("raw")).isEqualTo(FlowStatus.COMPLETED);
        assertThat(update.status("clean")).isEqualTo(FlowStatus.EXCLUDED);
        assertThat(update.status("total")).isEqualTo(FlowStatus.EXCLUDED);
        assertThat(pipeline.table("raw")).hasSize(3);
        assertThat(pipeline.table("clean")).hasSize(2);

        pipeline.refresh("TOTAL");
        assertThat(pipeline.table("total")).as("its input was not refreshed").containsExactly("2");
        pipeline.update();
        assertThat(pipeline.table("total")).containsExactly("3");

        Update unknown = pipeline.run(new Selection(List.of("totl"), List.of(), false));
        assertThat(unknown.result().state()).isEqualTo(UpdateState.FAILED);
        assertThat(unknown.result().problems().get(0).fix()).contains("total");
    }

    @Test
    void aFullRefreshStartsFromTheBeginning() {
        pipeline.sql(CHAIN);
        pipeline.update();
        pipeline.file("data/a/1.json", "{\"id\":7}");
        pipeline.file("data/a/2.json", "{\"id\":8}");
        pipeline.fullRefreshAll();
        assertThat(pipeline.table("raw")).containsExactly("7", "8");
        assertThat(pipeline.table("clean")).containsExactly("7", "8");
        assertThat(pipeline.table("total")).containsExactly("2");
        assertThat(pipeline.update().jobs()).isZero();
        pipeline.file("data/a/3.json", "{\"id\":9}");
        pipeline.restart().update();
        assertThat(pipeline.table("clean")).containsExactly("7", "8", "9");

        Update one = pipeline.fullRefresh("clean");
        assertThat(one.status("raw")).isEqualTo(FlowStatus.EXCLUDED);
        assertThat(pipeline.table("clean")).containsExactly("7", "8", "9");
    }

    @Test
    void aFullRefreshOfATableWithSeveralFlows() {
        pipeline.file("data/b/1.json", "{\"id\":10}");
        String text = """
                CREATE STREAMING TABLE t;
                CREATE FLOW a AS INSERT INTO t BY NAME SELECT id FROM STREAM read_files('data/a', format => 'json');
                CREATE FLOW b AS INSERT INTO t BY NAME SELECT id FROM STREAM read_files('data/b', format => 'json');
                CREATE FLOW c AS INSERT INTO ONCE t BY NAME SELECT 100L AS id;
                """;
        pipeline.sql(text);
        pipeline.update();
        pipeline.fullRefresh("t");
        assertThat(pipeline.table("t")).containsExactly("1", "10", "100", "2");
        pipeline.file("data/b/2.json", "{\"id\":11}");
        pipeline.restart().update();
        assertThat(pipeline.table("t")).containsExactly("1", "10", "100", "11", "2");

        pipeline.sql(text.replace("CREATE FLOW b", "CREATE FLOW b2"));
        pipeline.accepting("b2");
        assertThat(pipeline.table("t"))
                .as("a renamed flow starts anew, if somebody says so")
                .containsExactly("1", "10", "10", "100", "11", "11", "2");

        String without =
                text.substring(0, text.indexOf("CREATE FLOW b")) + text.substring(text.indexOf("CREATE FLOW c"));
        pipeline.sql(without);
        pipeline.fullRefresh("t");
        assertThat(pipeline.table("t")).containsExactly("1", "100", "2");
        pipeline.sql(text);
        pipeline.update();
        assertThat(pipeline.table("t"))
                .as("a flow that comes back after a full refresh")
                .containsExactly("1", "10", "100", "11", "2");
    }

    @Test
    void aTableCanBeGuardedAgainstAFullRefresh() {
        pipeline.sql(CHAIN.replace("TABLE raw AS", "TABLE raw TBLPROPERTIES ('pipelines.reset.allowed' = 'false') AS"));
        pipeline.update();
        pipeline.file("data/a/1.json", "{\"id\":7}");
        pipeline.file("data/a/2.json", "{\"id\":3}");
        pipeline.fullRefreshAll();
        assertThat(pipeline.table("raw")).containsExactly("1", "2", "3");
        assertThat(pipeline.table("clean")).containsExactly("1", "2", "3");

        Update refused = pipeline.run(new Selection(List.of(), List.of("raw"), false));
        assertThat(refused.result().state()).isEqualTo(UpdateState.FAILED);
        assertThat(refused.result().problems()).extracting(Problem::code).containsExactly(ErrorCode.SELECTION_INVALID);
    }

    @Test
    void aTableThatIsNoLongerDefinedIsLeftAlone() {
        pipeline.sql(CHAIN);
        pipeline.update();
        pipeline.sql(CHAIN.substring(0, CHAIN.indexOf("CREATE MATERIALIZED VIEW fixed")));
        pipeline.update();
        assertThat(pipeline.table("fixed")).containsExactly("1");
        assertThat(pipeline.status("fixed").state()).isEqualTo("INACTIVE");
        assertThat(pipeline.status("raw").state()).isEqualTo("ACTIVE");

        pipeline.sql(CHAIN);
        assertThat(pipeline.update().jobs()).as("back again, unchanged").isZero();
    }

    @Test
    void anUpstreamThatWasFullyRefreshedStopsItsStreamingReaders() {
        pipeline.sql(CHAIN);
        pipeline.update();
        pipeline.fullRefresh("raw");
        Problem problem = pipeline.failure(ErrorCode.SOURCE_CHANGED);
        assertThat(problem.dataset()).contains("clean");
        pipeline.fullRefresh("clean");
        assertThat(pipeline.table("clean")).containsExactly("1", "2");
        pipeline.update();
        assertThat(pipeline.table("total")).containsExactly("2");
    }

    @Test
    void batchesKeepToTheLimitOfFiles() {
        pipeline.file("data/a/2.json", "{\"id\":3}");
        pipeline.file("data/a/3.json", "{\"id\":4}");
        pipeline.sql(
                "CREATE STREAMING TABLE t AS SELECT id FROM STREAM read_files('data/a', format => 'json', maxFilesPerTrigger => 1);");
        pipeline.update();
        assertThat(pipeline.table("t")).containsExactly("1", "2", "3", "4");
        assertThat(pipeline.version("t")).as("three files, three commits").isEqualTo(2);
    }

    @Test
    void validateAndPlanWriteNothing() {
        pipeline.sql(CHAIN + "CREATE VIEW published AS SELECT n FROM total;");
        var before = pipeline.tree();
        pipeline.engine().validate();
        pipeline.engine().plan(Selection.ALL);
        assertThat(pipeline.tree()).isEqualTo(before);

        pipeline.update();
        pipeline.file("data/a/2.json", "{\"id\":3}");
        pipeline.sql(
                CHAIN.replace("SELECT count(*) AS n", "SELECT count(*) AS n, 1 AS more")
                                .replace("WHERE id > 0", "")
                        + "CREATE VIEW published AS SELECT n + 1 AS n FROM total; CREATE STREAMING TABLE fresh AS SELECT * FROM STREAM read_files('data/a', format => 'json');");
        var stored = pipeline.tree();
        pipeline.restart().engine().validate();
        pipeline.engine().plan(new Selection(List.of(), List.of(), true));
        pipeline.table("total");
        pipeline.engine().tables();
        assertThat(pipeline.tree()).isEqualTo(stored);
    }
}
