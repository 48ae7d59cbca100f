package dev.tidewheel.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.run.UpdateResult;
import dev.tidewheel.engine.testing.ContinuousUpdate;
import dev.tidewheel.engine.testing.PipelineFixture;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.event.FlowStatus;
import dev.tidewheel.model.event.UpdateState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Updates that go on until they are stopped. */
class ContinuousTest {

    @TempDir
    Path folder;

    private PipelineFixture pipeline;
    private @Nullable ContinuousUpdate running;

    @BeforeEach
    void open() {
        pipeline = PipelineFixture.in(folder).file("in/0.json", "{\"n\":0}");
    }

    @AfterEach
    void close() {
        if (running != null) {
            running.askToStop();
        }
        pipeline.close();
    }

    private ContinuousUpdate start() {
        return start(Selection.ALL);
    }

    private ContinuousUpdate start(Selection selection) {
        running = ContinuousUpdate.start(pipeline, UpdateRequest.of(selection));
        return running;
    }

    @Test
    void savepointsExpireWhileItGoesOn() {
        pipeline.sql("CREATE STREAMING TABLE bronze AS SELECT n FROM STREAM read_files('in', format => 'json')");
        pipeline.update();
        pipeline.engine().savepoints().create("old", List.of());
        pipeline.with(settings -> settings.configuration(Map.of("tidewheel.savepoints.retention", "0 seconds")));
        ContinuousUpdate update = start();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> pipeline.engine().savepoints().list().isEmpty());
        pipeline.file("in/1.json", "{\"n\":1}");
        update.awaitRows("bronze", 2);
        assertThat(update.stop().problems()).isEmpty();
    }

    @Test
    void aFullRefreshIsSeenWhenItHasCaughtUp() {
        for (int n = 1; n < 4; n++) {
            pipeline.file("in/" + n + ".json", "{\"n\":" + n + "}");
        }
        pipeline.sql("""
            CREATE STREAMING TABLE bronze (n INT);
            CREATE FLOW one AS INSERT INTO bronze BY NAME SELECT CAST(n AS INT) AS n
              FROM STREAM read_files('in', format => 'json', maxFilesPerTrigger => 1);
            CREATE FLOW two AS INSERT INTO bronze BY NAME SELECT CAST(n AS INT) AS n
              FROM STREAM read_files('also', format => 'json', schema => 'n INT');
            CREATE STREAMING TABLE silver AS SELECT n FROM STREAM bronze;
            """).file("also/0.json", "{\"n\":100}");
        pipeline.update();
        long before = pipeline.version("bronze");
        ContinuousUpdate update = start(new Selection(List.of(), List.of("bronze+"), false));
        await().atMost(Duration.ofSeconds(60)).until(() -> pipeline.version("bronze") > before);
        assertThat(pipeline.version("bronze")).as("one commit").isEqualTo(before + 1);
        update.awaitRows("silver", 5);
        pipeline.file("in/9.json", "{\"n\":9}");
        update.awaitRows("silver", 6);
        update.stop();
        assertThat(pipeline.table("bronze")).containsExactly("0", "1", "100", "2", "3", "9");
        assertThat(pipeline.table("silver")).containsExactly("0", "1", "100", "2", "3", "9");
        assertThat(pipeline.restart().update().jobs()).isZero();
    }

    @Test
    void whatComesGoesThroughAllTables() {
        pipeline.sql("""
            CREATE STREAMING TABLE bronze AS SELECT * FROM STREAM read_files('in', format => 'json');
            CREATE STREAMING TABLE silver AS SELECT n * 2 AS twice FROM STREAM bronze;
            CREATE STREAMING TABLE different AS SELECT DISTINCT twice FROM STREAM silver;
            CREATE MATERIALIZED VIEW gold AS SELECT count(*) AS records, max(twice) AS last FROM silver;
            CREATE SINK outside USING json OPTIONS (path = 'out');
            CREATE FLOW give AS INSERT INTO outside BY NAME SELECT twice FROM STREAM silver;
            """);
        ContinuousUpdate update = start();
        update.awaitRows("different", 1);
        for (int n = 1; n <= 5; n++) {
            pipeline.file("in/" + n + ".json", "{\"n\":" + n + "}");
            update.awaitRows("silver", n + 1);
        }
        update.awaitRows("different", 6);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> pipeline.table("gold").equals(List.of("6|10")));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> update.statuses("silver").contains(FlowStatus.IDLE));

        UpdateResult ended = update.stop();

        assertThat(ended.problems()).isEmpty();
        assertThat(ended.state()).isEqualTo(UpdateState.CANCELED);
        assertThat(update.statuses("gold")).startsWith(FlowStatus.QUEUED, FlowStatus.STARTING, FlowStatus.RUNNING);
        assertThat(update.statuses("gold")).endsWith(FlowStatus.STOPPED).doesNotContain(FlowStatus.FAILED);
        assertThat(pipeline.rows("SELECT count(DISTINCT twice), count(*) FROM json.`" + pipeline.path("out") + "`"))
                .containsExactly("6|6");
        pipeline.restart().update();
        assertThat(pipeline.table("gold")).containsExactly("6|10");
    }

    @Test
    void commitsOfOthersAndManySmallBatchesAreTakenUp() {
        pipeline.appendDelta("outside", "SELECT 0 AS n");
        pipeline.sql("""
            CREATE STREAMING TABLE t AS SELECT n FROM STREAM delta.`%s`;
            CREATE STREAMING TABLE copy AS SELECT n FROM STREAM t;
            """.formatted(pipeline.path("outside")));
        ContinuousUpdate update = start();
        int commits = 18;
        for (int n = 1; n <= commits; n++) {
            pipeline.appendDelta("outside", "SELECT " + n + " AS n");
            update.awaitRows("copy", n + 1);
        }

        assertThat(update.stop().problems()).isEmpty();
        assertThat(pipeline.rows("SELECT count(*), count(DISTINCT n) FROM copy"))
                .containsExactly((commits + 1) + "|" + (commits + 1));
        assertThat(pipeline.rows("SELECT count(DISTINCT _metadata.file_path) < 10 FROM t"))
                .as("small files are joined")
                .containsExactly("true");
        pipeline.update();
        assertThat(pipeline.table("copy")).hasSize(commits + 1);
    }

    @Test
    void newColumnsAreTakenUp() {
        pipeline.sql("""
            CREATE STREAMING TABLE bronze AS SELECT * FROM STREAM read_files('in', format => 'json');
            CREATE STREAMING TABLE silver AS SELECT * FROM STREAM bronze;
            """);
        ContinuousUpdate update = start();
        update.awaitRows("silver", 1);
        pipeline.file("in/1.json", "{\"n\":1,\"note\":\"new\"}");
        update.awaitRows("silver", 2);
        pipeline.file("in/2.json", "{\"n\":2,\"note\":\"again\"}");
        update.awaitRows("silver", 3);

        assertThat(update.stop().problems()).isEmpty();
        assertThat(pipeline.rows("SELECT n, note FROM silver")).containsExactly("0|null", "1|new", "2|again");
    }

    @Test
    void aFlowThatFailsLeavesTheOthersUp() {
        pipeline.sql("""
            CREATE STREAMING TABLE bronze AS SELECT * FROM STREAM read_files('in', format => 'json');
            CREATE STREAMING TABLE checked (CONSTRAINT small EXPECT (n < 2) ON VIOLATION FAIL UPDATE)
            AS SELECT n FROM STREAM bronze;
            CREATE STREAMING TABLE silver AS SELECT n FROM STREAM bronze;
            """);
        ContinuousUpdate update = start();
        update.awaitRows("checked", 1);
        pipeline.file("in/2.json", "{\"n\":2}");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> update.statuses("checked").contains(FlowStatus.FAILED));
        pipeline.file("in/3.json", "{\"n\":3}");
        update.awaitRows("silver", 3);

        UpdateResult ended = update.stop();

        assertThat(ended.state()).isEqualTo(UpdateState.FAILED);
        assertThat(ended.problems())
                .extracting(problem -> problem.code())
                .containsExactly(ErrorCode.EXPECTATION_VIOLATION);
    }

    /** What has ended before stays so, and what read it goes on. */
    @Test
    void newColumnsLeaveReadersOfWhatHasEndedUp() {
        pipeline.file("once/0.json", "{\"n\":100}").file("other/0.json", "{\"n\":0}");
        pipeline.sql("""
            CREATE STREAMING TABLE filled;
            CREATE FLOW history AS INSERT INTO ONCE filled BY NAME SELECT n FROM read_files('once', format => 'json');
            CREATE FLOW news AS INSERT INTO filled BY NAME SELECT n FROM STREAM read_files('in', format => 'json');
            CREATE STREAMING TABLE silver AS SELECT n FROM STREAM filled;
            CREATE STREAMING TABLE checked (CONSTRAINT small EXPECT (n < 2) ON VIOLATION FAIL UPDATE)
              AS SELECT n FROM STREAM read_files('other', format => 'json');
            CREATE STREAMING TABLE behind AS SELECT n FROM STREAM checked;
            CREATE STREAMING TABLE evolving AS SELECT * FROM STREAM read_files('in', format => 'json');
            """);
        ContinuousUpdate update = start();
        update.awaitRows("silver", 2);
        update.awaitRows("behind", 1);
        update.awaitRows("evolving", 1);
        update.awaitStatus("behind", FlowStatus.IDLE);
        pipeline.file("other/1.json", "{\"n\":7}");
        update.awaitStatus("checked", FlowStatus.FAILED);

        pipeline.file("in/1.json", "{\"n\":1,\"note\":\"new\"}");
        update.awaitRows("evolving", 2);
        update.awaitRows("silver", 3);
        pipeline.appendDelta(".tidewheel/tables/main/default/checked", "SELECT CAST(1 AS BIGINT) AS n");
        update.awaitRows("behind", 2);

        assertThat(update.statuses("silver")).doesNotContain(FlowStatus.SKIPPED);
        assertThat(update.stop().problems())
                .extracting(problem -> problem.code())
                .containsExactly(ErrorCode.EXPECTATION_VIOLATION);
    }

    @Test
    void newColumnsLeaveReadersOfWhatIsNotSelectedUp() {
        pipeline.sql("""
            CREATE STREAMING TABLE bronze AS SELECT n FROM STREAM read_files('in', format => 'json');
            CREATE STREAMING TABLE silver AS SELECT n FROM STREAM bronze;
            CREATE STREAMING TABLE evolving AS SELECT * FROM STREAM read_files('in', format => 'json');
            """);
        pipeline.update();
        ContinuousUpdate update = start(new Selection(List.of("silver", "evolving"), List.of(), false));
        pipeline.file("in/1.json", "{\"n\":1,\"note\":\"new\"}");
        update.awaitRows("evolving", 2);
        pipeline.appendDelta(".tidewheel/tables/main/default/bronze", "SELECT CAST(7 AS BIGINT) AS n");
        update.awaitRows("silver", 2);
        assertThat(update.statuses("silver")).doesNotContain(FlowStatus.SKIPPED);
        assertThat(update.stop().problems()).isEmpty();
    }
}
