package dev.tidewheel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.plan.ResetReport;
import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.plan.UpdatePlan;
import dev.tidewheel.engine.testing.PipelineFixture;
import dev.tidewheel.engine.testing.Update;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.event.UpdateState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Full refreshes: what they select, what they say beforehand, and that nobody sees a part of one. */
class FullRefreshTest {
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

    private static Selection full(String... names) {
        return new Selection(List.of(), List.of(names), false);
    }

    private Path tableFolder(String table) {
        return pipeline.path(".tidewheel/tables/main/default/" + table);
    }

    /** Rows of each version of a table that a reader could have seen, by version. */
    private Map<Long, List<String>> versions(String table, long from) {
        Map<Long, List<String>> rows = new TreeMap<>();
        for (long version = from; version <= pipeline.version(table); version++) {
            rows.put(
                    version,
                    pipeline
                            .engine()
                            .query("SELECT * FROM delta.`" + tableFolder(table) + "` VERSION AS OF " + version)
                            .collectAsList()
                            .stream()
                            .map(Row::mkString)
                            .sorted()
                            .toList());
        }
        return rows;
    }

    private static final String CHAIN = """
        CREATE STREAMING TABLE bronze_a AS SELECT id FROM STREAM read_files('data/a', format => 'json', maxFilesPerTrigger => 1);
        CREATE STREAMING TABLE bronze_b TBLPROPERTIES ('pipelines.reset.allowed' = 'false')
          AS SELECT id FROM STREAM read_files('data/b', format => 'json');
        CREATE STREAMING TABLE silver AS SELECT id FROM STREAM bronze_a;
        CREATE FLOW more AS INSERT INTO silver BY NAME SELECT id FROM STREAM bronze_b;
        CREATE STREAMING TABLE other.side AS SELECT id FROM STREAM bronze_a;
        CREATE MATERIALIZED VIEW gold AS SELECT count(*) AS n FROM silver;
        CREATE SINK outside USING json OPTIONS (path = 'out');
        CREATE FLOW give AS INSERT INTO outside BY NAME SELECT id FROM STREAM silver;
        """;

