package dev.tidewheel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.testing.FlakyFileSystem;
import dev.tidewheel.engine.testing.PipelineFixture;
import dev.tidewheel.engine.testing.Update;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.event.UpdateState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders that cannot be written for a while, at any step of a batch. */
class SinkFaultsTest {

    private static final int BATCHES = 5;

    @TempDir
    Path folder;

    private PipelineFixture pipeline;

    @BeforeEach
    void open() {
        pipeline = PipelineFixture.in(folder);
    }

    @AfterEach
    void close() {
        FlakyFileSystem.failNextWrites(0);
        pipeline.close();
    }

    private void sink(String format, int retries) {
        pipeline.with(settings ->
                        settings.configuration(Map.of("pipelines.maxFlowRetryAttempts", String.valueOf(retries))))
                .file("in/0.json", "{\"n\":0}")
                .sql("CREATE SINK outside USING " + format + " OPTIONS (path = 'flaky://" + folder + "/out');"
                        + "CREATE FLOW give AS INSERT INTO outside BY NAME SELECT n FROM STREAM"
                        + " read_files('in', format => 'json', schema => 'n INT')");
    }

    private List<String> given(String format) {
        return pipeline.rows("SELECT n FROM " + format + ".`" + folder + "/out` ORDER BY n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "parquet"})
    void eachRowIsGivenOnceWhereverABatchIsCutShort(String format) {
        sink(format, 0);
        pipeline.update();
        int failures = 0;
        for (int batch = 1; batch <= BATCHES; batch++) {
            pipeline.file("in/" + batch + ".json", "{\"n\":" + batch + "}");
            // one step further each time: creating files, giving them their names, the note at the end
            FlakyFileSystem.failNextWrites(batch);
            Update update = pipeline.restart().run(Selection.ALL);
            for (int again = 0; again < 10 && update.result().state() != UpdateState.COMPLETED; again++) {
                failures++;
                update = pipeline.restart().run(Selection.ALL);
            }
            assertThat(update.result().problems()).isEmpty();
        }

        assertThat(failures).isPositive();
        assertThat(given(format))
                .containsExactlyElementsOf(IntStream.rangeClosed(0, BATCHES)
                        .mapToObj(String::valueOf)
                        .toList());
    }

    @Test
    void aFolderThatCannotBeWrittenIsTriedAgainAndNamed() {
        sink("json", 1);
        FlakyFileSystem.failNextWrites(Integer.MAX_VALUE);
        Problem problem = pipeline.failure(ErrorCode.IO_FAILURE);
        assertThat(problem.cause()).contains("connection reset while writing");
        assertThat(problem.location()).isNotNull();

        FlakyFileSystem.failNextWrites(0);
        pipeline.update();
        assertThat(given("json")).containsExactly("0");
    }

    @Test
    void aDeltaTableThatCannotBeMadeIsNamedAndMadeLater() throws IOException {
        pipeline.file("in/0.json", "{\"n\":0}")
                .file("place", "a file in the way")
                .sql("""
                CREATE SINK outside USING delta OPTIONS (path = 'place/out');
                CREATE FLOW give AS INSERT INTO outside BY NAME
                SELECT n FROM STREAM read_files('in', format => 'json', schema => 'n INT');
                """);
        assertThat(pipeline.failure(ErrorCode.STORAGE_NOT_WRITABLE).cause()).contains("/place");

        Files.delete(pipeline.path("place"));
        pipeline.update();
        assertThat(pipeline.rows("SELECT n FROM delta.`" + pipeline.path("place/out") + "`"))
                .containsExactly("0");
    }
}
