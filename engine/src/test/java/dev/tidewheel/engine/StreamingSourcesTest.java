package dev.tidewheel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.testing.PipelineFixture;
import dev.tidewheel.engine.testing.Update;
import dev.tidewheel.model.event.FlowStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything that a streaming table can read, in every spelling; each row once however many updates there are. */
class StreamingSourcesTest {
    private static final String ALL_SOURCES = """
            CREATE OR REFRESH STREAMING TABLE from_files
            AS SELECT id, name FROM STREAM read_files('data/people', format => 'json');
            CREATE STREAMING TABLE from_files_in_parens
            AS SELECT id, name FROM STREAM(read_files('data/people', format => 'json', schema => 'id INT, name STRING'));
            CREATE OR REFRESH STREAMING LIVE TABLE from_cloud_files
            AS SELECT id, name FROM cloud_files('data/people', 'json', map('cloudFiles.inferColumnTypes', 'true'));
            CREATE STREAMING LIVE TABLE from_cloud_files_stream
            AS SELECT id, name FROM STREAM cloud_files('data/people', 'json');
            CREATE STREAMING TABLE from_path AS SELECT id, name FROM STREAM json.`data/people`;
            CREATE STREAMING TABLE from_delta_path AS SELECT id, name FROM STREAM delta.`data/delta`;
            CREATE STREAMING TABLE from_outside AS SELECT * FROM STREAM other.people;
            CREATE STREAMING TABLE from_outside_full AS SELECT * FROM STREAM(main.other.people);
            CREATE STREAMING TABLE from_table AS SELECT * FROM STREAM from_files;
            CREATE STREAMING TABLE from_table_full AS SELECT p.id, p.name FROM STREAM(main.default.from_files) AS p;
            CREATE TEMPORARY VIEW named AS SELECT id, upper(name) AS name FROM STREAM from_files WHERE id > 0;
            CREATE STREAMING TABLE from_view AS SELECT * FROM STREAM named;
            CREATE STREAMING LIVE TABLE from_live AS SELECT id, name FROM STREAM(LIVE.from_files);
            CREATE TABLE managed FLOW INSERT BY NAME SELECT name, id FROM STREAM from_files;
            CREATE STREAMING TABLE in_one_flow FLOW INSERT BY NAME SELECT name, id FROM STREAM from_files;
            """;
    private static final List<String> TABLES = List.of(
            "from_files",
            "from_files_in_parens",
            "from_cloud_files",
            "from_cloud_files_stream",
            "from_path",
            "from_delta_path",
            "from_outside",
            "from_outside_full",
            "from_table",
            "from_table_full",
            "from_live",
            "managed",
            "in_one_flow");

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
    void everySourceGivesEachRowOnceAndNothingWhenNothingIsNew() {
        pipeline.file("data/people/1.json", "{\"id\":1,\"name\":\"ann\"}", "{\"id\":2,\"name\":\"bob\"}");
        pipeline.appendDelta("data/delta", "SELECT * FROM VALUES (1, 'ann'), (2, 'bob') AS t(id, name)");
        pipeline.outside("CREATE SCHEMA main.other");
        pipeline.outside(
                "CREATE TABLE main.other.people AS SELECT * FROM VALUES (1, 'ann'), (2, 'bob') AS t(id, name)");
        pipeline.sql(ALL_SOURCES);

        Update first = pipeline.update();

        assertThat(first.statuses().values()).containsOnly(FlowStatus.COMPLETED);
        assertTables("1|ann", "2|bob");
        assertThat(pipeline.table("from_view")).containsExactly("1|ANN", "2|BOB");

        pipeline.file("data/people/2.json", "{\"id\":3,\"name\":\"cat\"}");
        pipeline.appendDelta("data/delta", "SELECT 3 AS id, 'cat' AS name");
        pipeline.outside("INSERT INTO main.other.people VALUES (3, 'cat')");
        Update second = pipeline.update();

        assertTables("1|ann", "2|bob", "3|cat");
        assertThat(pipeline.table("from_view")).containsExactly("1|ANN", "2|BOB", "3|CAT");
        for (String table : TABLES) {
            assertThat(second.rowsWritten(table)).as(table).isEqualTo(1);
        }

        Map<String, String> before = tablesOnly(pipeline.tree());
        Update third = pipeline.restart().update();

        assertThat(third.jobs()).as("jobs of an update without work").isZero();
        assertThat(tablesOnly(pipeline.tree())).isEqualTo(before);
        assertThat(pipeline.update().jobs()).as("jobs of a second one, warm").isZero();
    }