    /** The short names of what a plan computes anew. */
    private Set<String> reset(String... names) {
        UpdatePlan plan = pipeline.engine().plan(full(names));
        return pipeline.engine().resetReports(plan).stream()
                .map(report -> report.dataset().name())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private String refused(String name) {
        try {
            pipeline.engine().plan(full(name));
        } catch (PipelineException e) {
            Problem problem = e.problems().get(0);
            assertThat(problem.code()).isEqualTo(ErrorCode.SELECTION_INVALID);
            return problem.message() + " " + problem.fix();
        }
        throw new AssertionError(name + " selects something");
    }

    @Test
    void tablesAreSelectedByNamesGlobsAndWhatTheyAreConnectedWith() {
        pipeline.file("data/a/1.json", "{\"id\":1}").file("data/b/1.json", "{\"id\":2}");
        pipeline.sql(CHAIN);
        pipeline.update();
        var before = pipeline.tree();

        assertThat(reset("silver")).containsExactly("silver");
        assertThat(reset("BRONZE_*")).as("a guarded table is spared").containsExactly("bronze_a");
        assertThat(reset("other.*")).containsExactly("side");
        assertThat(reset("*.*.s*")).containsExactly("side", "silver");
        assertThat(reset("g?ld")).containsExactly("gold");
        assertThat(reset("+silver")).containsExactly("bronze_a", "silver");
        assertThat(reset("silver+")).containsExactly("gold", "outside", "silver");
        assertThat(reset("+silver+")).containsExactly("bronze_a", "gold", "outside", "silver");
        assertThat(reset("bronze_a+1")).containsExactly("bronze_a", "side", "silver");
        assertThat(reset("1+gold", "other.side")).containsExactly("gold", "side", "silver");
        assertThat(refused("silvr+")).contains("`silvr+` matches nothing", "did you mean `silver`?");
        assertThat(refused("bronce_*")).contains("matches nothing", "did you mean `bronze_a`?");
        assertThat(refused("xyz*")).contains("matches nothing", "choose from: ", "bronze_a");
        assertThat(refused("+")).contains("selects nothing");
        assertThat(refused("bronze_b")).contains("must not be fully refreshed");
        assertThat(refused("silvr")).contains("defines no table or sink `silvr`");

        UpdatePlan refresh = pipeline.engine().plan(new Selection(List.of("silver+"), List.of(), false));
        assertThat(refresh.tables().stream()
                        .filter(table -> !table.excluded())
                        .map(table -> table.name().name()))
                .containsExactly("silver", "gold");
        assertThat(pipeline.tree()).as("plans write nothing").isEqualTo(before);
    }

    @Test
    void itIsSaidBeforehandWhatIsLost() throws IOException {
        for (int file = 1; file <= 5; file++) {
            pipeline.file("data/a/" + file + ".json", "{\"id\":" + file + "}");
        }
        pipeline.file("data/b/1.json", "{\"id\":10}");
        pipeline.sql(CHAIN + """
            CREATE STREAMING TABLE loaded;
            CREATE FLOW first AS INSERT INTO ONCE loaded BY NAME SELECT 1 AS id;
            """);
        pipeline.update();
        Files.delete(pipeline.path("data/a/1.json"));
        Files.delete(pipeline.path("data/a/4.json"));

        Map<String, ResetReport> reports =
                pipeline.engine().resetReports(pipeline.engine().plan(full("bronze_a", "loaded"))).stream()
                        .collect(Collectors.toMap(report -> report.dataset().name(), report -> report));
        ResetReport bronze = reports.get("bronze_a");
        assertThat(bronze.rows()).isEqualTo(5);
        assertThat(bronze.bytes()).isPositive();
        assertThat(bronze.losses()).singleElement().asString().contains("has lost 2 files that were read");
        assertThat(bronze.dependants()).hasSize(2).allMatch(text -> text.contains("SOURCE_CHANGED"));
        assertThat(reports.get("loaded").losses()).singleElement().asString().contains("runs once");

        ResetReport silver = pipeline.engine()
                .resetReports(pipeline.engine().plan(full("silver")))
                .get(0);
        assertThat(silver.losses()).isEmpty();
        assertThat(silver.unknown()).isEmpty();
        assertThat(silver.dependants())
                .anyMatch(text -> text.contains("view gold"))
                .anyMatch(text -> text.contains("give"));

        pipeline.fullRefresh("+gold", "outside", "other.side");
        assertThat(pipeline.table("bronze_a")).containsExactly("2", "3", "5");
        assertThat(pipeline.table("silver")).containsExactly("10", "2", "3", "5");
        assertThat(String.join("\n", pipeline.notices()))
                .contains("has lost 2 files that were read", "Savepoint full-refresh-", "given all rows again");
        assertThat(pipeline.engine().savepoints().list()).hasSize(1);
    }

    @Test
    void readersSeeTheOldRowsUntilAllNewOnesAreThere() {
        List<String> expected = new ArrayList<>();
        for (int file = 1; file <= 2; file++) {
            pipeline.file(
                    "data/a/" + file + ".json",
                    "{\"id\":" + file + ",\"p\":" + file % 2 + ",\"at\":\"2024-01-01T1" + file + ":00:00Z\"}");
            pipeline.file("data/b/" + file + ".json", "{\"id\":" + (10 + file) + "}");
            expected.add(String.valueOf(file));
            expected.add(String.valueOf(10 + file));
        }
        expected.sort(null);
        String source = " FROM STREAM read_files('data/a', format => 'json', maxFilesPerTrigger => 1)";
        pipeline.sql("CREATE STREAMING TABLE plain AS SELECT id" + source + ";\n"
                + "CREATE STREAMING TABLE two (id INT);"
                + " CREATE FLOW f1 AS INSERT INTO two BY"
                + " NAME SELECT CAST(id AS INT) AS id"
                + source + ";\nCREATE FLOW f2 AS INSERT INTO two BY NAME SELECT CAST(id AS INT) AS id"
                + source.replace("data/a", "data/b") + ";\n"
                + "CREATE STREAMING TABLE parts PARTITIONED BY (p) AS SELECT id, p" + source + ";\n"
                + "CREATE STREAMING TABLE feed TBLPROPERTIES ('delta.enableChangeDataFeed' = 'true') AS SELECT id"
                + source + ";\n"
                + "CREATE STREAMING TABLE mapped TBLPROPERTIES ('delta.columnMapping.mode' = 'name') AS SELECT id AS"
                + " `the id`, p" + source + ";\n"
                + "CREATE STREAMING TABLE tracked TBLPROPERTIES ('delta.enableRowTracking' = 'true') AS SELECT id"
                + source + ";\n"
                + "CREATE STREAMING TABLE states AS SELECT DISTINCT id" + source + ";\n"
                + "CREATE STREAMING TABLE after AS SELECT id FROM STREAM two;\n"
                + "CREATE MATERIALIZED VIEW total AS SELECT count(*) AS n FROM after;");
        pipeline.update();
        List<String> streams = List.of("plain", "two", "parts", "feed", "mapped", "tracked", "states", "after");
        Map<String, Long> last = new TreeMap<>();
        Map<String, List<String>> rows = new TreeMap<>();
        for (String table : streams) {
            last.put(table, pipeline.version(table));
            rows.put(table, pipeline.table(table));
        }
        assertThat(rows.get("two")).isEqualTo(expected);

        Update update = pipeline.fullRefreshAll();

        assertThat(update.rowsWritten("plain")).isEqualTo(2);
        for (String table : streams) {
            assertThat(versions(table, last.get(table)).values())
                    .as(table)
                    .hasSize(2)
                    .allSatisfy(seen -> assertThat(seen).hasSameSizeAs(rows.get(table)));
            assertThat(pipeline.table(table)).as(table).isEqualTo(rows.get(table));
        }
        assertThat(pipeline.table("total")).containsExactly("4");
        assertThat(pipeline.update().jobs()).isZero();
        pipeline.file("data/a/5.json", "{\"id\":5,\"p\":1,\"at\":\"2024-01-01T15:00:00Z\"}");
        pipeline.restart().update();
        for (String table : streams) {
            assertThat(pipeline.table(table)).as(table).hasSize(rows.get(table).size() + 1);
        }
        assertThat(pipeline.rows("SELECT DISTINCT id FROM states")).hasSize(3);
        assertThat(pipeline.rows("SELECT p, count(*) FROM parts GROUP BY p")).containsExactly("0|1", "1|2");
        pipeline.fullRefresh("feed", "mapped", "tracked");
        assertThat(pipeline.rows("SELECT `the id` FROM mapped")).containsExactly("1", "2", "5");
        try (Stream<Path> logs = Files.walk(pipeline.path(".tidewheel/tables"))) {
            assertThat(logs.filter(path -> path.endsWith("_delta_log"))
                            .filter(path ->
                                    path.getParent().getFileName().toString().startsWith("refresh-")))
                    .as("logs of what was written aside")
                    .isEmpty();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void whatWasCutShortGoesOnWhereItWas() {
        for (int file = 1; file <= 4; file++) {
            pipeline.file("data/a/" + file + ".json", "{\"id\":" + file + "}");
        }
        String rule =
                "CREATE STREAMING TABLE raw (CONSTRAINT rule EXPECT (%s) ON VIOLATION FAIL UPDATE) AS SELECT id FROM"
                        + " STREAM read_files('data/a', format => 'json', schema => 'id INT', maxFilesPerTrigger => 1);\n"
                        + "CREATE STREAMING TABLE clean AS SELECT id FROM STREAM raw;";
        pipeline.sql(rule.formatted("id > 0"));
        pipeline.update();
        long version = pipeline.version("raw");

        pipeline.sql(rule.formatted("id < 3"));
        Update failed = pipeline.run(full("raw+"));
        assertThat(failed.result().state()).isEqualTo(UpdateState.FAILED);
        assertThat(failed.rowsWritten("raw")).isEqualTo(2);
        assertThat(pipeline.table("raw")).containsExactly("1", "2", "3", "4");
        assertThat(pipeline.table("clean")).containsExactly("1", "2", "3", "4");

        pipeline.sql(rule.formatted("id > 0"));
        pipeline.restart();
        var tree = pipeline.tree();
        assertThat(pipeline.engine()
                        .plan(Selection.ALL)
                        .tables()
                        .get(0)
                        .flows()
                        .get(0)
                        .reason())
                .contains("goes on");
        assertThat(pipeline.tree()).isEqualTo(tree);
        Update update = pipeline.update();
        assertThat(update.rowsWritten("raw")).as("the rest").isEqualTo(2);
        assertThat(pipeline.table("raw")).containsExactly("1", "2", "3", "4");
        assertThat(pipeline.table("clean")).containsExactly("1", "2", "3", "4");
        assertThat(versions("raw", version).values()).hasSize(2).allMatch(rows -> rows.size() == 4);

        pipeline.sql(rule.formatted("id < 3"));
        pipeline.run(full("raw+"));
        pipeline.sql(rule.formatted("id > 0"));
        pipeline.file("data/a/1.json", "{\"id\":9}");
        Update again = pipeline.fullRefresh("raw+");
        assertThat(again.rowsWritten("raw"))
                .as("asked for again, it begins again")
                .isEqualTo(4);
        assertThat(pipeline.table("clean")).containsExactly("2", "3", "4", "9");
        assertThat(pipeline.restart().update().jobs()).isZero();
    }

    @Test
    void columnsThatComeWhileATableIsComputedAnew() {
        pipeline.file("data/a/1.json", "{\"id\":1}").file("data/a/2.json", "{\"id\":2}");
        pipeline.sql("CREATE STREAMING TABLE raw AS SELECT * FROM STREAM read_files('data/a', format => 'json',"
                + " maxFilesPerTrigger => 1, schemaHints => 'id INT');");
        pipeline.update();
        pipeline.file("data/a/3.json", "{\"id\":3,\"more\":\"x\"}");
        pipeline.fullRefresh("raw");
        assertThat(pipeline.rows("SELECT id, more FROM raw")).containsExactly("1|null", "2|null", "3|x");
        assertThat(pipeline.update().jobs()).isZero();
    }

    @Test
    void columnsThatBecomeNumbersOrAreComputedStaySo() {
        String table = "CREATE STREAMING TABLE raw (id INT, k BIGINT%s, twice INT%s) AS SELECT id%s FROM STREAM"
                + " read_files('data/a', format => 'json', schema => 'id INT');";
        pipeline.file("data/a/1.json", "{\"id\":1}").file("data/a/2.json", "{\"id\":2}");
        pipeline.sql(table.formatted("", "", ", 7L AS k, 7 AS twice")).update();
        pipeline.sql(table.formatted(" GENERATED ALWAYS AS IDENTITY", " GENERATED ALWAYS AS (id * 2)", ""));
        pipeline.accepting("raw");
        assertThat(pipeline.update().jobs()).isZero();
        pipeline.file("data/a/3.json", "{\"id\":3}");
        pipeline.restart().update();
        assertThat(pipeline.rows("SELECT count(k), count(DISTINCT k), sum(twice) FROM raw"))
                .containsExactly("3|3|12");

        pipeline.fullRefresh("raw");
        pipeline.file("data/a/4.json", "{\"id\":4}");
        pipeline.restart().update();
        assertThat(pipeline.rows("SELECT count(k), count(DISTINCT k), sum(twice) FROM raw"))
                .as("numbers go on after those of the refresh")
                .containsExactly("4|4|20");
    }
}
