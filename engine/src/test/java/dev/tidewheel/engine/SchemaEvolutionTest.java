package dev.tidewheel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.testing.PipelineFixture;
import dev.tidewheel.engine.testing.Update;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.event.FlowStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams of files whose records get new columns: the update goes on with them. */
class SchemaEvolutionTest {

    private static final String SAMPLED_BYTES = "spark.databricks.cloudFiles.schemaInference.sampleSize.numBytes";

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
    void aResetThatOnlyNewColumnsNeedIsLeftToTheNextUpdate() {
        pipeline.file("data/in/1.json", "{\"id\":1}");
        pipeline.sql("""
                CREATE STREAMING TABLE bronze AS SELECT * FROM STREAM read_files('data/in', format => 'json');
                CREATE STREAMING TABLE each AS SELECT DISTINCT * FROM STREAM bronze;
                """);
        pipeline.update();
        pipeline.file("data/in/2.json", "{\"id\":2,\"note\":\"n\"}");
        UpdateRequest request = UpdateRequest.of(Selection.ALL).accepting(List.of("each"));

        Update refused = pipeline.run(request);
        assertThat(refused.result().problems())
                .extracting(Problem::code)
                .containsExactly(ErrorCode.INCOMPATIBLE_CHANGE);
        assertThat(pipeline.rows("SELECT id FROM each")).as("as it was").containsExactly("1");
        assertThat(pipeline.engine().savepoints().list()).isEmpty();

        assertThat(pipeline.run(request).result().problems()).isEmpty();
        assertThat(pipeline.rows("SELECT id, note FROM each")).containsExactly("1|null", "2|n");
        assertThat(pipeline.engine().savepoints().list()).as("the way back").hasSize(1);
        assertThat(pipeline.run(request).jobs()).isZero();
    }

    @Test
    void newColumnsReachAllTablesInTheSameUpdate() {
        pipeline.file("data/in/1.json", "{\"id\":1}");
        pipeline.file("data/other/1.json", "{\"x\":1}");
        pipeline.sql("""
                CREATE STREAMING TABLE bronze AS SELECT * FROM STREAM read_files('data/in', format => 'json');
                CREATE STREAMING TABLE silver (CONSTRAINT positive EXPECT (id > 0) ON VIOLATION DROP ROW)
                AS SELECT * FROM STREAM bronze;
                CREATE MATERIALIZED VIEW gold AS SELECT count(*) AS n, max(id) AS last FROM silver;
                CREATE MATERIALIZED VIEW latest AS SELECT * FROM silver;
                CREATE STREAMING TABLE other AS SELECT * FROM STREAM read_files('data/other', format => 'json');
                """);
        pipeline.update();

        pipeline.file("data/in/2.json", "{\"id\":2}", "{\"id\":3,\"note\":\"n\",\"ID\":9}");
        pipeline.file("data/in/3.json", "{\"id\":4,\"price\":1.5}");
        pipeline.file("data/other/2.json", "{\"x\":2}");
        Update update = pipeline.update();

        assertThat(pipeline.columns("bronze")).containsExactlyInAnyOrder("id", "_rescued_data", "note", "price");
        assertThat(pipeline.rows("SELECT id, note, price, _rescued_data IS NOT NULL FROM bronze"))
                .containsExactlyInAnyOrder(
                        "1|null|null|false", "2|null|null|false", "3|n|null|true", "4|null|1.5|false");
        assertThat(pipeline.rows("SELECT id, note, price FROM latest WHERE id > 2"))
                .containsExactlyInAnyOrder("3|n|null", "4|null|1.5");
        assertThat(pipeline.columns("silver")).contains("note", "price");
        assertThat(pipeline.table("gold")).containsExactly("4|4");
        assertThat(pipeline.table("other")).containsExactlyInAnyOrder("1|null", "2|null");
        assertThat(update.messages())
                .contains("goes on with new columns of")
                .contains("`note` STRING")
                .contains("`price` DOUBLE");
        assertThat(update.messages()).doesNotContain("FAILED");
        assertThat(update.status("bronze")).isEqualTo(FlowStatus.COMPLETED);
        assertThat(update.rowsWritten("silver")).isEqualTo(3);
        assertThat(pipeline.restart().update().jobs()).isZero();
    }

