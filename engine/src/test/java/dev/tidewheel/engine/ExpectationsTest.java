package dev.tidewheel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.testing.PipelineFixture;
import dev.tidewheel.engine.testing.Update;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.event.FlowStatus;
import dev.tidewheel.model.event.UpdateState;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Expectations in all three actions: which rows are kept, and what is counted. */
class ExpectationsTest {

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

    private void people(int file, String... lines) {
        pipeline.file("data/people/" + file + ".json", lines);
    }

    @Test
    void rowsAreKeptOrDroppedAndCountedExactly() {
        people(1, "{\"id\":1,\"age\":20}", "{\"id\":2,\"age\":-1}", "{\"id\":3}");
        people(2, "{\"id\":-4,\"age\":-1}", "{\"id\":5,\"age\":200}", "{\"age\":30}");
        pipeline.sql("""
                CREATE STREAMING TABLE people (
                  CONSTRAINT known_id EXPECT (id IS NOT NULL) ON VIOLATION DROP ROW,
                  CONSTRAINT `positive id` EXPECT (id > 0) ON VIOLATION DROP ROW,
                  CONSTRAINT sane_age EXPECT (age BETWEEN 0 AND 150),
                  CONSTRAINT never_fails EXPECT (id IS NULL OR id < 100) ON VIOLATION FAIL UPDATE
                ) AS SELECT id, age FROM STREAM read_files('data/people', format => 'json', maxFilesPerTrigger => 1);
                CREATE MATERIALIZED VIEW adults (CONSTRAINT adult EXPECT (age >= 18) ON VIOLATION DROP ROW, CONSTRAINT c2 EXPECT (id % 2 = 1))
                AS SELECT * FROM people;
                """);
        Update update = pipeline.update();

        assertThat(pipeline.table("people")).containsExactly("1|20", "2|-1", "3|null", "5|200");
        assertThat(update.expectations("people"))
                .containsEntry("people.known_id", "5/1")
                .containsEntry("people.positive id", "4/2")
                .containsEntry("people.sane_age", "2/4")
                .containsEntry("people.never_fails", "6/0");
        assertThat(update.dropped("people")).as("each row once").isEqualTo(2);
        assertThat(update.rowsWritten("people")).isEqualTo(4);
        assertThat(pipeline.table("adults")).containsExactly("1|20", "5|200");
        assertThat(update.expectations("adults"))
                .containsEntry("adults.adult", "2/2")
                .containsEntry("adults.c2", "3/1");
        assertThat(update.dropped("adults")).isEqualTo(2);

        Update nothing = pipeline.update();
        assertThat(nothing.expectations("people")).isEmpty();
        assertThat(nothing.expectations("adults")).isEmpty();

        assertThat(pipeline.rows(
                        "SELECT e.name FROM (SELECT explode(from_json(details:flow_progress.data_quality.expectations,"
                                + " 'array<struct<name:string,failed_records:int>>')) AS e FROM event_log('test')"
                                + " WHERE origin.flow_name LIKE '%adults')"))
                .containsExactly("adult", "c2");
    }

    @Test
    void aViewsExpectationsAreCountedByEachFlowThatReadsIt() {
        people(1, "{\"id\":1}", "{\"id\":2}", "{\"id\":-3}");
        pipeline.sql("""
                CREATE STREAMING TABLE raw AS SELECT id FROM STREAM json.`data/people`;
                CREATE TEMPORARY VIEW positive (CONSTRAINT above_zero EXPECT (id > 0) ON VIOLATION DROP ROW) AS SELECT id FROM raw;
                CREATE TEMPORARY VIEW positive_stream (CONSTRAINT above_zero EXPECT (id > 0) ON VIOLATION DROP ROW, CONSTRAINT one EXPECT (id = 1))
                AS SELECT id FROM STREAM raw;
                CREATE TEMPORARY VIEW unread (CONSTRAINT fails EXPECT (false) ON VIOLATION FAIL UPDATE) AS SELECT id FROM raw;
                CREATE MATERIALIZED VIEW first AS SELECT count(*) AS n FROM positive;
                CREATE MATERIALIZED VIEW second (CONSTRAINT one EXPECT (id = 1)) AS SELECT id FROM positive;
                CREATE STREAMING TABLE third AS SELECT id FROM STREAM positive_stream;
                CREATE MATERIALIZED VIEW twice AS SELECT a.id FROM positive a JOIN positive b ON a.id = b.id;
                """);
        Update update = pipeline.update();
        assertThat(pipeline.table("first")).containsExactly("2");
        assertThat(pipeline.table("third")).containsExactly("1", "2");
        assertThat(pipeline.table("twice")).containsExactly("1", "2");
        assertThat(update.expectations("first")).containsOnly(java.util.Map.entry("positive.above_zero", "2/1"));
        assertThat(update.expectations("second"))
                .containsOnly(
                        java.util.Map.entry("positive.above_zero", "2/1"), java.util.Map.entry("second.one", "1/1"));
        assertThat(update.expectations("third"))
                .containsOnly(
                        java.util.Map.entry("positive_stream.above_zero", "2/1"),
                        java.util.Map.entry("positive_stream.one", "1/2"));
        assertThat(update.expectations("twice")).containsOnly(java.util.Map.entry("positive.above_zero", "2/1"));
        assertThat(update.dropped("third")).isEqualTo(1);
    }

