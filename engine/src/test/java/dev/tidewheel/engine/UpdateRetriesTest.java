package dev.tidewheel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.run.UpdateResult;
import dev.tidewheel.engine.testing.FlakyFileSystem;
import dev.tidewheel.engine.testing.PipelineFixture;
import dev.tidewheel.engine.testing.Update;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.event.EventDetails;
import dev.tidewheel.model.event.FlowStatus;
import dev.tidewheel.model.event.UpdateCause;
import dev.tidewheel.model.event.UpdateState;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Updates that are begun again after their flows have had their own retries. */
class UpdateRetriesTest {

    @TempDir
    Path folder;

    private PipelineFixture pipeline;

    @BeforeEach
    void open() {
        pipeline = PipelineFixture.in(folder)
                .file("sound/1.json", "{\"id\":1}")
                .file("flaky/1.json", "{\"id\":1}")
                .with(settings -> settings.configuration(
                        Map.of("pipelines.maxFlowRetryAttempts", "0", "pipelines.numUpdateRetryAttempts", "1")));
        pipeline.sql("CREATE STREAMING TABLE sound AS SELECT id FROM STREAM read_files('sound', format => 'json',"
                + " schema => 'id INT');\n"
                + "CREATE STREAMING TABLE shaky AS SELECT id FROM STREAM read_files('flaky:" + pipeline.path("flaky")
                + "', format => 'json', schema => 'id INT');");
    }

    @AfterEach
    void close() {
        FlakyFileSystem.failNextReads(0);
        FlakyFileSystem.failReadsFrom("");
        pipeline.close();
    }

    private Update run(Selection selection) {
        return pipeline.run(UpdateRequest.of(selection).withRetries());
    }

    @Test
    void anotherUpdateDoesWhatIsLeft() {
        FlakyFileSystem.failNextReads(1);
        Update update = run(Selection.ALL);
        assertThat(update.result().state()).isEqualTo(UpdateState.COMPLETED);
        assertThat(update.causes()).containsExactly(UpdateCause.USER_ACTION, UpdateCause.RETRY_ON_FAILURE);
        assertThat(pipeline.notices()).anyMatch(notice -> notice.contains("begun again in 2 s (retry 1 of 1)"));
        assertThat(pipeline.table("shaky")).containsExactly("1");

        long sound = pipeline.version("sound");
        long shaky = pipeline.version("shaky");
        FlakyFileSystem.failNextReads(1);
        Update again = run(new Selection(List.of(), List.of(), true));
        assertThat(again.result().state()).isEqualTo(UpdateState.COMPLETED);
        assertThat(pipeline.version("sound")).as("emptied once").isEqualTo(sound + 1);
        assertThat(pipeline.version("shaky")).isEqualTo(shaky + 1);
        assertThat(pipeline.table("sound")).containsExactly("1");
    }

    /** Not only flows fail while a store is down: whoever begins again does not even get the lease. */
    @Test
    void aStoreThatIsDownForAWhileIsWaitedFor() {
        pipeline.with(settings -> settings.storage("flaky:" + folder.resolve("store"))
                .configuration(Map.of("pipelines.maxFlowRetryAttempts", "0", "pipelines.numUpdateRetryAttempts", "5")));
        pipeline.update();
        pipeline.file("sound/2.json", "{\"id\":2}").file("flaky/2.json", "{\"id\":2}");
        pipeline.onNotice(notice -> {
            if (notice.contains("(retry 2 of 5)")) {
                FlakyFileSystem.failNextReads(0);
            }
        });
        AtomicBoolean up = new AtomicBoolean(true);
        UpdateResult result = pipeline.engine()
                .run(UpdateRequest.of(Selection.ALL).withRetries().stoppedBy(() -> {
                    // asked for the first time when everything is planned
                    if (up.compareAndSet(true, false)) {
                        FlakyFileSystem.failNextReads(Integer.MAX_VALUE);
                    }
                    return false;
                }));
        assertThat(result.problems()).isEmpty();
        assertThat(result.state()).isEqualTo(UpdateState.COMPLETED);
        assertThat(pipeline.notices()).anyMatch(notice -> notice.contains("(retry 2 of 5)"));
        assertThat(pipeline.table("shaky")).containsExactly("1", "2");
        assertThat(pipeline.table("sound")).containsExactly("1", "2");
    }

    @Test
    void updateRetriesHaveAnEndAndAreForWhatMayPass() {
        FlakyFileSystem.failNextReads(Integer.MAX_VALUE);
        Update update = run(Selection.ALL);
        assertThat(update.result().state()).isEqualTo(UpdateState.FAILED);
        assertThat(update.result().problems()).extracting(Problem::code).containsExactly(ErrorCode.IO_FAILURE);
        assertThat(update.causes()).hasSize(2);
        FlakyFileSystem.failNextReads(0);

        pipeline.sql("CREATE MATERIALIZED VIEW wrong AS SELECT 1 / (id - 1) AS q FROM"
                + " read_files('sound', format => 'json', schema => 'id INT');");
        Update users = run(Selection.ALL);
        assertThat(users.result().state()).isEqualTo(UpdateState.FAILED);
        assertThat(users.causes()).hasSize(1);

        assertThat(pipeline.run(Selection.ALL).causes()).as("not asked to").hasSize(1);
    }

    /** What is left is asked of the storage; that is not there at the end of the update that failed. */
    @Test
    void aFullRefreshThatIsDoneIsNotRepeatedIfNobodyCouldSaySoAtItsEnd() {
        pipeline.with(settings -> settings.storage("flaky:" + folder.resolve("store"))
                .configuration(Map.of("pipelines.maxFlowRetryAttempts", "0", "pipelines.numUpdateRetryAttempts", "3")));
        pipeline.sql("CREATE STREAMING TABLE sound AS SELECT id FROM STREAM read_files('sound', format => 'json',"
                + " schema => 'id INT');\n"
                + "CREATE STREAMING TABLE shaky AS SELECT id FROM STREAM read_files('flaky:" + pipeline.path("flaky")
                + "', format => 'json', schema => 'id INT') WHERE id IN (SELECT id FROM sound);");
        pipeline.update();
        AtomicBoolean up = new AtomicBoolean(true);
        UpdateRequest request = UpdateRequest.of(new Selection(List.of(), List.of(), true))
                .withRetries()
                .watchedBy(event -> {
                    if (event.details() instanceof EventDetails.FlowProgress flow
                            && "main.default.sound".equals(event.origin().flowName())
                            && flow.status() == FlowStatus.COMPLETED
                            && up.compareAndSet(true, false)) {
                        // the source does not have it any more
                        pipeline.path("sound/1.json").toFile().delete();
                        FlakyFileSystem.failReadsFrom("/full-refresh/");
                        FlakyFileSystem.failNextReads(1);
                    }
                });
        pipeline.onNotice(notice -> {
            if (notice.contains("(retry 1 of 3)")) {
                FlakyFileSystem.failReadsFrom("");
            }
        });
        UpdateResult result = pipeline.engine().run(request);
        assertThat(result.problems()).isEmpty();
        assertThat(pipeline.notices()).anyMatch(notice -> notice.contains("(retry 1 of 3)"));
        assertThat(pipeline.table("sound")).as("emptied once").containsExactly("1");
        assertThat(pipeline.table("shaky")).containsExactly("1");
    }
}
