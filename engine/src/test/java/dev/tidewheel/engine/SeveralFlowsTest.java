package dev.tidewheel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.testing.PipelineFixture;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables without declared columns that several flows add rows to: their columns hold what all of the flows give. */
class SeveralFlowsTest {

    /** The first flow is resolved last: what it reads is known later than files. */
    private static final String FLOWS = """
            CREATE STREAMING TABLE late AS SELECT id FROM STREAM read_files('data/x', format => 'json',
              schema => 'id INT');
            CREATE STREAMING TABLE t;
            CREATE FLOW first AS INSERT INTO t BY NAME SELECT %s FROM STREAM late;
            CREATE FLOW second AS INSERT INTO t BY NAME SELECT %s FROM STREAM read_files('data/y', format => 'json',
              schema => 'id INT');
            """;

    private PipelineFixture pipeline;

    @BeforeEach
    void open(@TempDir Path folder) {
        pipeline = PipelineFixture.in(folder);
        pipeline.file("data/x/1.json", "{\"id\":1}").file("data/y/1.json", "{\"id\":2}");
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    @Test
    void columnsComeInTheOrderOfTheFlows() {
        pipeline.sql(FLOWS.formatted("id, 'f' AS a", "id, 's' AS b")).update();
        assertThat(pipeline.columns("t")).containsExactly("id", "a", "b");
        assertThat(pipeline.table("t")).containsExactly("1|f|null", "2|null|s");
    }

    @Test
    void aColumnGetsTheTypeThatHoldsTheValuesOfAll() {
        String wide = "id + 0.5D AS d, 3000000000L AS l, 1.25 AS n, struct(id AS a, 'x' AS b) AS s, array(id) AS e";
        String narrow = "id AS d, id AS l, 100 AS n, struct(id + 1L AS a, true AS c) AS s, array(id + 1L) AS e";
        String all = "SELECT d, l, n, s.a, s.b, s.c, e[0] FROM t";
        pipeline.sql(FLOWS.formatted(wide, narrow)).update();
        assertThat(pipeline.rows(all)).containsExactly("1.5|3000000000|1.25|1|x|null|1", "2.0|2|100.00|3|null|true|3");

        pipeline.sql(FLOWS.formatted(narrow, wide)).fullRefresh("t");
        assertThat(pipeline.rows(all))
                .as("whichever comes first")
                .containsExactly("1.0|1|100.00|2|null|true|2", "2.5|3000000000|1.25|2|x|null|2");
    }

    @Test
    void flowsWhoseTypesDoNotMeetAreRefused() {
        pipeline.sql(FLOWS.formatted("id AS v, 1L AS w", "'x' AS v, 0.5D AS w"));
        List<Problem> problems = pipeline.run(Selection.ALL).result().problems();
        assertThat(problems).hasSize(2).allMatch(problem -> problem.code() == ErrorCode.SCHEMA_MISMATCH);
        assertThat(problems.get(0).message())
                .isEqualTo("column `v` of `t` is STRING in the flow `second` but INT in the flow `first`");
        assertThat(problems.get(0).cause()).contains("no type holds the values of both");
        assertThat(problems.get(0).fix()).contains("cast it in one of them", "declare the columns of `t`");
        assertThat(problems.get(0).location()).isNotNull();
        assertThat(problems.get(1).message()).contains("`w` of `t` is DOUBLE in the flow `second` but BIGINT");

        pipeline.sql(FLOWS.formatted("1L AS v", "0.5D AS v").replace("TABLE t;", "TABLE t (v DOUBLE);"));
        assertThat(pipeline.update().result().problems())
                .as("declared columns say what is wanted")
                .isEmpty();
    }
}
