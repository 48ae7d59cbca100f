package dev.tidewheel.engine.change;

import static dev.tidewheel.engine.change.ChangeEffect.RESET_NEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.UpdateRequest;
import dev.tidewheel.engine.plan.FlowDecision;
import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.plan.TableAction;
import dev.tidewheel.engine.testing.PipelineFixture;
import dev.tidewheel.engine.testing.Update;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.event.UpdateState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Changes of streaming tables that are refused until somebody accepts that the table begins anew. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResetChangesTest {

    private ChangedPipeline scene;
    private Update refused;
    private Update partlyAccepted;
    private Map<String, String> filesBefore;
    private Map<String, String> filesAfter;
    private List<String> command;

    @BeforeAll
    void change(@TempDir Path folder) {
        scene = new ChangedPipeline(folder);
        scene.pipeline.file("data/x/1.json", "{\"id\":100}").file("data/y/1.json", "{\"id\":200}");
        scene.pipeline.file("data/z/1.json", "{\"id\":300}");
        scene.change(
                "CREATE STREAMING TABLE type AS SELECT id, name FROM STREAM src;",
                "CREATE STREAMING TABLE type AS SELECT name AS id, name FROM STREAM src;");
        scene.change(
                "CREATE STREAMING TABLE wider AS SELECT id FROM STREAM src;",
                "CREATE STREAMING TABLE wider AS SELECT id + 3000000000L AS id FROM STREAM src;");
        scene.change(
                "CREATE STREAMING TABLE needed (id INT) AS SELECT id FROM STREAM src;",
                "CREATE STREAMING TABLE needed (id INT NOT NULL) AS SELECT id FROM STREAM src;");
        scene.change(
                "CREATE STREAMING TABLE made (id INT, twice INT GENERATED ALWAYS AS (id * 2)) AS"
                        + " SELECT id FROM STREAM src;",
                "CREATE STREAMING TABLE made (id INT, twice INT GENERATED ALWAYS AS (id * 3)) AS"
                        + " SELECT id FROM STREAM src;");
        String twice = "CREATE STREAMING TABLE %s (id INT%s) AS SELECT id%s FROM STREAM src;";
        String generated = ", twice INT GENERATED ALWAYS AS (id * 2)";
        scene.change(
                twice.formatted("made_now", ", twice INT", ", 7 AS twice"), twice.formatted("made_now", generated, ""));
        scene.change(twice.formatted("made_new", "", ""), twice.formatted("made_new", generated, ""));
        String numbered = "CREATE STREAMING TABLE %s (id INT, k BIGINT%s) AS SELECT id%s FROM STREAM src;";
        String identity = " GENERATED ALWAYS AS IDENTITY";
        scene.change(numbered.formatted("identity", "", ", 7L AS k"), numbered.formatted("identity", identity, ""));
        scene.change(
                numbered.formatted("no_identity", identity, ""), numbered.formatted("no_identity", "", ", 7L AS k"));
        scene.change(
                numbered.formatted("other_identity", identity, ""),
                numbered.formatted("other_identity", identity + " (START WITH 100 INCREMENT BY 10)", ""));
        scene.change(
                "CREATE STREAMING TABLE parts PARTITIONED BY (id) AS SELECT id, name FROM STREAM src;",
                "CREATE STREAMING TABLE parts PARTITIONED BY (name) AS SELECT id, name FROM STREAM src;");
        String flow = "CREATE STREAMING TABLE %s; CREATE FLOW %s AS INSERT INTO %s BY NAME SELECT %s;";
        String file = "id FROM STREAM read_files('data/%s', format => 'json', schema => 'id INT')";
        scene.change(
                flow.formatted("named", "one", "named", file.formatted("x")),
                flow.formatted("named", "two", "named", file.formatted("x").replace("id FROM", "id + 1 AS id FROM")));
        scene.change(
                flow.formatted("source", "from_x", "source", file.formatted("x")),
                flow.formatted("source", "from_x", "source", file.formatted("y")));
        String into = "CREATE FLOW %s AS INSERT INTO %s BY NAME SELECT %s;";
        String union = " UNION ALL SELECT " + file;
        scene.change(
                "CREATE STREAMING TABLE merged;" + into.formatted("m1", "merged", file.formatted("x"))
                        + into.formatted("m2", "merged", file.formatted("y")),
                "CREATE STREAMING TABLE merged;"
                        + into.formatted("m2", "merged", file.formatted("y") + union.formatted("x")));
        scene.change(
                "CREATE STREAMING TABLE moved;"
                        + into.formatted("v1", "moved", file.formatted("x") + union.formatted("z"))
                        + into.formatted("v2", "moved", file.formatted("y")),
                "CREATE STREAMING TABLE moved;" + into.formatted("v1", "moved", file.formatted("z"))
                        + into.formatted("v2", "moved", file.formatted("y") + union.formatted("x")));
        scene.change(
                "CREATE STREAMING TABLE fits;" + into.formatted("fits_1", "fits", "id FROM STREAM src"),
                "CREATE STREAMING TABLE fits;" + into.formatted("fits_1", "fits", "id FROM STREAM src")
                        + into.formatted(
                                "fits_2", "fits", file.formatted("x").replace("id FROM", "id + 0.5D AS id FROM")));
        scene.change(
                "CREATE STREAMING TABLE types AS SELECT CAST(id AS DOUBLE) AS d, CAST(id AS FLOAT) AS f, name AS s,"
                        + " at AS t, CAST(at AS TIMESTAMP_NTZ) AS z FROM STREAM src;",
                "CREATE STREAMING TABLE types AS SELECT id + 16777216L AS d, id AS f, id AS s,"
                        + " CAST(at AS TIMESTAMP_NTZ) AS t, at AS z FROM STREAM src;");
        String widening = "CREATE STREAMING TABLE %s (id %s) TBLPROPERTIES ('delta.enableTypeWidening' = 'true') AS"
                + " SELECT id FROM STREAM src;";
        scene.change(widening.formatted("wider_needed", "INT"), widening.formatted("wider_needed", "BIGINT NOT NULL"));
        String inside = "CREATE STREAMING TABLE inside AS SELECT struct(%s AS a) AS s FROM STREAM src;";
        scene.change(inside.formatted("id"), inside.formatted("id + 3000000000L"));
        scene.change(
                "CREATE STREAMING TABLE loads; CREATE FLOW jan AS INSERT INTO ONCE loads BY NAME SELECT 1 AS id;",
                "CREATE STREAMING TABLE loads; CREATE FLOW feb AS INSERT INTO ONCE loads BY NAME SELECT 1 AS id;");
        scene.change(
                flow.formatted("kind", "both", "kind", file.formatted("x")),
                "CREATE STREAMING TABLE kind; CREATE FLOW both AS INSERT INTO ONCE kind BY NAME SELECT 7 AS id;");
        scene.change(
                "CREATE STREAMING TABLE kind_back; CREATE FLOW back AS INSERT INTO ONCE kind_back BY NAME SELECT 7 AS id;",
                flow.formatted("kind_back", "back", "kind_back", file.formatted("y")));
        scene.change(
                "CREATE STREAMING TABLE to_view AS SELECT id FROM STREAM src;",
                "CREATE MATERIALIZED VIEW to_view AS SELECT max(id) AS top FROM src;");
        scene.change(
                "CREATE MATERIALIZED VIEW to_table AS SELECT max(id) AS top FROM src;",
                "CREATE STREAMING TABLE to_table AS SELECT id FROM STREAM src;");
        String readers = "CREATE STREAMING TABLE reader AS SELECT name FROM STREAM type;\n"
                + "CREATE STREAMING TABLE tail AS SELECT * FROM STREAM reader;\n"
                + "CREATE MATERIALIZED VIEW counted AS SELECT count(*) AS n FROM tail;";
        scene.change(readers, readers);
        scene.apply();
        filesBefore = tables();
        refused = scene.pipeline.run(Selection.ALL);
        command =
                scene.planned().needingReset().stream().map(name -> name.name()).toList();
        List<String> some = new ArrayList<>(command);
        some.remove("tail");
        partlyAccepted = scene.pipeline.run(UpdateRequest.of(Selection.ALL).accepting(some));
        filesAfter = tables();
        scene.pipeline.restart().accepting(command.toArray(String[]::new));
    }

    /** All files of tables: what is refused changes none of them. */
    private Map<String, String> tables() {
        Map<String, String> files = new TreeMap<>(scene.pipeline.tree());
        files.keySet().removeIf(path -> !path.contains("/tables/"));
        return files;
    }

    @AfterAll
    void close() {
        scene.close();
    }

    private void needsReset(String table, String... words) {
        assertThat(scene.changes(table)).anyMatch(change -> change.startsWith(RESET_NEEDED.name()));
        Problem problem = scene.refusal(table);
        assertThat(problem.code()).isEqualTo(ErrorCode.INCOMPATIBLE_CHANGE);
        assertThat(problem.message() + " " + problem.cause()).contains(words);
        assertThat(problem.fix()).contains("tidewheel run", "--accept-reset " + table);
        assertThat(problem.location()).isNotNull();
        assertThat(scene.planned().tables())
                .filteredOn(plan -> plan.name().name().equals(table))
                .allMatch(plan -> plan.action() instanceof TableAction.NeedsReset)
                .flatExtracting(plan -> plan.flows())
                .allMatch(plan -> plan.decision() == FlowDecision.EXCLUDED);
    }

    /** The way out without a reset: the new dataset gets another name. */
    private static void besides(Path folder, String former, String other, List<String> rows) {
        try (PipelineFixture pipeline = PipelineFixture.in(folder)) {
            pipeline.file("data/in/1.json", "{\"id\":1}").file("data/in/2.json", "{\"id\":2}");
            String source =
                    "CREATE STREAMING TABLE src AS SELECT id FROM STREAM read_files('data/in', format => 'json',"
                            + " schema => 'id INT');\n";
            pipeline.sql(source + former).update();
            List<String> before = pipeline.table("kind");
            pipeline.sql(source + other).update();
            assertThat(pipeline.table("another")).isEqualTo(rows);
            assertThat(pipeline.table("kind")).as("stays").isEqualTo(before);
            assertThat(pipeline.status("kind").state()).isEqualTo("INACTIVE");
            assertThat(pipeline.engine().plan(Selection.ALL).inactive())
                    .extracting(name -> name.name())
                    .containsExactly("kind");
        }
    }

    @Test
    void nothingIsDoneUnlessAllIsAccepted() {
        assertThat(refused.result().state()).isEqualTo(UpdateState.FAILED);
        assertThat(refused.result().problems()).hasSameSizeAs(scene.planned().refusals());
        assertThat(partlyAccepted.result().problems())
                .hasSameSizeAs(scene.planned().refusals());
        assertThat(filesAfter).isEqualTo(filesBefore);
        assertThat(scene.update().jobs()).as("nothing is left to do").isZero();
    }

    @Test
    void anotherType() {
        needsReset("type", "is stored as INT but the definition gives STRING");
        assertThat(scene.refusal("type").fix()).contains("2 rows");
        assertThat(scene.table("type")).containsExactly("a|a", "b|b");
        assertThat(scene.changes("types"))
                .filteredOn(change -> change.startsWith(RESET_NEEDED.name()))
                .hasSize(5)
                .anyMatch(
                        change -> change.contains("`d` of `types` is stored as DOUBLE but the definition gives BIGINT"))
                .anyMatch(change -> change.contains("`f` of `types` is stored as FLOAT but the definition gives INT"))
                .anyMatch(change -> change.contains("`s` of `types` is stored as STRING but the definition gives INT"))
                .anyMatch(change -> change.contains("stored as TIMESTAMP but the definition gives TIMESTAMP_NTZ"))
                .anyMatch(change -> change.contains("stored as TIMESTAMP_NTZ but the definition gives TIMESTAMP"));
        assertThat(scene.pipeline.rows("SELECT d, f, s FROM types")).containsExactly("16777217|1|1", "16777218|2|2");
    }

    @Test
    void aWiderTypeThatIsNotAllowed() {
        needsReset("wider", "INT but the definition gives BIGINT");
        assertThat(scene.refusal("wider").fix()).contains("delta.enableTypeWidening");
        assertThat(scene.table("wider")).containsExactly("3000000001", "3000000002");
        needsReset("inside", "STRUCT<a: INT> but the definition gives STRUCT<a: BIGINT>");
        assertThat(scene.refusal("inside").fix()).contains("delta.enableTypeWidening");
        assertThat(scene.pipeline.rows("SELECT s.a FROM inside")).containsExactly("3000000001", "3000000002");
    }

    @Test
    void notNull() {
        needsReset("wider_needed", "column `id` of `wider_needed` is NOT NULL in the definition");
        assertThat(scene.stored("wider_needed").schema().apply("id").nullable()).isFalse();
        needsReset("needed", "NOT NULL");
    }

    @Test
    void aGeneratedColumn() {
        needsReset("made", "id * 2", "id * 3");
        assertThat(scene.table("made")).containsExactly("1|3", "2|6");
        needsReset("made_now", "not generated", "GENERATED ALWAYS AS (id * 2)");
        assertThat(scene.table("made_now")).containsExactly("1|2", "2|4");
        needsReset("made_new", "the new column `twice`", "GENERATED ALWAYS AS (id * 2)");
        assertThat(scene.table("made_new")).containsExactly("1|2", "2|4");
        needsReset("identity", "becomes an identity column");
        assertThat(scene.pipeline.rows("SELECT count(DISTINCT k), count_if(k = 7) FROM identity"))
                .containsExactly("2|0");
        needsReset("no_identity", "is no identity column any more");
        assertThat(scene.table("no_identity")).containsExactly("1|7", "2|7");
        needsReset("other_identity", "START WITH 1 INCREMENT BY 1", "START WITH 100 INCREMENT BY 10");
        assertThat(scene.pipeline.rows("SELECT count(DISTINCT k) FROM other_identity WHERE k >= 100 AND k % 10 = 0"))
                .containsExactly("2");
    }

    @Test
    void thePartitioning() {
        needsReset("parts", "partitioned by (id)");
        assertThat(scene.table("parts")).containsExactly("1|a", "2|b");
    }

    @Test
    void aFlowWithAnotherName() {
        needsReset("named", "the flow `two` is new, and `one`, which has read", "data/x");
        assertThat(scene.refusal("named").fix()).contains("call the flow `one` again", "--accept-reset two");
        assertThat(scene.table("named")).containsExactly("101");
    }

    @Test
    void aFlowOfAnotherType() {
        needsReset("fits", "stored as INT but the flow `fits_2` gives DOUBLE");
        assertThat(scene.refusal("fits").fix())
                .contains("cast it in the query of that flow", "delta.enableTypeWidening");
        assertThat(scene.table("fits")).containsExactly("1.0", "100.5", "2.0");
    }

    @Test
    void aSourceThatAnotherFlowHasRead() {
        needsReset("merged", "the flow `m2` reads", "data/x", "and `m1`, which has read it, too, is gone");
        assertThat(scene.refusal("merged").fix()).contains("--accept-reset m2");
        assertThat(scene.table("merged")).containsExactly("100", "200");
        needsReset("moved", "the flow `v2` reads", "data/x", "and `v1`, which has read it, too, does not any more");
        assertThat(scene.table("moved")).containsExactly("100", "200", "300");
    }

    @Test
    void anotherSource() {
        needsReset("source", "data/y", "has read", "data/x", "would be doubled");
        assertThat(scene.refusal("source").fix()).contains("give the flow another name");
        assertThat(scene.table("source")).containsExactly("200");
    }

    @Test
    void aFlowThatRunsOnceWithAnotherName() {
        needsReset("loads", "`feb` is new, and `jan`");
        assertThat(scene.table("loads")).containsExactly("1");
    }

    @Test
    void aFlowOfAnotherKind() {
        needsReset("kind", "APPEND", "ONCE");
        assertThat(scene.table("kind")).containsExactly("7");
        needsReset("kind_back", "was of the kind ONCE and is APPEND now");
        assertThat(scene.refusal("kind_back").fix()).contains("give the flow another name");
        assertThat(scene.table("kind_back")).containsExactly("200");
    }

    @Test
    void aStreamingTableThatBecomesAView(@TempDir Path folder) {
        needsReset("to_view", "is stored as a streaming table but defined as a materialized view");
        assertThat(scene.refusal("to_view").fix()).contains("another name");
        assertThat(scene.table("to_view")).containsExactly("2");
        assertThat(scene.pipeline.status("to_view").kind()).isEqualTo("MATERIALIZED_VIEW");
        besides(
                folder,
                "CREATE STREAMING TABLE kind AS SELECT id FROM STREAM src;",
                "CREATE MATERIALIZED VIEW another AS SELECT max(id) AS top FROM src;",
                List.of("2"));
    }

    @Test
    void aViewThatBecomesAStreamingTable(@TempDir Path folder) {
        needsReset("to_table", "is stored as a materialized view but defined as a streaming table");
        assertThat(scene.refusal("to_table").fix()).contains("another name");
        assertThat(scene.table("to_table")).containsExactly("1", "2");
        besides(
                folder,
                "CREATE MATERIALIZED VIEW kind AS SELECT max(id) AS top FROM src;",
                "CREATE STREAMING TABLE another AS SELECT id FROM STREAM src;",
                List.of("1", "2"));
    }

    @Test
    void readersOfATableThatBeginsAnew() {
        needsReset("reader", "reads `type`, which has to begin anew");
        needsReset("tail", "reads `reader`, which has to begin anew");
        assertThat(scene.dependants("type")).containsExactly("reader", "tail", "counted");
        assertThat(scene.touchedRows("tail")).isEqualTo(2);
        assertThat(scene.table("tail")).containsExactly("a", "b");
        assertThat(scene.table("counted")).containsExactly("2");
    }
}
