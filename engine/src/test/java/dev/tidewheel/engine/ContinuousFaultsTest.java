package dev.tidewheel.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.run.UpdateResult;
import dev.tidewheel.engine.state.StateDocument;
import dev.tidewheel.engine.state.StateStore;
import dev.tidewheel.engine.testing.ContinuousUpdate;
import dev.tidewheel.engine.testing.FlakyFileSystem;
import dev.tidewheel.engine.testing.PipelineFixture;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.event.FlowStatus;
import dev.tidewheel.model.event.UpdateCause;
import dev.tidewheel.model.event.UpdateState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong while an update goes on, and how it comes to an end. */
class ContinuousFaultsTest {

    @TempDir
    Path folder;

    private PipelineFixture pipeline;
    private @Nullable ContinuousUpdate running;

    @BeforeEach
    void open() {
        pipeline = PipelineFixture.in(folder).file("in/0.json", "{\"n\":0}");
        pipeline.session().conf().set("fs.flaky.impl", FlakyFileSystem.class.getName());
    }

    @AfterEach
    void close() {
        FlakyFileSystem.failNextReads(0);
        if (running != null) {
            running.askToStop();
        }
        pipeline.close();
    }

    private ContinuousUpdate start(Selection selection) {
        running = ContinuousUpdate.start(pipeline, UpdateRequest.of(selection).withRetries());
        return running;
    }

    private String flaky() {
        return "STREAM read_files('flaky:" + pipeline.path("in") + "', format => 'json', schema => 'n INT')";
    }

