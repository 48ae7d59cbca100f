package dev.tidewheel.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.run.UpdateResult;
import dev.tidewheel.engine.testing.ContinuousUpdate;
import dev.tidewheel.engine.testing.PipelineFixture;
import dev.tidewheel.model.event.FlowStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often flows look for news in updates that go on, and what wakes them. */
class ContinuousRhythmTest {

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
        running = ContinuousUpdate.start(pipeline, UpdateRequest.of(Selection.ALL));
        return running;
    }

    /** Milliseconds between the versions of a table that brought rows. */
    private List<Long> pauses(String table) {
        List<Long> times = pipeline
                .session()
                .sql("DESCRIBE HISTORY delta.`" + pipeline.path(".tidewheel/tables/main/default/" + table) + "`")
                .where("operation IN ('STREAMING UPDATE', 'REFRESH', 'REPLACE WHERE')")
                .orderBy("version")
                .select("timestamp")
                .collectAsList()
                .stream()
                .map(row -> row.getTimestamp(0).getTime())
                .toList();
        List<Long> pauses = new ArrayList<>();
        for (int i = 1; i < times.size(); i++) {
            pauses.add(times.get(i) - times.get(i - 1));
        }
        return pauses;
    }

    @Test
    void whatIsGivenHoldsForATableAboveThePipeline() {
        pipeline.with(settings -> settings.configuration(Map.of("pipelines.trigger.interval", "1 hour")));
        pipeline.sql("""
            CREATE STREAMING TABLE hourly AS SELECT n FROM STREAM read_files('in', format => 'json');
            SET pipelines.trigger.interval = 2 seconds;
            CREATE STREAMING TABLE calm AS SELECT n FROM STREAM read_files('in', format => 'json');
            SET pipelines.trigger.interval = 100 milliseconds;
            CREATE STREAMING TABLE busy AS SELECT n FROM STREAM read_files('in', format => 'json');
            """);
        ContinuousUpdate update = start();
        update.awaitRows("hourly", 1);
        int files = 40;
        for (int n = 1; n < files; n++) {
            pipeline.file("in/" + n + ".json", "{\"n\":" + n + "}");
            await().pollDelay(Duration.ofMillis(200)).until(() -> true);
        }
        update.awaitRows("busy", files);
        update.awaitRows("calm", files);

        assertThat(update.stop().problems()).isEmpty();
        assertThat(pipeline.table("hourly")).as("once an hour").hasSize(1);
        // a batch begins no sooner than 2 seconds after the one before has begun; their commits may come a little
        // closer
        assertThat(pauses("calm")).isNotEmpty().allMatch(pause -> pause > 1_000);
        assertThat(pauses("busy")).hasSizeGreaterThan(pauses("calm").size());
    }

    @Test
    void whatIsNoIntervalIsRefused() {
        pipeline.sql("""
            SET pipelines.trigger.interval = 1 fortnight;
            CREATE STREAMING TABLE bronze AS SELECT * FROM STREAM read_files('in', format => 'json');
            """);
        UpdateResult ended = start().ended();
        assertThat(ended.problems())
                .extracting(problem -> problem.message())
                .singleElement()
                .asString()
                .contains("is not an interval: 1 fortnight");
    }

    /** The defaults are a minute for views; a commit of somebody else is heard of before. */
    @Test
    void commitsOfOthersToTablesOfThePipelineWakeWhoReadsThem() {
        pipeline.sql("""
            CREATE STREAMING TABLE bronze AS SELECT n FROM STREAM read_files('in', format => 'json', schema => 'n INT');
            CREATE STREAMING TABLE silver AS SELECT n FROM STREAM bronze;
            CREATE MATERIALIZED VIEW gold AS SELECT count(*) AS records FROM bronze;
            """);
        ContinuousUpdate update = start();
        update.awaitRows("silver", 1);
        update.awaitRows("gold", 1);
        update.awaitStatus("silver", FlowStatus.IDLE);
        update.awaitStatus("gold", FlowStatus.IDLE);

        pipeline.appendDelta(".tidewheel/tables/main/default/bronze", "SELECT 7 AS n");

        await().atMost(Duration.ofSeconds(20))
                .until(() -> pipeline.table("gold").equals(List.of("2"))
                        && pipeline.table("silver").equals(List.of("0", "7")));
        assertThat(update.stop().problems()).isEmpty();
    }

    /** A look would be a whole computation, so there is one an interval. */
    @Test
    void whatMayAlwaysHaveChangedIsComputedOnceAnInterval() {
        pipeline.sql("""
            CREATE STREAMING TABLE bronze AS SELECT n FROM STREAM read_files('in', format => 'json', schema => 'n INT');
            CREATE MATERIALIZED VIEW files AS SELECT n, current_timestamp() AS at FROM read_files('in', format => 'json');
            CREATE STREAMING TABLE recent FLOW REPLACE WHERE n >= 0 BY NAME SELECT n FROM read_files('in', format => 'json');
            SET pipelines.trigger.interval = 2 seconds;
            CREATE MATERIALIZED VIEW clock AS SELECT count(*) AS records, max(current_timestamp()) AS at FROM bronze;
            """);
        ContinuousUpdate update = start();
        update.awaitRows("files", 1);
        await().atMost(Duration.ofSeconds(60)).until(() -> pauses("clock").size() >= 3);

        assertThat(update.stop().problems()).isEmpty();
        assertThat(pauses("clock")).as("though nothing has come").allMatch(pause -> pause > 1_000);
        assertThat(pauses("files")).as("ten minutes have not passed").isEmpty();
        assertThat(pauses("recent")).isEmpty();
    }

    @Test
    void afterAFullRefreshALookThatFindsNothingIsNotTold() {
        pipeline.sql("""
            SET pipelines.trigger.interval = 200 milliseconds;
            CREATE STREAMING TABLE bronze AS SELECT n FROM STREAM read_files('in', format => 'json', schema => 'n INT');
            """);
        pipeline.update();
        running = ContinuousUpdate.start(pipeline, UpdateRequest.of(new Selection(List.of(), List.of(), true)));
        ContinuousUpdate update = running;
        update.awaitStatus("bronze", FlowStatus.IDLE);
        await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
        assertThat(update.statuses("bronze")).as("idle once, and from then on").endsWith(FlowStatus.IDLE);
        assertThat(update.statuses("bronze")).containsOnlyOnce(FlowStatus.IDLE);
        assertThat(update.stop().problems()).isEmpty();
    }

    /** Files of a table that are put together are no news to whoever would compute everything for them. */
    @Test
    void whatIsNoNewsDoesNotLetAWindowBeComputed() {
        pipeline.sql("""
            CREATE STREAMING TABLE bronze AS SELECT n FROM STREAM read_files('in', format => 'json', schema => 'n INT');
            CREATE STREAMING TABLE recent FLOW REPLACE WHERE n >= 0 BY NAME SELECT n FROM bronze;
            """);
        ContinuousUpdate update = start();
        update.awaitRows("recent", 1);
        pipeline.file("in/1.json", "{\"n\":1}");
        update.awaitRows("recent", 2);
        await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
        long version = pipeline.version("recent");

        pipeline.session().sql("OPTIMIZE delta.`" + pipeline.path(".tidewheel/tables/main/default/bronze") + "`");

        assertThat(pipeline.version("bronze")).as("it was optimized").isEqualTo(2);
        await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
        assertThat(pipeline.version("recent")).isEqualTo(version);
        assertThat(update.stop().problems()).isEmpty();
    }
}