    @Test
    void eachBatchMayBringColumnsAlsoBeforeAnythingIsWritten() {
        String wide = "x".repeat(200_000);
        pipeline.session().conf().set(SAMPLED_BYTES, "1");
        pipeline.file("data/in/1.json", "{\"a\":1}", "{\"a\":2,\"pad\":\"" + wide + "\"}", "{\"a\":3,\"late\":true}");
        for (int i = 2; i < 8; i++) {
            pipeline.file("data/in/" + i + ".json", "{\"a\":" + i * 10 + ",\"c" + i + "\":" + i + "}");
        }
        pipeline.sql("""
                CREATE TEMPORARY VIEW v AS SELECT * FROM STREAM read_files('data/in', format => 'json',
                    maxFilesPerTrigger => 2, schemaHints => 'c9 INT');
                CREATE STREAMING TABLE one AS SELECT * FROM STREAM v;
                CREATE STREAMING TABLE two AS SELECT a FROM STREAM v;
                """);
        Update update = pipeline.update();
        assertThat(pipeline.columns("one")).contains("late", "c2", "c7", "c9");
        assertThat(pipeline.rows("SELECT a, late, c2, c7 FROM one WHERE a IN (1, 3, 20, 70)"))
                .containsExactlyInAnyOrder("1|null|null|null", "3|true|null|null", "20|null|2|null", "70|null|null|7");
        assertThat(pipeline.rows("SELECT count(*), count(DISTINCT a) FROM one")).containsExactly("9|9");
        assertThat(pipeline.rows("SELECT count(*), count(DISTINCT a) FROM two")).containsExactly("9|9");
        assertThat(update.messages()).contains("`late` BOOLEAN");

        pipeline.file("data/in/1.json", "{\"a\":1,\"again\":1}");
        pipeline.fullRefresh("one");
        assertThat(pipeline.columns("one")).contains("again").doesNotContain("late");
        assertThat(pipeline.rows("SELECT count(*), count(DISTINCT a), sum(again) FROM one"))
                .containsExactly("7|7|1");
    }

    @Test
    void aFullRefreshThatMeetsNewColumnsGoesOn() {
        String wide = "x".repeat(200_000);
        pipeline.session().conf().set(SAMPLED_BYTES, "1");
        pipeline.file("data/in/1.json", "{\"a\":1}");
        pipeline.sql("""
                CREATE STREAMING TABLE one AS
                SELECT * FROM STREAM read_files('data/in', format => 'json', maxFilesPerTrigger => 1);
                CREATE STREAMING TABLE several;
                CREATE FLOW f1 AS INSERT INTO several BY NAME SELECT a FROM STREAM one;
                CREATE FLOW f2 AS INSERT INTO several BY NAME
                SELECT * EXCEPT (_rescued_data) FROM STREAM read_files('data/in', format => 'json', maxFilesPerTrigger => 1);
                """);
        pipeline.update();
        pipeline.file("data/in/2.json", "{\"a\":2,\"pad\":\"" + wide + "\"}", "{\"a\":3,\"late\":true}");
        pipeline.fullRefreshAll();
        assertThat(pipeline.rows("SELECT a, late FROM one")).containsExactlyInAnyOrder("1|null", "2|null", "3|true");
        assertThat(pipeline.rows("SELECT a, late FROM several"))
                .containsExactlyInAnyOrder("1|null", "2|null", "3|null", "1|null", "2|null", "3|true");
        assertThat(pipeline.restart().update().jobs()).isZero();
    }

    @Test
    void statefulFlowsAndSinksGoOnToo() throws IOException {
        pipeline.file("data/in/1.json", "{\"id\":1,\"at\":\"2026-01-01T00:00:00Z\"}");
        pipeline.sql("""
                CREATE STREAMING TABLE distinct_ids AS
                SELECT DISTINCT id FROM STREAM read_files('data/in', format => 'json');
                CREATE SINK files USING json OPTIONS (path = '%s');
                CREATE FLOW to_files AS INSERT INTO files BY NAME
                SELECT * FROM STREAM read_files('data/in', format => 'json');
                """.formatted(folder.resolve("out")));
        pipeline.update();
        pipeline.file("data/in/2.json", "{\"id\":1}", "{\"id\":2,\"note\":\"n\"}");
        pipeline.update();
        assertThat(pipeline.table("distinct_ids")).containsExactly("1", "2");
        assertThat(pipeline.rows("SELECT id, note FROM json.`" + folder.resolve("out") + "`"))
                .containsExactlyInAnyOrder("1|null", "1|null", "2|n");
    }

