package dev.tidewheel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.testing.PipelineFixture;
import dev.tidewheel.engine.testing.Update;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What SET, USE, variables and parameters do to the datasets after them. */
class SettingsInForceTest {

    @TempDir
    Path folder;

    private PipelineFixture pipeline;

    @BeforeEach
    void open() {
        pipeline = PipelineFixture.in(folder);
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    @Test
    void settingsOfSparkHoldForTheDatasetsAfterThem() {
        pipeline.file("data/1.json", "{\"id\":0}");
        pipeline.sql("a.sql", """
                CREATE TEMPORARY VIEW zero AS SELECT id FROM read_files('data', format => 'json');
                SET spark.sql.ansi.enabled = false;
                SET spark.sql.session.timeZone = America/New_York;
                CREATE MATERIALIZED VIEW lenient AS
                SELECT 1 / id AS x, CAST(TIMESTAMP '2024-01-01 12:00:00 UTC' AS STRING) AS t FROM zero;
                CREATE STREAMING TABLE lenient_stream AS
                SELECT 1 / id AS x, CAST(TIMESTAMP '2024-01-01 12:00:00 UTC' AS STRING) AS t FROM STREAM json.`data`;
                """);
        pipeline.sql(
                "b.sql",
                "CREATE MATERIALIZED VIEW plain AS SELECT CAST(TIMESTAMP '2024-01-01 12:00:00 UTC' AS STRING) AS t;");
        pipeline.update();

        assertThat(pipeline.table("lenient")).containsExactly("null|2024-01-01 07:00:00");
        assertThat(pipeline.table("lenient_stream")).containsExactly("null|2024-01-01 07:00:00");
        assertThat(pipeline.table("plain")).containsExactly("2024-01-01 12:00:00");
    }

    @Test
    void settingsHoldInWindowsThatAreReplaced() {
        pipeline.file("data/1.json", "{\"id\":0}");
        pipeline.sql("""
                SET spark.sql.ansi.enabled = false;
                CREATE STREAMING TABLE t (x DOUBLE, id BIGINT, twice BIGINT GENERATED ALWAYS AS (id * 2))
                FLOW REPLACE WHERE id >= :from AND CAST('none' AS INT) IS NULL BY NAME
                SELECT 1 / id AS x, id FROM read_files('data', format => 'json');
                """);
        pipeline.with(settings -> settings.parameters(Map.of("from", "0"))).update();
        pipeline.file("data/2.json", "{\"id\":4}");
        pipeline.update();
        assertThat(pipeline.table("t")).containsExactly("0.25|4|8", "null|0|0");
    }

    @Test
    void aSettingThatChangesRowsMakesAViewBeComputedAnew() {
        String text = "SET spark.sql.session.timeZone = UTC;\n"
                + "CREATE MATERIALIZED VIEW v AS SELECT CAST(TIMESTAMP '2024-01-01 12:00:00 UTC' AS STRING) AS t;";
        pipeline.sql(text);
        pipeline.update();
        pipeline.sql(text.replace("= UTC", "= Asia/Tokyo"));
        pipeline.update();
        assertThat(pipeline.table("v")).containsExactly("2024-01-01 21:00:00");
    }

    @Test
    void settingsHoldWhileRowsAreWritten() {
        pipeline.sql("""
                CREATE MATERIALIZED VIEW one_file AS SELECT /*+ COALESCE(1) */ id FROM range(4);
                SET spark.sql.files.maxRecordsPerFile = 1;
                CREATE MATERIALIZED VIEW four_files AS SELECT /*+ COALESCE(1) */ id FROM range(4);
                """);
        pipeline.update();
        String files = "SELECT count(DISTINCT _metadata.file_name) FROM ";
        assertThat(pipeline.rows(files + "one_file")).containsExactly("1");
        assertThat(pipeline.rows(files + "four_files")).containsExactly("4");
    }

    @Test
    void useChangesWhatShortNamesMeanInItsFileOnly() {
        pipeline.sql("a.sql", """
                USE SCHEMA silver;
                CREATE MATERIALIZED VIEW t AS SELECT 'silver' AS s;
                USE CATALOG second;
                USE SCHEMA gold;
                CREATE MATERIALIZED VIEW t AS SELECT 'gold' AS s;
                CREATE MATERIALIZED VIEW both AS SELECT s FROM t UNION ALL SELECT s FROM main.silver.t;
                """);
        pipeline.sql("b.sql", "CREATE MATERIALIZED VIEW t AS SELECT s, 1 AS n FROM silver.t;");
        pipeline.sql("c.sql", "USE main.bronze; CREATE MATERIALIZED VIEW t AS SELECT 'bronze' AS s;");
        pipeline.update();

        assertThat(pipeline.table("second.gold.both")).containsExactly("gold", "silver");
        assertThat(pipeline.table("main.default.t")).containsExactly("silver|1");
        assertThat(pipeline.table("bronze.t")).containsExactly("bronze");
        assertThat(pipeline.restart().table("second.gold.t")).containsExactly("gold");
        assertThat(pipeline.update().jobs()).isZero();
    }

    @Test
    void variablesParametersAndIdentifiers() {
        Map<String, String> parameters =
                Map.of("least", "2", "source", "numbers", "schema", "other", "full", "main.default.numbers");
        pipeline.with(
                settings -> settings.parameters(parameters).configuration(Map.of("my.table", "picked", "limit", "3")));
        String text = """
                CREATE MATERIALIZED VIEW numbers AS SELECT id FROM range(6);
                SET factor = 10;
                SET word = 'it''s';
                CREATE MATERIALIZED VIEW ${my.table} AS
                SELECT id * ${factor} AS id, ${word} AS w FROM IDENTIFIER(:source)
                WHERE id >= CAST(:least AS INT) AND id <= ${limit};
                CREATE STREAMING TABLE IDENTIFIER(:schema || '.copied') AS SELECT id FROM STREAM fed;
                CREATE STREAMING TABLE fed AS SELECT id FROM STREAM json.`data`;
                CREATE MATERIALIZED VIEW full_name AS SELECT count(*) AS n FROM IDENTIFIER(:full) AS x;
                USE SCHEMA IDENTIFIER(:schema);
                CREATE MATERIALIZED VIEW here AS SELECT count(*) AS n FROM copied;
                """;
        pipeline.file("data/1.json", "{\"id\":1}");
        pipeline.sql(text);
        pipeline.update();
        assertThat(pipeline.table("picked")).containsExactly("20|it's", "30|it's");
        assertThat(pipeline.table("full_name")).containsExactly("6");
        assertThat(pipeline.table("other.here")).containsExactly("1");

        Map<String, String> changed =
                Map.of("least", "3", "source", "numbers", "schema", "other", "full", "main.default.numbers");
        pipeline.with(
                settings -> settings.parameters(changed).configuration(Map.of("my.table", "picked", "limit", "3")));
        pipeline.update();
        assertThat(pipeline.table("picked")).as("another value of a parameter").containsExactly("30|it's");
    }

    @Test
    void parametersInConditionsPredicatesColumnsAndArguments() {
        pipeline.file("data/people/1.json", "{\"id\":1,\"day\":1}", "{\"id\":2,\"day\":2}", "{\"id\":3,\"day\":3}");
        pipeline.sql("""
                USE CATALOG IDENTIFIER(:catalog);
                CREATE STREAMING TABLE people (
                  id BIGINT, day BIGINT, state STRING DEFAULT :state,
                  CONSTRAINT least EXPECT (id >= :least) ON VIOLATION DROP ROW
                ) COMMENT :state AS SELECT id, day FROM STREAM read_files(:folder, format => 'json');
                CREATE MATERIALIZED VIEW kept (CONSTRAINT least EXPECT (id >= :least) ON VIOLATION DROP ROW)
                AS SELECT id FROM json.`data/people`;
                CREATE STREAMING TABLE window FLOW REPLACE WHERE day >= :from BY NAME SELECT id, day FROM people;
                CREATE VIEW published AS SELECT id, ':least' AS text FROM people WHERE id > :least;
                """);
        Map<String, String> values =
                Map.of("catalog", "second", "state", "it's new", "least", "2", "folder", "data/people", "from", "3");
        Update first = pipeline.with(settings -> settings.parameters(values)).update();

        assertThat(pipeline.table("second.default.people")).containsExactly("2|2|it's new", "3|3|it's new");
        assertThat(first.expectations("people")).containsEntry("people.least", "2/1");
        assertThat(pipeline.table("second.default.kept")).containsExactly("2", "3");
        assertThat(pipeline.table("second.default.window")).containsExactly("3|3");
        assertThat(pipeline.table("second.default.published")).containsExactly("3|:least");
        assertThat(pipeline.update().rowsWritten("kept")).isZero();

        Map<String, String> changed = new HashMap<>(values);
        changed.putAll(Map.of("least", "3", "from", "2"));
        pipeline.with(settings -> settings.parameters(changed)).update();
        assertThat(pipeline.table("second.default.kept"))
                .as("another value of a parameter")
                .containsExactly("3");
        assertThat(pipeline.table("second.default.window")).containsExactly("2|2", "3|3");
    }

    @Test
    void aParameterWithoutValueIsAnErrorAtItsPlace() {
        pipeline.sql("CREATE MATERIALIZED VIEW v AS\nSELECT id FROM range(3) WHERE id > :least;");
        Problem problem = pipeline.failure(ErrorCode.UNDEFINED_PARAMETER);
        assertThat(problem.message()).contains("least");
        assertThat(problem.location())
                .isNotNull()
                .extracting(Object::toString)
                .asString()
                .contains("pipeline.sql:2:");
    }
}