    /** The batch, and those that would begin after it, are given up. */
    @Test
    void itStopsInTheMidstOfLongBatches() {
        pipeline.sql("""
            CREATE STREAMING TABLE slow AS
              SELECT n, reflect('java.lang.Thread', 'sleep', 60000L) AS slept
              FROM STREAM read_files('in', format => 'json', schema => 'n INT');
            CREATE MATERIALIZED VIEW view AS
              SELECT n, reflect('java.lang.Thread', 'sleep', 60000L) AS slept FROM read_files('in', format => 'json');
            """);
        ContinuousUpdate update = start(Selection.ALL);
        update.awaitStatus("slow", FlowStatus.RUNNING);
        update.awaitStatus("view", FlowStatus.RUNNING);

        long asked = System.nanoTime();
        UpdateResult ended = update.stop();

        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(10));
        assertThat(ended.state()).isEqualTo(UpdateState.CANCELED);
        assertThat(ended.problems()).isEmpty();
        assertThat(update.statuses("slow")).endsWith(FlowStatus.STOPPED);
        assertThat(pipeline.status("view").version()).isNull();
    }

    @Test
    void itEndsByItselfWhenAnotherHasTakenOver() throws Exception {
        pipeline.sql("CREATE STREAMING TABLE t AS SELECT n FROM STREAM read_files('in', format => 'json')");
        ContinuousUpdate update = start(Selection.ALL);
        update.awaitRows("t", 1);
        takeOver();

        UpdateResult ended = update.ended();

        assertThat(ended.state()).isEqualTo(UpdateState.FAILED);
        assertThat(ended.problems()).extracting(Problem::code).containsExactly(ErrorCode.UPDATE_IN_PROGRESS);
    }

    /** As another machine does with a holder that has been silent. */
    private void takeOver() throws Exception {
        StateStore store = StateStore.open(
                pipeline.engine().storageRoot(),
                "lease",
                5,
                pipeline.session().sparkContext().hadoopConfiguration());
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            StateDocument last = store.latest().orElseThrow();
            ObjectNode holder = (ObjectNode) new ObjectMapper().readTree(last.json());
            holder.put("owner", UUID.randomUUID().toString());
            holder.put("released", true);
            return store.tryPut(last.version(), holder.toPrettyString()).isPresent();
        });
    }

    @Test
    void aFlowIsTriedAgainForAsLongAsItTakes() {
        pipeline.sql("CREATE STREAMING TABLE t AS SELECT n FROM " + flaky());
        FlakyFileSystem.failNextReads(3);
        ContinuousUpdate update = start(Selection.ALL);
        update.awaitRows("t", 1);
        assertThat(update.stop().problems()).isEmpty();
        assertThat(update.causes()).hasSize(1);
    }

    @Test
    void ifRetriesAreCountedTheUpdateIsBegunAgainAfterThem() {
        pipeline.with(settings -> settings.configuration(Map.of("pipelines.maxFlowRetryAttempts", "0")));
        pipeline.sql("CREATE STREAMING TABLE t AS SELECT n FROM " + flaky());
        FlakyFileSystem.failNextReads(1);
        ContinuousUpdate update = start(Selection.ALL);
        update.awaitRows("t", 1);
        assertThat(update.stop().problems()).isEmpty();
        assertThat(update.causes()).containsExactly(UpdateCause.USER_ACTION, UpdateCause.RETRY_ON_FAILURE);
    }

    @Test
    void inDevelopmentAFailureStays() {
        pipeline.with(settings -> settings.development(true));
        pipeline.file("sound/0.json", "{\"n\":0}");
        pipeline.sql("CREATE STREAMING TABLE t AS SELECT n FROM " + flaky() + ";\n"
                + "CREATE STREAMING TABLE sound AS SELECT n FROM STREAM read_files('sound', format => 'json');");
        FlakyFileSystem.failNextReads(1);
        ContinuousUpdate update = start(Selection.ALL);
        update.awaitStatus("t", FlowStatus.FAILED);
        pipeline.file("sound/1.json", "{\"n\":1}");
        update.awaitRows("sound", 2);

        UpdateResult ended = update.stop();

        assertThat(ended.state()).isEqualTo(UpdateState.FAILED);
        assertThat(ended.problems()).extracting(Problem::code).containsExactly(ErrorCode.IO_FAILURE);
        assertThat(update.causes()).hasSize(1);
    }

    /** A source that is down after a restart: what has come from it before is still taken up. */
    @Test
    void whatReadsATableThatIsThereDoesNotWaitForItsSource() {
        pipeline.sql("CREATE STREAMING TABLE bronze AS SELECT n FROM " + flaky() + ";");
        pipeline.update();
        pipeline.file("in/1.json", "{\"n\":1}");
        pipeline.sql("later.sql", """
            CREATE STREAMING TABLE silver AS SELECT n FROM STREAM bronze;
            CREATE MATERIALIZED VIEW gold AS SELECT count(*) AS records FROM silver;
            """);
        FlakyFileSystem.failNextReads(Integer.MAX_VALUE);
        ContinuousUpdate update = start(Selection.ALL);
        update.awaitRows("silver", 1);
        update.awaitRows("gold", 1);
        assertThat(pipeline.table("bronze")).containsExactly("0");

        FlakyFileSystem.failNextReads(0);
        update.awaitRows("silver", 2);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> pipeline.table("gold").equals(List.of("2")));
        assertThat(update.stop().problems()).isEmpty();
    }

    /** New columns make the graph anew; if that fails for a while, what a full refresh has done is not done again. */
    @Test
    void aFullRefreshThatIsDoneIsNotRepeatedByARetry() {
        pipeline.file("other/0.json", "{\"m\":0}");
        pipeline.sql("CREATE STREAMING TABLE t AS SELECT * FROM STREAM read_files('in', format => 'json');\n"
                + "CREATE MATERIALIZED VIEW v AS SELECT m FROM read_files('flaky:" + pipeline.path("other")
                + "', format => 'json');");
        pipeline.update();
        pipeline.onNotice(notice -> {
            if (notice.startsWith("New columns")) {
                FlakyFileSystem.failNextReads(1);
            }
        });
        ContinuousUpdate update = start(new Selection(List.of(), List.of(), true));
        update.awaitStatus("t", FlowStatus.IDLE);
        assertThat(folder.resolve("in/0.json").toFile().delete())
                .as("the source does not have it any more")
                .isTrue();
        pipeline.file("in/1.json", "{\"n\":1,\"note\":\"new\"}");
        update.awaitRows("t", 2);

        assertThat(update.stop().problems()).isEmpty();
        assertThat(update.causes()).containsExactly(UpdateCause.USER_ACTION, UpdateCause.RETRY_ON_FAILURE);
        assertThat(pipeline.rows("SELECT n, note FROM t")).containsExactly("0|null", "1|new");
    }

    @Test
    void aFlowThatIsDownForGoodDoesNotKeepOthersFromBeingBegunAgain() {
        pipeline.with(settings -> settings.configuration(Map.of("pipelines.maxFlowRetryAttempts", "0")));
        pipeline.file("sound/0.json", "{\"n\":7}");
        pipeline.sql("CREATE STREAMING TABLE t AS SELECT n FROM " + flaky() + ";\n"
                + "CREATE STREAMING TABLE checked (CONSTRAINT small EXPECT (n < 2) ON VIOLATION FAIL UPDATE)"
                + " AS SELECT n FROM STREAM read_files('sound', format => 'json');");
        ContinuousUpdate update = start(Selection.ALL);
        update.awaitRows("t", 1);
        update.awaitStatus("checked", FlowStatus.FAILED);

        FlakyFileSystem.failNextReads(1);
        pipeline.file("in/1.json", "{\"n\":1}");
        update.awaitRows("t", 2);

        assertThat(update.causes()).containsExactly(UpdateCause.USER_ACTION, UpdateCause.RETRY_ON_FAILURE);
        assertThat(update.stop().problems()).extracting(Problem::code).containsExactly(ErrorCode.EXPECTATION_VIOLATION);
    }
}