    @Test
    void csvFilesWithNewColumnsAreTakenWhole() {
        pipeline.file("data/in/1.csv", "id,name", "1,a");
        pipeline.sql("""
                CREATE STREAMING TABLE t AS
                SELECT * EXCEPT (_rescued_data) FROM STREAM read_files('data/in', format => 'csv');
                """);
        pipeline.update();
        pipeline.file("data/in/2.csv", "price,id,NAME", "1.5,2,b", "2.5,3,c");
        pipeline.update();
        assertThat(pipeline.table("t")).containsExactlyInAnyOrder("1|a|null", "2|null|1.5", "3|null|2.5");
    }

    @Test
    void newColumnsAreRefusedIfTheUserWantsThat() throws IOException {
        pipeline.file("data/in/1.json", "{\"id\":1}");
        String text = """
                CREATE STREAMING TABLE t AS SELECT * FROM STREAM read_files('data/in', format => 'json',
                    schemaEvolutionMode => 'failOnNewColumns'%s);
                """;
        pipeline.sql(text.formatted(""));
        pipeline.update();
        pipeline.file("data/in/2.json", "{\"id\":2,\"b\":1,\"c\":{\"d\":2}}");
        Problem problem = pipeline.failure(ErrorCode.SOURCE_CHANGED);
        assertThat(problem.message()).contains("/data/in/2.json`").contains("`b`, `c`");
        assertThat(problem.fix()).contains("schemaHints");
        assertThat(pipeline.table("t")).containsExactly("1|null");

        pipeline.sql(text.formatted(", schemaHints => 'b INT, c STRING'"));
        pipeline.update();
        assertThat(pipeline.rows("SELECT id, b, c FROM t")).containsExactlyInAnyOrder("1|null|null", "2|1|{\"d\":2}");

        pipeline.file("data/in/3.json", "{\"id\":3,\"e\":1}");
        pipeline.failure(ErrorCode.SOURCE_CHANGED);
        Files.delete(pipeline.path("data/in/3.json"));
        pipeline.update();
        assertThat(pipeline.rows("SELECT count(*) FROM t")).containsExactly("2");
    }

    @Test
    void otherModesNeverChangeTheSchema() {
        pipeline.file("data/in/1.json", "{\"id\":1}");
        pipeline.sql("""
                CREATE STREAMING TABLE rescued AS
                SELECT * FROM STREAM read_files('data/in', format => 'json', schemaEvolutionMode => 'rescue');
                CREATE STREAMING TABLE left_out AS
                SELECT * FROM STREAM read_files('data/in', format => 'json', schemaEvolutionMode => 'none');
                CREATE STREAMING TABLE given AS
                SELECT * FROM STREAM read_files('data/in', format => 'json', schema => 'id INT');
                CREATE STREAMING TABLE plain AS SELECT * FROM STREAM json.`data/in`;
                """);
        pipeline.update();
        pipeline.file("data/in/2.json", "{\"id\":2,\"b\":1}");
        pipeline.update();
        assertThat(pipeline.rows("SELECT id, get_json_object(_rescued_data, '$.b') FROM rescued"))
                .containsExactlyInAnyOrder("1|null", "2|1");
        for (String table : List.of("left_out", "given", "plain")) {
            assertThat(pipeline.table(table)).as(table).containsExactly("1", "2");
        }
    }

