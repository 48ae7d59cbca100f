package dev.tidewheel.engine.change;

import static dev.tidewheel.engine.change.ChangeEffect.FORWARD_ONLY;
import static dev.tidewheel.engine.change.ChangeEffect.RESET_NEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.testing.Update;
import dev.tidewheel.model.event.UpdateState;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Changes of flows that remember rows: some fit their state, the others are refused before anything runs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StateChangesTest {

    private static final String WINDOWS =
            "CREATE STREAMING TABLE %s AS SELECT %s FROM STREAM(src) WATERMARK %s DELAY OF"
                    + " INTERVAL %s MINUTES %s GROUP BY %s;";
    private static final String JOINED =
            "CREATE STREAMING TABLE joined AS SELECT %s FROM STREAM(src) WATERMARK at DELAY"
                    + " OF INTERVAL 1 HOUR AS a JOIN STREAM(again) WATERMARK at DELAY OF INTERVAL 1 HOUR AS b"
                    + " ON a.id = b.id AND b.at BETWEEN a.at AND a.at + INTERVAL %s MINUTES;";

    private ChangedPipeline scene;
    private Update refused;

    @BeforeAll
    void change(@TempDir Path folder) {
        scene = new ChangedPipeline(folder);
        scene.change(
                "CREATE STREAMING TABLE again AS SELECT id, at FROM STREAM src;",
                "CREATE STREAMING TABLE again AS SELECT id, at FROM STREAM src;");
        String window = "window(at, '10 minutes')";
        scene.change(
                WINDOWS.formatted("around", "count(*) AS n", "at", "10", "", window),
                WINDOWS.formatted("around", "count(*) * 100 AS n", "at", "20", "WHERE id < 1000", window));
        scene.change(
                WINDOWS.formatted("keys", "count(*) AS n", "at", "10", "", window),
                WINDOWS.formatted("keys", "count(*) AS n", "at", "10", "", "window(at, '20 minutes')"));
        scene.change(
                WINDOWS.formatted("functions", "sum(id) AS n", "at", "10", "", window),
                WINDOWS.formatted("functions", "sum(n) AS n", "at", "10", "", window));
        scene.change(
                "CREATE STREAMING TABLE late AS SELECT DISTINCT id FROM STREAM(src) WATERMARK at DELAY OF"
                        + " INTERVAL 1 HOUR;",
                "CREATE STREAMING TABLE late AS SELECT DISTINCT id FROM STREAM(src) WATERMARK other DELAY OF"
                        + " INTERVAL 1 HOUR;");
        scene.change(
                "CREATE STREAMING TABLE duplicates AS SELECT DISTINCT id FROM STREAM src;",
                "CREATE STREAMING TABLE duplicates AS SELECT DISTINCT n AS id FROM STREAM src;");
        scene.change(JOINED.formatted("a.id", "30"), JOINED.formatted("a.id, a.name", "30"));
        scene.change(
                "CREATE STREAMING TABLE begins AS SELECT id FROM STREAM src;",
                "CREATE STREAMING TABLE begins AS SELECT DISTINCT id FROM STREAM src;");
        scene.change(
                "CREATE STREAMING TABLE ends AS SELECT DISTINCT id FROM STREAM src;",
                "CREATE STREAMING TABLE ends AS SELECT id FROM STREAM src;");
        scene.change(
                "CREATE STREAMING TABLE order_of AS SELECT DISTINCT id FROM"
                        + " (SELECT id FROM STREAM src UNION ALL SELECT id FROM STREAM again);",
                "CREATE STREAMING TABLE order_of AS SELECT DISTINCT id FROM"
                        + " (SELECT id FROM STREAM again UNION ALL SELECT id FROM STREAM src);");
        scene.change(
                "CREATE STREAMING TABLE base AS SELECT id FROM STREAM src;"
                        + "CREATE STREAMING TABLE star AS SELECT DISTINCT * FROM STREAM base;",
                "CREATE STREAMING TABLE base AS SELECT id, name FROM STREAM src;"
                        + "CREATE STREAMING TABLE star AS SELECT DISTINCT * FROM STREAM base;");
        scene.change(
                "CREATE STREAMING TABLE named AS SELECT DISTINCT id FROM STREAM src;",
                "CREATE STREAMING TABLE named AS SELECT DISTINCT k AS id FROM (SELECT id AS k FROM STREAM src);");
        scene.change(
                WINDOWS.formatted("sliding", "count(*) AS n", "at", "10", "", "window(at, '10 minutes', '5 minutes')"),
                WINDOWS.formatted(
                        "sliding", "count(*) AS n", "at", "10", "", "window(at, '20 minutes', '10 minutes')"));
        scene.change(
                "CREATE STREAMING TABLE exploded AS SELECT DISTINCT item FROM"
                        + " (SELECT explode(array(id, n)) AS item FROM STREAM src);",
                "CREATE STREAMING TABLE exploded AS SELECT DISTINCT item FROM"
                        + " (SELECT explode(array(n, id + 1)) AS item FROM STREAM src);");
        scene.change(
                "CREATE STREAMING TABLE branches AS SELECT DISTINCT k FROM"
                        + " (SELECT id AS k FROM STREAM src UNION ALL SELECT id AS k FROM STREAM again);",
                "CREATE STREAMING TABLE branches AS SELECT DISTINCT k FROM"
                        + " (SELECT id AS k FROM STREAM src UNION ALL SELECT id * 2 AS k FROM STREAM again);");
        String dimension = "CREATE MATERIALIZED VIEW dimension AS SELECT 1 AS id, 'x' AS name;";
        String named = "CREATE STREAMING TABLE same_name AS SELECT DISTINCT %s.name FROM STREAM(src) s"
                + " JOIN dimension d ON s.id = d.id;";
        scene.change(dimension + named.formatted("s"), dimension + named.formatted("d"));
        scene.change(
                "CREATE STREAMING TABLE first_branch AS SELECT DISTINCT id FROM STREAM src"
                        + " UNION ALL SELECT id FROM STREAM again;",
                "CREATE STREAMING TABLE first_branch AS SELECT DISTINCT id FROM STREAM src"
                        + " UNION ALL SELECT id + 100 AS id FROM STREAM again;");
        scene.apply();
        refused = scene.pipeline.run(Selection.ALL);
        scene.rows(3, "1 a 10:02", "3 c 11:00");
        scene.pipeline.accepting(
                scene.planned().needingReset().stream().map(name -> name.name()).toArray(String[]::new));
    }

    @AfterAll
    void close() {
        scene.close();
    }

    private void needsReset(String table, String... words) {
        assertThat(scene.changes(table))
                .anySatisfy(change -> assertThat(change)
                        .startsWith(RESET_NEEDED.name())
                        .contains(words)
                        .endsWith("its checkpoint cannot go on"));
        assertThat(scene.refusal(table).fix()).contains("undo the change", "--accept-reset " + table);
        assertThat(refused.result().state()).isEqualTo(UpdateState.FAILED);
        assertThat(refused.statuses()).as("no flow was started").isEmpty();
    }

    @Test
    void theQueryAroundTheState() {
        assertThat(scene.changes("around"))
                .anyMatch(change -> change.startsWith(FORWARD_ONLY + " the query changed"))
                .anyMatch(change -> change.startsWith(FORWARD_ONLY + " the delay of the watermark changed"))
                .hasSize(2);
        assertThat(scene.table("around")).as("two rows are from the state").containsExactly("300");
    }

    @Test
    void theDelayOfAWatermark() {
        assertThat(scene.changes("around")).anyMatch(change -> change.contains("its checkpoint goes on"));
    }

    @Test
    void theKeysOfAGroup() {
        needsReset("keys", "aggregation by window", "count(1)");
    }

    @Test
    void theLengthAndSlideOfASlidingWindow() {
        needsReset("sliding", "aggregation by window");
    }

    @Test
    void whatIsExploded() {
        needsReset("exploded", "explode(array(id, n))", "explode(array(n, (id + 1)))");
    }

    @Test
    void oneBranchOfAUnionThatGivesTheKeys() {
        needsReset("branches", "no duplicates of");
        scene.changed("first_branch", FORWARD_ONLY, "the query changed", "its checkpoint goes on");
    }

    @Test
    void aKeyOfTheSameNameFromAnotherTable() {
        needsReset("same_name", "no duplicates of name string", "dimension");
    }

    @Test
    void theFunctionsOfAGroup() {
        needsReset("functions", "sum(id)", "sum(n)");
        assertThat(scene.table("functions")).containsExactly("40");
    }

    @Test
    void theColumnOfAWatermark() {
        needsReset("late", "is on `other` and was on `at`");
    }

    @Test
    void whatADuplicateIs() {
        needsReset("duplicates", "no duplicates of id int", "no duplicates of n int");
        assertThat(scene.table("duplicates")).containsExactly("10", "20", "30");
    }

    @Test
    void whatAJoinKeeps() {
        needsReset("joined", "inner join", "name string");
    }

    @Test
    void aFlowThatBeginsToKeepState() {
        needsReset("begins", "keeps state now, and has none of the rows before");
        assertThat(scene.table("begins")).containsExactly("1", "2", "3");
    }

    @Test
    void aFlowThatKeepsNoStateAnyMore() {
        needsReset("ends", "keeps no state any more", "in its state only");
        assertThat(scene.table("ends")).containsExactly("1", "1", "2", "3");
    }

    @Test
    void theSourcesOfAFlowWithState() {
        needsReset("order_of", "reads", "has read", "in the order of its sources");
    }

    @Test
    void whatASourceGains() {
        needsReset("star", "no duplicates of id int", "no duplicates of id int, name string");
    }

    @Test
    void theNamesOnTheWay() {
        scene.changed("named", FORWARD_ONLY, "the query changed", "its checkpoint goes on");
        assertThat(scene.table("named")).containsExactly("1", "2", "3");
    }
}