    private void assertTables(String... rows) {
        for (String table : TABLES) {
            assertThat(pipeline.rows("SELECT id, name FROM " + table)).as(table).containsExactly(rows);
        }
    }

    private static Map<String, String> tablesOnly(Map<String, String> tree) {
        tree.keySet().removeIf(path -> !path.contains("/tables/") && !path.contains("/checkpoints/"));
        return tree;
    }

    @Test
    void aStreamCanPassOverCommitsThatChangeRows() {
        pipeline.outside("CREATE SCHEMA main.other");
        pipeline.outside("CREATE TABLE main.other.t AS SELECT 1 AS id, 'a' AS name");
        pipeline.sql("""
                CREATE STREAMING TABLE flag AS SELECT * FROM STREAM other.t WITH (SKIPCHANGECOMMITS);
                CREATE STREAMING TABLE option AS SELECT * FROM STREAM(main.other.t) WITH ('skipChangeCommits' = 'true');
                """);
        pipeline.update();

        pipeline.outside("UPDATE main.other.t SET name = 'changed'");
        pipeline.outside("INSERT INTO main.other.t VALUES (2, 'b')");
        pipeline.update();

        assertThat(pipeline.table("flag")).containsExactly("1|a", "2|b");
        assertThat(pipeline.table("option")).containsExactly("1|a", "2|b");
    }

    @Test
    void aStreamFromAVersionOn() {
        pipeline.outside("CREATE SCHEMA main.other");

        pipeline.outside("CREATE TABLE main.other.t (id INT)");
        pipeline.outside("INSERT INTO main.other.t VALUES (2)");
        pipeline.outside("INSERT INTO main.other.t VALUES (3)");
        pipeline.sql("CREATE STREAMING TABLE late AS SELECT * FROM STREAM other.t WITH (STARTINGVERSION=2);");
        pipeline.update();

        assertThat(pipeline.table("late")).containsExactly("3");
    }

    @Test
    void severalFlowsIntoOneTableAndOneThatRunsOnce() {
        pipeline.file("data/a/1.json", "{\"id\":1}");
        pipeline.file("data/b/1.json", "{\"id\":10}");
        pipeline.file("data/old/1.json", "{\"id\":100}");
        pipeline.sql("""
                CREATE STREAMING TABLE all_ids (id BIGINT, source STRING);
                CREATE FLOW from_a AS INSERT INTO all_ids BY NAME
                SELECT 'a' AS source, id FROM STREAM read_files('data/a', format => 'json');
                CREATE FLOW from_b COMMENT 'the other one' AS INSERT INTO all_ids BY NAME
                SELECT id, 'b' AS source FROM STREAM read_files('data/b', format => 'json');
                CREATE FLOW backfill AS INSERT INTO ONCE all_ids BY NAME
                SELECT id, 'old' AS source FROM read_files('data/old', format => 'json');
                CREATE FLOW constants AS INSERT ONCE INTO all_ids BY NAME SELECT 1000L AS id;
                """);
        pipeline.update();

        assertThat(pipeline.table("all_ids")).containsExactly("1000|null", "100|old", "10|b", "1|a");

        pipeline.file("data/b/2.json", "{\"id\":11}");
        pipeline.file("data/old/2.json", "{\"id\":101}");
        Update second = pipeline.update();

        assertThat(pipeline.table("all_ids")).containsExactly("1000|null", "100|old", "10|b", "11|b", "1|a");
        assertThat(second.rowsWritten("backfill")).isZero();
        assertThat(pipeline.update().jobs()).isZero();
    }

