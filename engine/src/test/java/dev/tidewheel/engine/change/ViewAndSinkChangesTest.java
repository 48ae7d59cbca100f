package dev.tidewheel.engine.change;

import static dev.tidewheel.engine.change.ChangeEffect.FORWARD_ONLY;
import static dev.tidewheel.engine.change.ChangeEffect.METADATA_ONLY;
import static dev.tidewheel.engine.change.ChangeEffect.RECOMPUTE;
import static dev.tidewheel.engine.change.ChangeEffect.RESET_NEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.testing.Update;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Changes of views, which are computed anew, and of sinks, which are not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ViewAndSinkChangesTest {

    private ChangedPipeline scene;
    private List<String> afterwards;
    private Update refused;
    private long commentedVersion;

    @BeforeAll
    void change(@TempDir Path folder) {
        scene = new ChangedPipeline(folder);
        scene.change(
                "CREATE MATERIALIZED VIEW query AS SELECT id FROM src;"
                        + "CREATE MATERIALIZED VIEW above_query AS SELECT count(*) AS n FROM query;",
                "CREATE MATERIALIZED VIEW query AS SELECT id FROM src WHERE id > 1;"
                        + "CREATE MATERIALIZED VIEW above_query AS SELECT count(*) AS n FROM query;");
        scene.change(
                "CREATE MATERIALIZED VIEW checked AS SELECT id FROM src;",
                "CREATE MATERIALIZED VIEW checked (CONSTRAINT c EXPECT (id > 1) ON VIOLATION DROP ROW) AS"
                        + " SELECT id FROM src;");
        scene.change(
                "CREATE MATERIALIZED VIEW parts AS SELECT id, name FROM src;",
                "CREATE MATERIALIZED VIEW parts PARTITIONED BY (name) AS SELECT id, name FROM src;");
        scene.change(
                "CREATE MATERIALIZED VIEW type AS SELECT id FROM src;",
                "CREATE MATERIALIZED VIEW type AS SELECT name AS id FROM src;");
        scene.change(
                "CREATE MATERIALIZED VIEW commented COMMENT 'old' AS SELECT id FROM src;",
                "CREATE MATERIALIZED VIEW commented COMMENT 'new' AS SELECT id FROM src;");
        scene.change(
                "CREATE TEMPORARY VIEW mid AS SELECT id FROM src;"
                        + "CREATE MATERIALIZED VIEW above AS SELECT id FROM mid;",
                "CREATE TEMPORARY VIEW mid AS SELECT id * 10 AS id FROM src;"
                        + "CREATE MATERIALIZED VIEW above AS SELECT id FROM mid;");
        scene.change(
                "CREATE VIEW published AS SELECT id FROM src;",
                "CREATE VIEW published AS SELECT id + 1 AS id FROM src;");
        String sink = "CREATE SINK %s USING delta OPTIONS (path = '%s'%s);"
                + "CREATE FLOW to_%s AS INSERT INTO %s BY NAME SELECT id FROM STREAM %s;";
        String path = folder.resolve("out/").toString();
        scene.change(
                sink.formatted("given", path + "/a", "", "given", "given", "src"),
                sink.formatted("given", path + "/b", "", "given", "given", "src"));
        scene.change(
                sink.formatted("source", path + "/c", "", "source", "source", "src"),
                sink.formatted("source", path + "/c", "", "source", "source", "query_source"));
        scene.change(
                "CREATE STREAMING TABLE query_source AS SELECT id + 100 AS id FROM STREAM src;",
                "CREATE STREAMING TABLE query_source AS SELECT id + 100 AS id FROM STREAM src;");
        scene.apply();
        commentedVersion = scene.pipeline.version("commented");
        refused = scene.pipeline.run(Selection.ALL);
        scene.rows(3, "3 c 10:02");
        scene.pipeline.accepting("source");
        scene.pipeline.restart();
        afterwards = scene.pipeline.engine().plan(Selection.ALL).tables().stream()
                .flatMap(table -> table.differences().changes().stream())
                .map(Change::words)
                .toList();
    }

    @AfterAll
    void close() {
        scene.close();
    }

    @Test
    void theQueryOfAView() {
        scene.changed("query", RECOMPUTE, "the query changed");
        assertThat(scene.touchedRows("query")).isEqualTo(2);
        assertThat(scene.dependants("query")).containsExactly("above_query");
        assertThat(scene.table("above_query")).containsExactly("2");
        assertThat(afterwards).isEmpty();
    }

    @Test
    void anExpectationOfAView() {
        scene.changed("checked", RECOMPUTE, "expectations changed");
        assertThat(scene.table("checked")).containsExactly("2", "3");
    }

    @Test
    void thePartitioningOfAView() {
        assertThat(scene.changes("parts"))
                .anyMatch(change -> change.startsWith(RECOMPUTE.name()) && change.contains("partitioned by"));
        assertThat(scene.stored("parts").partitionColumns()).containsExactly("name");
        assertThat(scene.table("parts")).containsExactly("1|a", "2|b", "3|c");
    }

    @Test
    void theColumnsOfAView() {
        assertThat(scene.changes("type")).anyMatch(change -> change.startsWith(RECOMPUTE.name()));
        assertThat(scene.table("type")).containsExactly("a", "b", "c");
    }

    @Test
    void theCommentOfAView() {
        scene.changed("commented", METADATA_ONLY, "comment");
        assertThat(scene.pipeline.version("commented"))
                .as("one for the comment, one for the new row")
                .isEqualTo(commentedVersion + 2);
    }

    @Test
    void aTemporaryView() {
        scene.changed("above", RECOMPUTE, "the query changed");
        assertThat(scene.table("above")).containsExactly("10", "20", "30");
    }

    @Test
    void aPublishedView() {
        assertThat(scene.planned().views())
                .extracting(view -> view.name().name() + ": " + view.reason())
                .containsExactly("published: the definition changed");
        assertThat(scene.table("published")).containsExactly("2", "3", "4");
    }

    @Test
    void theOptionsOfASink() {
        scene.changed("given", FORWARD_ONLY, "the options of the sink changed", "stays where it is");
        String path = "SELECT id FROM delta.`" + scene.pipeline.path("out") + "/%s`";
        assertThat(scene.pipeline.rows(path.formatted("a"))).containsExactly("1", "2");
        assertThat(scene.pipeline.rows(path.formatted("b"))).containsExactly("3");
    }

    @Test
    void theSourceOfASink() {
        scene.changed("source", RESET_NEEDED, "query_source", "has read", "in the order of its sources");
        assertThat(refused.result().problems()).hasSize(1);
        assertThat(refused.result().problems().get(0).fix())
                .contains("--accept-reset source", "the sink would be given all rows again");
        assertThat(scene.pipeline.rows("SELECT id FROM delta.`" + scene.pipeline.path("out") + "/c`"))
                .containsExactly("1", "101", "102", "103", "2");
    }
}
