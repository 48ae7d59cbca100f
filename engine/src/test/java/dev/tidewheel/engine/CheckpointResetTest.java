package dev.tidewheel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.testing.PipelineFixture;
import dev.tidewheel.engine.testing.Update;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints that are reset while the rows of their tables stay. */
class CheckpointResetTest {
    private static final String CHAIN = """
        CREATE STREAMING TABLE bronze_a AS SELECT id FROM STREAM read_files('data/a', format => 'json');
        CREATE STREAMING TABLE bronze_b AS SELECT id FROM STREAM read_files('data/b', format => 'json');
        CREATE STREAMING TABLE silver AS SELECT id FROM STREAM bronze_a;
        CREATE FLOW more AS INSERT INTO silver BY NAME SELECT id FROM STREAM bronze_b;
        CREATE MATERIALIZED VIEW gold AS SELECT count(*) AS n FROM silver;
        """;

    @TempDir
    Path folder;

    private PipelineFixture pipeline;

    @BeforeEach
    void open() {
        pipeline = PipelineFixture.in(folder);
        pipeline.file("data/a/1.json", "{\"id\":1}").file("data/b/1.json", "{\"id\":2}");
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    @Test
    void noCheckpointIsResetByAnUpdateThatIsRefused() {
        String tables = """
            CREATE STREAMING TABLE a AS SELECT id FROM STREAM read_files('data/a', format => 'json', schema => 'id INT');
            CREATE STREAMING TABLE b PARTITIONED BY (id) AS SELECT id, 'x' AS k
              FROM STREAM read_files('data/b', format => 'json', schema => 'id INT');
            """;
        pipeline.sql(tables).update();
        long version = pipeline.version("a");
        Selection reset = Selection.ALL.resettingCheckpoints(List.of("a"));

        pipeline.sql(tables.replace("PARTITIONED BY (id)", "PARTITIONED BY (k)"));
        Update refused = pipeline.run(reset);
        assertThat(refused.result().problems())
                .extracting(Problem::code)
                .containsExactly(ErrorCode.INCOMPATIBLE_CHANGE);
        assertThat(pipeline.version("a")).isEqualTo(version);
        assertThat(pipeline.engine().savepoints().list()).isEmpty();
        pipeline.sql(tables).update();
        assertThat(pipeline.table("a")).containsExactly("1");

        pipeline.sql(tables.replace("PARTITIONED BY (id)", "PARTITIONED BY (k)"));
        Update accepted = pipeline.run(UpdateRequest.of(reset).accepting(List.of("b")));
        assertThat(accepted.result().problems()).isEmpty();
        assertThat(pipeline.table("a")).as("asked for, and accepted").containsExactly("1", "1");
        assertThat(pipeline.table("b")).containsExactly("2|x");
        assertThat(pipeline.update().jobs()).isZero();
    }

    @Test
    void checkpointsAreNotSelectedByWhatTheyAreConnectedWith() {
        pipeline.sql(CHAIN).update();
        for (String written : List.of("bronze_a+", "+silver", "1+more")) {
            Update update = pipeline.run(Selection.ALL.resettingCheckpoints(List.of(written)));
            assertThat(update.result().problems())
                    .extracting(Problem::code)
                    .containsExactly(ErrorCode.SELECTION_INVALID);
            Problem problem = update.result().problems().get(0);
            assertThat(problem.message()).contains("`" + written + "`", "cannot select checkpoints");
            assertThat(problem.cause()).contains("several times");
            assertThat(problem.fix()).contains("name each flow or table");
            assertThat(problem.fix().contains("--full-refresh " + written))
                    .as(written)
                    .isEqualTo(!written.endsWith("more"));
        }
        Update misspelt = pipeline.run(Selection.ALL.resettingCheckpoints(List.of("bronce_a+")));
        assertThat(misspelt.result().problems().get(0).fix()).contains("did you mean `bronze_a`?");
        assertThat(pipeline.table("bronze_a")).containsExactly("1");
    }

    @Test
    void aCheckpointCanBeResetWhileRowsStay() {
        pipeline.sql(CHAIN);
        pipeline.update();
        Selection reset = Selection.ALL.resettingCheckpoints(List.of("main.default.bronze_a"));
        var tree = pipeline.tree();
        assertThat(pipeline.engine().plan(reset).tables().get(0).flows().get(0).reason())
                .contains("twice");
        assertThat(pipeline.tree()).isEqualTo(tree);

        Update update = pipeline.run(reset);
        assertThat(update.result().problems()).isEmpty();
        assertThat(pipeline.table("bronze_a")).containsExactly("1", "1");
        assertThat(pipeline.table("silver")).as("reads what was added").containsExactly("1", "1", "2");
        assertThat(pipeline.notices()).anyMatch(text -> text.contains("can be there twice"));
        assertThat(pipeline.update().jobs()).isZero();

        pipeline.run(new Selection(List.of("gold"), List.of(), false).resettingCheckpoints(List.of("more")));
        assertThat(pipeline.table("silver")).containsExactly("1", "1", "2", "2");
        assertThat(pipeline.table("gold")).containsExactly("4");
        pipeline.file("data/a/2.json", "{\"id\":3}");
        pipeline.restart().update();
        assertThat(pipeline.table("silver")).containsExactly("1", "1", "2", "2", "3");

        Update view = pipeline.run(Selection.ALL.resettingCheckpoints(List.of("gold")));
        assertThat(view.result().problems()).extracting(Problem::code).containsExactly(ErrorCode.SELECTION_INVALID);
    }

    /** What another flow has read before makes no new flow of one whose checkpoint is reset on purpose. */
    @Test
    void aCheckpointCanBeResetAfterAnotherFlowOfTheSourceIsGone() {
        String flow = "CREATE FLOW %s AS INSERT INTO t BY NAME SELECT id FROM STREAM bronze_a WHERE id %s 1;\n";
        String tables =
                "CREATE STREAMING TABLE bronze_a AS SELECT id FROM STREAM read_files('data/a', format => 'json');\n"
                        + "CREATE STREAMING TABLE t;\n";
        pipeline.file("data/a/2.json", "{\"id\":2}");
        pipeline.sql(tables + flow.formatted("one", "=") + flow.formatted("others", ">"))
                .update();
        pipeline.sql(tables + flow.formatted("others", ">")).update();

        Update update = pipeline.run(Selection.ALL.resettingCheckpoints(List.of("others")));

        assertThat(update.result().problems()).isEmpty();
        assertThat(pipeline.table("t")).containsExactly("1", "2", "2");
        assertThat(pipeline.update().jobs()).isZero();
    }
}