    @Test
    void flowsWithoutDeclaredColumnsGiveTheTableAllTheirColumns() {
        pipeline.file("data/a/1.json", "{\"id\":1,\"a\":\"x\"}");
        pipeline.file("data/b/1.json", "{\"id\":2,\"b\":true}");
        pipeline.sql("""
                CREATE STREAMING TABLE both;
                CREATE FLOW from_a AS INSERT INTO both BY NAME SELECT id, a FROM STREAM json.`data/a`;
                CREATE FLOW from_b AS INSERT INTO both BY NAME SELECT b, id FROM STREAM json.`data/b`;
                CREATE MATERIALIZED VIEW copy AS SELECT id, a, b FROM both;
                """);
        pipeline.update();

        assertThat(pipeline.table("copy")).containsExactly("1|x|null", "2|null|true");
    }

    @Test
    void aTableAndItsOwnQueryMayHaveFurtherFlows() {
        pipeline.file("data/a/1.json", "{\"id\":1}");
        pipeline.file("data/b/1.json", "{\"id\":2}");
        pipeline.sql("""
                CREATE STREAMING TABLE t AS SELECT id FROM STREAM json.`data/a`;
                CREATE FLOW more AS INSERT INTO t BY NAME SELECT id FROM STREAM json.`data/b`;
                """);
        pipeline.update();
        pipeline.file("data/a/2.json", "{\"id\":3}");
        pipeline.update();

        assertThat(pipeline.table("t")).containsExactly("1", "2", "3");
    }

    @Test
    void rowsInAWindowAreReplacedAndOthersAreLeftAlone() {
        pipeline.file("data/days/1.json", "{\"day\":1,\"v\":10}", "{\"day\":2,\"v\":20}", "{\"day\":3,\"v\":30}");
        String windowed = """
                CREATE STREAMING TABLE windowed
                FLOW REPLACE WHERE day >= 2 BY NAME
                SELECT day, sum(v) AS v FROM read_files('data/days', format => 'json') GROUP BY day;
                CREATE STREAMING TABLE other (day BIGINT, v BIGINT);
                CREATE FLOW other_window AS INSERT INTO other BY NAME REPLACE WHERE day >= 2
                SELECT day, v FROM json.`data/days`;
                """;
        pipeline.sql(windowed);
        pipeline.update();
        assertThat(pipeline.table("windowed")).containsExactly("2|20", "3|30");
        assertThat(pipeline.table("other")).containsExactly("2|20", "3|30");

        pipeline.file("data/days/2.json", "{\"day\":2,\"v\":1}", "{\"day\":3,\"v\":1}", "{\"day\":4,\"v\":1}");
        pipeline.sql(windowed.replace("day >= 2", "day >= 3"));
        pipeline.update();

        assertThat(pipeline.table("windowed")).containsExactly("2|20", "3|31", "4|1");
        assertThat(pipeline.table("other")).containsExactly("2|20", "3|1", "3|30", "4|1");
    }

    /** Two flows may read the same table under two names, or two places of one name: none of them leaves anything to the other. */
    @Test
    void aFlowThatReadsWhatAnotherGoesOnReadingIsNoSuccessor() throws IOException {
        pipeline.appendDelta("outside", "SELECT id FROM VALUES (1), (2) AS v(id)");
        Files.createSymbolicLink(pipeline.path("alias"), pipeline.path("outside"));
        String flow = "CREATE FLOW %s AS INSERT INTO t BY NAME SELECT id FROM STREAM delta.`%s` WHERE id %s 1;\n";
        String first = "CREATE STREAMING TABLE t;\n" + flow.formatted("one", pipeline.path("outside"), "=");
        pipeline.sql(first).update();
        pipeline.sql(first + flow.formatted("others", pipeline.path("alias"), ">"))
                .update();
        assertThat(pipeline.table("t")).containsExactly("1", "2");
    }
}
