package dev.tidewheel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.testing.PipelineFixture;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a view is left as it is: only if computing it again would give the same rows. */
class NoWorkTest {

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
    void whatFollowsTheClockIsComputedAgain() {
        pipeline.sql("""
                CREATE MATERIALIZED VIEW judged (CONSTRAINT past EXPECT (at <= current_timestamp()) ON VIOLATION DROP ROW)
                AS SELECT TIMESTAMP'2024-01-01' AS at;
                CREATE MATERIALIZED VIEW literal AS SELECT TIMESTAMP'now' AS t;
                CREATE MATERIALIZED VIEW cast_text AS SELECT CAST('Yesterday' AS DATE) AS d;
                CREATE MATERIALIZED VIEW converted AS SELECT to_date('today') AS d;
                CREATE MATERIALIZED VIEW compared AS SELECT DATE'2024-01-01' = 'tomorrow' AS b;
                CREATE MATERIALIZED VIEW listed AS SELECT d FROM VALUES (DATE 'today') AS t(d);
                CREATE TEMPORARY VIEW below AS SELECT DATE'today' AS d;
                CREATE MATERIALIZED VIEW above AS SELECT d FROM below;
                CREATE MATERIALIZED VIEW fixed AS SELECT DATE'2024-01-01' AS d, 'today' AS word, CAST('2024-01-01' AS DATE) AS c;
                """);
        pipeline.file("transformations/Clock.java", """
                import dev.tidewheel.api.Pipeline;
                import dev.tidewheel.api.PipelineDefinition;

                public final class Clock implements PipelineDefinition {
                    @Override
                    public void define(Pipeline pipeline) {
                        pipeline.materializedView("clock")
                                .from(context -> context.sql("SELECT " + System.nanoTime() + "L AS n"));
                    }
                }
                """);
        pipeline.update();
        List<String> literal = pipeline.table("literal");
        List<String> clock = pipeline.table("clock");
        pipeline.update();

        for (String view : List.of("judged", "literal", "cast_text", "converted", "compared", "listed", "above")) {
            assertThat(pipeline.version(view)).as(view).isEqualTo(1);
        }
        assertThat(pipeline.version("fixed")).isZero();
        assertThat(pipeline.table("literal")).isNotEqualTo(literal);
        assertThat(pipeline.table("clock")).isNotEqualTo(clock);
    }

    @Test
    void settingsOfTheWholePipelineCountIfTheyMayChangeRows() {
        pipeline.sql("CREATE MATERIALIZED VIEW v AS SELECT CAST(TIMESTAMP '2024-01-01 12:00:00 UTC' AS STRING) AS t;");
        pipeline.update();
        pipeline.session().conf().set("spark.sql.shuffle.partitions", "3");
        assertThat(pipeline.restart().update().jobs()).isZero();

        pipeline.session().conf().set("spark.sql.session.timeZone", "Asia/Tokyo");
        pipeline.restart().update();
        assertThat(pipeline.table("v")).containsExactly("2024-01-01 21:00:00");
        assertThat(pipeline.restart().update().jobs()).isZero();
    }

    @Test
    void anExpectationLooksAtOneRow() {
        pipeline.sql("""
                CREATE MATERIALIZED VIEW known AS SELECT 1 AS id;
                CREATE MATERIALIZED VIEW v (
                  CONSTRAINT known EXPECT (id IN (SELECT id FROM known)))
                AS SELECT 2 AS id;
                """);
        Problem problem = pipeline.failure(ErrorCode.EXPECTATION_INVALID);
        assertThat(problem.message()).contains("known").contains("subquery");
        assertThat(String.valueOf(problem.location())).contains("pipeline.sql:3");
    }
}