    @Test
    void aViolatedFailExpectationStopsItsFlowAndWhatFollows() {
        people(1, "{\"id\":1}");
        pipeline.sql("""
                CREATE STREAMING TABLE raw AS SELECT id FROM STREAM json.`data/people`;
                CREATE STREAMING TABLE strict (
                  CONSTRAINT below_ten EXPECT (id < 10) ON VIOLATION FAIL UPDATE,
                  CONSTRAINT even EXPECT (id % 2 = 0) ON VIOLATION DROP ROW
                ) AS SELECT id, 'x' AS word FROM STREAM raw;
                CREATE MATERIALIZED VIEW below AS SELECT count(*) AS n FROM strict;
                CREATE STREAMING TABLE beside AS SELECT id FROM STREAM raw;
                """);
        pipeline.update();
        long version = pipeline.version("strict");
        people(2, "{\"id\":2}", "{\"id\":11}");

        Update update = pipeline.run(Selection.ALL);

        assertThat(update.result().state()).isEqualTo(UpdateState.FAILED);
        Problem problem = update.result().problems().get(0);
        assertThat(problem.code()).isEqualTo(ErrorCode.EXPECTATION_VIOLATION);
        assertThat(problem.message())
                .contains("main.default.strict")
                .contains("below_ten")
                .contains("{\"id\":11,\"word\":\"x\"}");
        assertThat(problem.cause()).contains("id < 10");
        assertThat(problem.location())
                .isNotNull()
                .extracting(Object::toString)
                .asString()
                .contains("pipeline.sql:3");
        assertThat(update.status("strict")).isEqualTo(FlowStatus.FAILED);
        assertThat(update.status("below")).isEqualTo(FlowStatus.SKIPPED);
        assertThat(update.status("beside")).isEqualTo(FlowStatus.COMPLETED);
        assertThat(update.progress("strict").filter(p -> p.status() == FlowStatus.STARTING))
                .as("not tried again")
                .hasSize(1);
        assertThat(pipeline.version("strict")).isEqualTo(version);
        assertThat(pipeline.table("beside")).containsExactly("1", "11", "2");

        pipeline.run(Selection.ALL);
        assertThat(pipeline.table("strict"))
                .as("nothing skipped, nothing written")
                .isEmpty();
    }

    @Test
    void aRowThatTheQueryDoesNotGiveFailsNothing() {
        pipeline.sql("""
                CREATE MATERIALIZED VIEW wanted AS SELECT 1 AS id;
                CREATE MATERIALIZED VIEW numbers AS SELECT * FROM VALUES (1, 5), (2, -5) AS t(id, amount);
                CREATE MATERIALIZED VIEW joined (CONSTRAINT positive EXPECT (amount > 0) ON VIOLATION FAIL UPDATE)
                AS SELECT n.* FROM numbers n JOIN wanted w ON n.id = w.id;
                CREATE MATERIALIZED VIEW filtered (CONSTRAINT positive EXPECT (amount > 0) ON VIOLATION FAIL UPDATE)
                AS SELECT * FROM numbers WHERE id IN (SELECT id FROM wanted);
                """);
        pipeline.update();
        assertThat(pipeline.table("joined")).containsExactly("1|5");
        assertThat(pipeline.table("filtered")).containsExactly("1|5");
    }

    @Test
    void aViolationInAViewBelowIsOneOfItsReader() {
        people(1, "{\"id\":1}");
        pipeline.sql("""
                CREATE TEMPORARY VIEW checked (CONSTRAINT none EXPECT (id > 1) ON VIOLATION FAIL UPDATE) AS SELECT id FROM json.`data/people`;
                CREATE MATERIALIZED VIEW reader AS SELECT count(*) AS n FROM checked;
                """);
        Problem problem = pipeline.failure(ErrorCode.EXPECTATION_VIOLATION);
        assertThat(problem.message()).contains("main.default.reader").contains("none");
        assertThat(problem.dataset()).contains("checked");
        assertThat(pipeline.status("reader").state()).isEqualTo("NOT_CREATED");
    }

    @Test
    void changingAnExpectationOfAViewComputesItAnew() {
        people(1, "{\"id\":1}", "{\"id\":2}");
        String text =
                "CREATE MATERIALIZED VIEW v (CONSTRAINT c EXPECT (id > 1) ON VIOLATION DROP ROW) AS SELECT id FROM json.`data/people`;";
        pipeline.sql(text);
        pipeline.update();
        assertThat(pipeline.table("v")).containsExactly("2");
        pipeline.sql(text.replace(" ON VIOLATION DROP ROW", ""));
        Update update = pipeline.update();
        assertThat(pipeline.table("v")).containsExactly("1", "2");
        assertThat(update.expectations("v")).containsEntry("v.c", "1/1");
    }

    @Test
    void expectationsOfATableHoldForEachOfItsFlows() {
        people(1, "{\"id\":1}", "{\"id\":-1}");
        pipeline.sql("""
                CREATE STREAMING TABLE t (id BIGINT, CONSTRAINT positive EXPECT (id > 0) ON VIOLATION DROP ROW);
                CREATE FLOW one AS INSERT INTO t BY NAME SELECT id FROM STREAM json.`data/people`;
                CREATE FLOW two AS INSERT INTO ONCE t BY NAME SELECT id * 10 AS id FROM json.`data/people`;
                """);
        Update update = pipeline.update();
        assertThat(pipeline.table("t")).containsExactly("1", "10");
        assertThat(update.expectations("one")).containsEntry("t.positive", "1/1");
        assertThat(update.expectations("two")).containsEntry("t.positive", "1/1");
    }
}