    @Test
    void stringsStayStringsAndTypesStayAsTheyAre() {
        pipeline.file("data/in/1.json", "{\"id\":1}");
        pipeline.sql("""
                CREATE STREAMING TABLE texts AS SELECT * FROM STREAM cloud_files('data/in', 'json');
                CREATE STREAMING TABLE typed AS
                SELECT * FROM STREAM read_files('data/in', format => 'json', schemaHints => 'n DECIMAL(10,2)');
                """);
        pipeline.update();
        pipeline.file("data/in/2.json", "{\"id\":\"two\",\"n\":5,\"m\":{\"deep\":true}}");
        pipeline.update();
        assertThat(pipeline.rows("SELECT id, n, m FROM texts"))
                .containsExactlyInAnyOrder("1|null|null", "two|5|{\"deep\":true}");
        assertThat(pipeline.rows("SELECT id, n, m.deep, get_json_object(_rescued_data, '$.id') FROM typed"))
                .containsExactlyInAnyOrder("1|null|null|null", "null|5.00|true|two");
    }

    @Test
    void xmlFilesGetNewColumnsToo() {
        pipeline.file("data/in/1.xml", "<rows><row><id>1</id><name>a</name></row></rows>");
        pipeline.sql("""
                CREATE STREAMING TABLE t AS
                SELECT * FROM STREAM read_files('data/in', format => 'xml', rowTag => 'row');
                """);
        pipeline.update();
        pipeline.file("data/in/2.xml", "<rows><row kind='k'><id>two</id><ID>7</ID><name>b</name></row></rows>");
        pipeline.update();
        assertThat(pipeline.rows("SELECT id, name, _kind, get_json_object(_rescued_data, '$.id'),"
                        + " get_json_object(_rescued_data, '$.ID') FROM t"))
                .containsExactlyInAnyOrder("1|a|null|null|null", "null|b|k|two|7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"parquet", "avro"})
    void filesThatTellTheirColumns(String format) {
        write(format, "SELECT 1 AS id, 'a' AS name, named_struct('x', 1) AS s");
        pipeline.sql("""
                CREATE STREAMING TABLE t AS
                SELECT *, _metadata.file_size > 0 AS sized FROM STREAM read_files('data/in', format => '%s');
                CREATE STREAMING TABLE fixed AS
                SELECT * FROM STREAM read_files('data/in', format => '%s', schemaEvolutionMode => 'rescue');
                CREATE STREAMING TABLE given AS
                SELECT * FROM STREAM read_files('data/in', format => '%s', schema => 'id BIGINT',
                    rescuedDataColumn => 'r');
                CREATE MATERIALIZED VIEW whole AS SELECT * FROM read_files('data/in', format => '%s');
                """.formatted(format, format, format, format));
        pipeline.update();
        write(format, "SELECT CAST(2 AS SMALLINT) AS id, true AS fresh, named_struct('x', 2, 'y', 3) AS s");
        write(format, "SELECT 3 AS ID, 'c' AS name");
        write(format, "SELECT 'four' AS id, 'd' AS name");
        write(format, "SELECT 5 AS id, 'e' AS name, named_struct('x', 5) AS s");
        Update update = pipeline.update();
        assertThat(update.messages()).contains("`fresh` BOOLEAN").doesNotContain("FAILED");
        assertThat(pipeline.rows("SELECT id, name, s.x, s.y, fresh, sized, get_json_object(_rescued_data, '$.ID'),"
                        + " get_json_object(_rescued_data, '$.id') FROM t"))
                .containsExactlyInAnyOrder(
                        "1|a|1|null|null|true|null|null",
                        "2|null|2|3|true|true|null|null",
                        "null|c|null|null|null|true|3|null",
                        "null|d|null|null|null|true|null|four",
                        "5|e|5|null|null|true|null|null");
        assertThat(pipeline.rows("SELECT id, get_json_object(_rescued_data, '$.fresh'),"
                        + " get_json_object(_rescued_data, '$._file_path') LIKE 'file:/%' FROM fixed"))
                .containsExactlyInAnyOrder(
                        "1|null|null", "2|true|true", "null|null|true", "null|null|true", "5|null|null");
        assertThat(pipeline.rows("SELECT count(*), sum(id) FROM given")).containsExactly("5|8");
        assertThat(pipeline.rows("SELECT count(*), count(fresh), count(s.y) FROM whole"))
                .containsExactly("5|1|1");
    }

    private void write(String format, String query) {
        pipeline.session()
                .sql(query)
                .coalesce(1)
                .write()
                .mode("append")
                .format(format)
                .save(pipeline.path("data/in").toString());
    }

    @Test
    void pipelinesInPythonGoOnToo() {
        pipeline.file("data/in/1.json", "{\"id\":1}");
        pipeline.python("tables.py", """
                import dlt

                @dlt.table
                def bronze():
                    return (
                        spark.readStream.format("cloudFiles")
                        .option("cloudFiles.format", "json")
                        .option("cloudFiles.inferColumnTypes", "true")
                        .load("data/in")
                    )

                @dlt.table
                def silver():
                    return dlt.read_stream("bronze").drop("_rescued_data")
                """);
        pipeline.update();
        pipeline.file("data/in/2.json", "{\"id\":2,\"note\":\"n\"}");
        pipeline.update();
        assertThat(pipeline.table("silver")).containsExactlyInAnyOrder("1|null", "2|n");
    }

    @Test
    void typesBecomeWiderIfTheUserAndTheTableWantThat() {
        String options = "schemaEvolutionMode => 'addNewColumnsWithTypeWidening', schemaHints => 'fixed INT'";
        pipeline.file("data/csv/1.csv", "id,n,fixed,day", "1,1,1,2026-01-01");
        write("parquet", "SELECT 1 AS id, CAST(1 AS FLOAT) AS f");
        pipeline.sql("""
                CREATE STREAMING TABLE c TBLPROPERTIES ('delta.enableTypeWidening' = 'true') AS
                SELECT * FROM STREAM read_files('data/csv', format => 'csv', %s);
                CREATE STREAMING TABLE p TBLPROPERTIES ('delta.enableTypeWidening' = 'true') AS
                SELECT * FROM STREAM read_files('data/in', format => 'parquet', %s);
                CREATE MATERIALIZED VIEW v AS SELECT * FROM p;
                """.formatted(options, options));
        pipeline.update();
        pipeline.file("data/csv/2.csv", "id,n,fixed,day", "3000000000,1.5,9000000000,x");
        write("parquet", "SELECT 3000000000L AS id, 2.5D AS f, 'new' AS extra");
        Update update = pipeline.update();
        assertThat(update.messages()).contains("`id` BIGINT").doesNotContain("FAILED");
        assertThat(pipeline.rows("SELECT id, n, fixed, get_json_object(_rescued_data, '$.fixed') FROM c"))
                .containsExactlyInAnyOrder("1|1.0|1|null", "3000000000|1.5|null|9000000000");
        assertThat(pipeline.rows("SELECT typeof(id), typeof(n), typeof(fixed), typeof(day) FROM c LIMIT 1"))
                .containsExactly("bigint|double|int|date");
        for (String table : List.of("p", "v")) {
            assertThat(pipeline.rows("SELECT id, f, extra FROM " + table))
                    .as(table)
                    .containsExactlyInAnyOrder("1|1.0|null", "3000000000|2.5|new");
        }
    }

    @Test
    void manyFilesWithColumnsOfTheirOwn() {
        for (int i = 0; i < 30; i++) {
            pipeline.file("data/in/" + i + ".json", "{\"id\":" + i + ",\"c" + i % 10 + "\":" + i + "}");
        }
        pipeline.sql("""
                CREATE STREAMING TABLE t AS SELECT * FROM STREAM read_files('data/in', format => 'json');
                """);
        pipeline.update();
        for (int i = 30; i < 60; i++) {
            pipeline.file("data/in/" + i + ".json", "{\"id\":" + i + ",\"d" + i % 10 + "\":" + i + "}");
        }
        Update update = pipeline.run(Selection.ALL);
        String sum = IntStream.range(0, 10)
                .mapToObj(i -> "coalesce(sum(d" + i + "), 0)")
                .collect(Collectors.joining(" + "));
        assertThat(pipeline.rows("SELECT count(*), count(DISTINCT id), " + sum + " FROM t"))
                .containsExactly("60|60|" + IntStream.range(30, 60).sum());
        assertThat(update.statuses()).isEqualTo(Map.of("t", FlowStatus.COMPLETED));
    }
}
