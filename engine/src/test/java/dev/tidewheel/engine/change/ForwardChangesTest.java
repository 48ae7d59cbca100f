package dev.tidewheel.engine.change;

import static dev.tidewheel.engine.change.ChangeEffect.FORWARD_ONLY;
import static dev.tidewheel.engine.change.ChangeEffect.METADATA_ONLY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.lake.TableSnapshot;
import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.plan.UpdatePlan;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Changes of streaming tables and their flows after which everything goes on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForwardChangesTest {

    private static final String FILES = "read_files('data/%s', format => 'json', schema => 'id INT')";

    private ChangedPipeline scene;
    private int jobsWithoutNews;
    private long wordsBefore;
    private long wordsAfter;
    private List<String> withoutTheSource;
    private List<String> changesWithTheSource;
    private UpdatePlan afterwards;

    @BeforeAll
    void change(@TempDir Path folder) {
        scene = new ChangedPipeline(folder);
        scene.pipeline.file("data/x/1.json", "{\"id\":100}").file("data/y/1.json", "{\"id\":200}");
        scene.pipeline.file("data/v/1.json", "{\"id\":300}").file("data/z/1.json", "{\"id\":400}");
        scene.change(
                "CREATE STREAMING TABLE words (id INT COMMENT 'old') COMMENT 'old' AS SELECT id FROM STREAM src;",
                "CREATE STREAMING TABLE words (id INT COMMENT 'new') COMMENT 'new' TBLPROPERTIES ('team' = 'x')"
                        + " AS SELECT id FROM STREAM src;");
        scene.change(
                "CREATE STREAMING TABLE blanks AS SELECT id FROM STREAM src;",
                "CREATE STREAMING TABLE blanks AS\n  SELECT id -- all\n  FROM STREAM src;");
        scene.change(
                "CREATE STREAMING TABLE rules (CONSTRAINT old EXPECT (id > 0)) AS SELECT id FROM STREAM src;",
                "CREATE STREAMING TABLE rules (CONSTRAINT small EXPECT (id < 2) ON VIOLATION DROP ROW) AS"
                        + " SELECT id FROM STREAM src;");
        scene.change(
                "CREATE STREAMING TABLE query AS SELECT id, name FROM STREAM src;",
                "CREATE STREAMING TABLE query AS SELECT id * 10 AS id, name FROM STREAM src;");
        scene.change(
                "CREATE STREAMING TABLE more AS SELECT id, struct(id AS a) AS s FROM STREAM src;",
                "CREATE STREAMING TABLE more AS SELECT id, struct(id AS a, name AS b) AS s, name FROM STREAM src;");
        scene.change(
                "CREATE STREAMING TABLE wider TBLPROPERTIES ('delta.enableTypeWidening' = 'true') AS"
                        + " SELECT id FROM STREAM src;",
                "CREATE STREAMING TABLE wider TBLPROPERTIES ('delta.enableTypeWidening' = 'true') AS"
                        + " SELECT id + 3000000000L AS id FROM STREAM src;");
        scene.change(
                "CREATE STREAMING TABLE narrower AS SELECT id FROM STREAM src;",
                "CREATE STREAMING TABLE narrower AS SELECT CAST(id AS SMALLINT) AS id FROM STREAM src;");
        String declared = "CREATE STREAMING TABLE declared (id %s) COMMENT '%s' AS SELECT id FROM STREAM src;";
        scene.change(declared.formatted("INT", "old"), declared.formatted("SMALLINT", "new"));
        String inside = "CREATE STREAMING TABLE %s AS SELECT struct(%s AS a) AS s, array(%s) AS l FROM STREAM src;";
        scene.change(
                inside.formatted("inside", "id", "id"),
                inside.formatted("inside", "CAST(id AS SMALLINT)", "CAST(id AS SMALLINT)")
                        .replace("AS a)", "AS a, name AS b)"));
        String letters =
                "CREATE STREAMING TABLE letters (name VARCHAR(%s)) COMMENT '%s' AS SELECT name FROM STREAM src;";
        scene.change(letters.formatted("10", "old"), letters.formatted("20", "new"));
        String deep = "CREATE STREAMING TABLE deep TBLPROPERTIES ('delta.enableTypeWidening' = 'true') AS"
                + " SELECT struct(%1$s AS a) AS s, array(%1$s) AS l, map('k', %1$s) AS m FROM STREAM src;";
        scene.change(deep.formatted("id"), deep.formatted("(id + 3000000000L)"));
        scene.change(
                "CREATE STREAMING TABLE less AS SELECT id, name FROM STREAM src;",
                "CREATE STREAMING TABLE less AS SELECT id FROM STREAM src;");
        scene.change(
                "CREATE STREAMING TABLE nullable (id INT NOT NULL) AS SELECT id FROM STREAM src;",
                "CREATE STREAMING TABLE nullable (id INT) AS SELECT id FROM STREAM src;");
        scene.change(
                "CREATE STREAMING TABLE defaults (id INT, k STRING DEFAULT 'old') AS SELECT id FROM STREAM src;",
                "CREATE STREAMING TABLE defaults (id INT, k STRING DEFAULT 'new') AS SELECT id FROM STREAM src;");
        scene.change(
                "CREATE STREAMING TABLE clustered CLUSTER BY (id) AS SELECT id, name FROM STREAM src;",
                "CREATE STREAMING TABLE clustered CLUSTER BY (name) AS SELECT id, name FROM STREAM src;");
        String x = FILES.formatted("x");
        String y = FILES.formatted("y");
        scene.change(
                "CREATE STREAMING TABLE flows;\n"
                        + "CREATE FLOW f1 AS INSERT INTO flows BY NAME SELECT id FROM STREAM src;\n"
                        + "CREATE FLOW f2 AS INSERT INTO flows BY NAME SELECT id FROM STREAM " + x + ";",
                "CREATE STREAMING TABLE flows;\n"
                        + "CREATE FLOW f1 AS INSERT INTO flows BY NAME SELECT id FROM STREAM src;\n"
                        + "CREATE FLOW f3 AS INSERT INTO flows BY NAME SELECT id FROM STREAM " + y + ";");
        scene.change(
                "CREATE STREAMING TABLE sources AS SELECT id FROM STREAM src UNION ALL SELECT id FROM STREAM " + x
                        + ";",
                "CREATE STREAMING TABLE sources AS SELECT id FROM STREAM src UNION ALL SELECT id FROM STREAM " + x
                        + " UNION ALL SELECT id FROM STREAM " + y + ";");
        String fewer = "CREATE STREAMING TABLE fewer AS SELECT id FROM STREAM src;";
        String both = fewer.replace(";", " UNION ALL SELECT id FROM STREAM " + FILES.formatted("z") + ";");
        scene.change(both, fewer);
        scene.change(
                "CREATE STREAMING TABLE once; CREATE FLOW load AS INSERT INTO ONCE once BY NAME SELECT 1 AS id;",
                "CREATE STREAMING TABLE once; CREATE FLOW load AS INSERT INTO ONCE once BY NAME SELECT 2 AS id;");
        scene.change(
                "CREATE STREAMING TABLE spelt AS SELECT id FROM STREAM src;",
                "CREATE STREAMING TABLE spelt AS SELECT id FROM STREAM(main.default.SRC);");
        String spelt = "CREATE STREAMING TABLE spelt_%s AS SELECT id FROM STREAM read_files('%s', format => 'json',"
                + " schema => 'id INT');";
        scene.change(spelt.formatted("slash", "data/v"), spelt.formatted("slash", "./data/v/"));
        scene.change(spelt.formatted("whole", "data/v"), spelt.formatted("whole", folder.resolve("data/v")));
        scene.change(spelt.formatted("uri", "data/v"), spelt.formatted("uri", "file:" + folder.resolve("data/v")));
        scene.change(
                "CREATE STREAMING TABLE window_of; CREATE FLOW w AS INSERT INTO window_of REPLACE WHERE id = 1"
                        + " SELECT id, 'old' AS k FROM src;",
                "CREATE STREAMING TABLE window_of; CREATE FLOW w AS INSERT INTO window_of REPLACE WHERE id = 2"
                        + " SELECT id, 'new' AS k FROM src;");
        scene.apply();
        // what changed is written down with the rows that come next
        wordsBefore = scene.pipeline.version("words");
        jobsWithoutNews =
                scene.pipeline.refresh("words", "blanks", "query", "less").jobs();
        wordsAfter = scene.pipeline.version("words");
        scene.rows(3, "3 c 10:02");
        scene.pipeline.file("data/v/2.json", "{\"id\":301}");
        scene.update();
        scene.pipeline.restart();
        afterwards = scene.pipeline.engine().plan(Selection.ALL);
        withoutTheSource = scene.table("fewer");
        scene.changeAgain(fewer, both);
        scene.pipeline.file("data/z/2.json", "{\"id\":401}");
        changesWithTheSource = scene.changesNow("fewer");
        scene.update();
    }

    @AfterAll
    void close() {
        scene.close();
    }

    @Test
    void commentsAndProperties() {
        assertThat(scene.changes("words"))
                .containsExactlyInAnyOrder(
                        "METADATA_ONLY comment",
                        "METADATA_ONLY comment of column id",
                        "METADATA_ONLY property team = x");
        assertThat(wordsAfter).as("one commit").isEqualTo(wordsBefore + 1);
        TableSnapshot words = scene.stored("words");
        assertThat(words.comment()).isEqualTo("new");
        assertThat(words.schema().apply("id").getComment().get()).isEqualTo("new");
        assertThat(words.properties()).containsEntry("team", "x");
        assertThat(scene.table("words")).containsExactly("1", "2", "3");
    }

    @Test
    void blanksAndComments() {
        assertThat(scene.changes("blanks")).isEmpty();
        assertThat(jobsWithoutNews).isZero();
    }

    @Test
    void anExpectation() {
        scene.changed("rules", FORWARD_ONLY, "old, small", "not checked again", "its checkpoint goes on");
        assertThat(scene.table("rules")).containsExactly("1", "2");
    }

    @Test
    void theQueryOfAFlow() {
        scene.changed("query", FORWARD_ONLY, "the query changed", "its checkpoint goes on");
        assertThat(scene.table("query")).containsExactly("1|a", "2|b", "30|c");
        assertThat(scene.touchedRows("query")).isEqualTo(2);
        assertThat(scene.dependants("query")).as("nothing happens to rows").isEmpty();
    }

    @Test
    void aColumnOrFieldMore() {
        assertThat(scene.changes("more"))
                .anyMatch(change -> change.startsWith("FORWARD_ONLY add column name STRING"))
                .anyMatch(change -> change.startsWith("FORWARD_ONLY add field s.b STRING"))
                .anyMatch(change -> change.startsWith("FORWARD_ONLY the query changed"))
                .hasSize(3);
        assertThat(scene.pipeline.rows("SELECT id, s.a, s.b, name FROM more"))
                .containsExactly("1|1|null|null", "2|2|null|null", "3|3|c|c");
    }

    @Test
    void aWiderType() {
        assertThat(scene.changes("wider")).anyMatch(change -> change.contains("widen column id from INT to BIGINT"));
        assertThat(scene.table("wider")).containsExactly("1", "2", "3000000003");
        assertThat(scene.changes("deep"))
                .contains(
                        "FORWARD_ONLY widen column s.a from INT to BIGINT: values that are stored stay as they are",
                        "FORWARD_ONLY widen column l.element from INT to BIGINT: values that are stored stay as they are",
                        "FORWARD_ONLY widen column m.value from INT to BIGINT: values that are stored stay as they are");
        assertThat(scene.pipeline.rows("SELECT s.a, l[0], m['k'] FROM deep"))
                .containsExactly("1|1|1", "2|2|2", "3000000003|3000000003|3000000003");
    }

    @Test
    void aNarrowerType() {
        assertThat(scene.changes("narrower"))
                .hasSize(2)
                .anyMatch(change -> change.startsWith("FORWARD_ONLY the query changed"))
                .contains("FORWARD_ONLY column id keeps its type INT: it holds all values of SMALLINT");
        assertThat(scene.table("narrower")).containsExactly("1", "2", "3");
        assertThat(scene.changes("declared"))
                .containsExactlyInAnyOrder(
                        "METADATA_ONLY comment",
                        "FORWARD_ONLY column id keeps its type INT: it holds all values of SMALLINT");
        assertThat(scene.table("declared")).containsExactly("1", "2", "3");
        assertThat(scene.changes("inside"))
                .hasSize(4)
                .anyMatch(change -> change.startsWith("FORWARD_ONLY add field s.b STRING"))
                .anyMatch(change -> change.startsWith("FORWARD_ONLY column s.a keeps its type INT: it holds"))
                .anyMatch(change -> change.startsWith("FORWARD_ONLY column l.element keeps its type INT: it holds"));
        assertThat(scene.pipeline.rows("SELECT s.a, s.b, l[0] FROM inside"))
                .containsExactly("1|null|1", "2|null|2", "3|c|3");
        scene.changed("letters", METADATA_ONLY, "comment");
        assertThat(scene.table("letters")).containsExactly("a", "b", "c");
    }

    @Test
    void aColumnLess() {
        assertThat(scene.changes("less"))
                .anyMatch(change -> change.contains("column name is not given any more: it stays, and is NULL"));
        assertThat(scene.table("less")).containsExactly("1|a", "2|b", "3|null");
    }

    @Test
    void nullIsAllowed() {
        scene.changed("nullable", METADATA_ONLY, "column id may be NULL");
        assertThat(scene.stored("nullable").schema().apply("id").nullable()).isTrue();
        assertThat(scene.table("nullable")).containsExactly("1", "2", "3");
    }

    @Test
    void aDefault() {
        assertThat(scene.changes("defaults")).anyMatch(change -> change.startsWith("FORWARD_ONLY default of column k"));
        assertThat(scene.table("defaults")).containsExactly("1|old", "2|old", "3|new");
    }

    @Test
    void theClustering() {
        scene.changed("clustered", FORWARD_ONLY, "cluster by (name)");
        assertThat(scene.stored("clustered").clusteringColumns()).containsExactly("name");
        assertThat(scene.table("clustered")).containsExactly("1|a", "2|b", "3|c");
    }

    @Test
    void aFlowMore() {
        assertThat(scene.changes("flows"))
                .anyMatch(change -> change.contains("the flow `f3` is new") && change.contains("begins at the start"));
        assertThat(scene.table("flows")).contains("200");
    }

    @Test
    void aFlowLess() {
        assertThat(scene.changes("flows"))
                .anyMatch(
                        change -> change.contains("`f2` is no longer defined: its rows stay; its checkpoint is kept"));
        assertThat(scene.table("flows")).containsExactly("1", "100", "2", "200", "3");
    }

    @Test
    void aSourceMore() {
        assertThat(scene.changes("sources"))
                .anyMatch(change -> change.contains("data/y`, too: from its start; the other sources go on"));
        assertThat(scene.table("sources")).containsExactly("1", "100", "2", "200", "3");
    }

    @Test
    void aSourceLess() {
        assertThat(scene.changes("fewer")).anyMatch(change -> change.contains("any more: its rows stay; read again"));
        assertThat(withoutTheSource).containsExactly("1", "2", "3", "400");
        assertThat(changesWithTheSource)
                .as("read again")
                .singleElement()
                .asString()
                .contains("the query changed");
        assertThat(scene.table("fewer")).as("it goes on").containsExactly("1", "2", "3", "400", "401");
    }

    @Test
    void theQueryOfAFlowThatRunsOnce() {
        scene.changed("once", FORWARD_ONLY, "that has run once", "does not run again");
        assertThat(scene.table("once")).containsExactly("1");
    }

    @Test
    void aSourceThatIsSpeltDifferently() {
        scene.changed("spelt", FORWARD_ONLY, "the query changed");
        assertThat(scene.table("spelt")).containsExactly("1", "2", "3");
        for (String folder : List.of("spelt_slash", "spelt_whole", "spelt_uri")) {
            scene.changed(folder, FORWARD_ONLY, "the query changed");
            assertThat(scene.table(folder)).as(folder).containsExactly("300", "301");
        }
    }

    @Test
    void theRowsThatAFlowReplaces() {
        assertThat(scene.changes("window_of"))
                .anyMatch(change -> change.contains("the rows that the flow replaces are others"));
        assertThat(scene.table("window_of")).containsExactly("1|old", "2|new");
    }

    @Test
    void afterwardsOnlyWhatIsGoneDiffers() {
        List<String> left = afterwards.tables().stream()
                .flatMap(table -> table.differences().changes().stream())
                .map(Change::what)
                .toList();
        assertThat(left)
                .containsExactlyInAnyOrder(
                        "the flow `f2` is no longer defined", "the query changed of a flow that has run once");
    }
}
