package dev.tidewheel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.testing.FaultyCommitsFileSystem;
import dev.tidewheel.engine.testing.PipelineFixture;
import dev.tidewheel.engine.testing.Update;
import dev.tidewheel.model.event.FlowStatus;
import dev.tidewheel.model.event.PipelineEvent;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commits that go wrong at the last step: what is in the log counts, and nothing is in it twice. */
class CommitOutcomeTest {

    private static final String LIGHT = "id INT";

    /** Only delta-spark writes such a table. */
    private static final String GENERATED = "id INT, twice INT GENERATED ALWAYS AS (id * 2)";

    @TempDir
    private Path folder;

    private PipelineFixture pipeline;

    @BeforeEach
    void open() {
        pipeline = PipelineFixture.in(folder)
                .with(settings -> settings.storage(FaultyCommitsFileSystem.SCHEME + ":" + folder.resolve("store")));
        pipeline.file("data/1.json", "{\"id\":1}");
    }

    @AfterEach
    void close() {
        FaultyCommitsFileSystem.behave();
        pipeline.close();
    }

    private void table(String columns) {
        pipeline.sql("CREATE STREAMING TABLE t (" + columns + ") AS SELECT id FROM STREAM read_files('data',"
                + " format => 'json', schema => 'id INT');");
    }

    private static long starts(Update update, String flow) {
        assertThat(FaultyCommitsFileSystem.isDone())
                .as("all went wrong as asked")
                .isTrue();
        return update.progress(flow)
                .filter(progress -> progress.status() == FlowStatus.STARTING)
                .count();
    }

    private static List<String> errors(Update update) {
        return update.events().stream()
                .map(PipelineEvent::error)
                .filter(Objects::nonNull)
                .map(Object::toString)
                .toList();
    }

    private List<String> ids() {
        return pipeline.rows("SELECT id FROM t");
    }

    @ParameterizedTest
    @ValueSource(strings = {LIGHT, GENERATED})
    void aCommitWhoseAnswerIsLostIsFoundInTheLog(String columns) {
        table(columns);
        FaultyCommitsFileSystem.loseAnAnswer(0);
        assertThat(starts(pipeline.update(), "t")).isEqualTo(1);
        long version = pipeline.version("t");

        pipeline.file("data/2.json", "{\"id\":2}");
        FaultyCommitsFileSystem.loseAnAnswer(0);
        assertThat(starts(pipeline.update(), "t")).isEqualTo(1);
        assertThat(pipeline.version("t")).isEqualTo(version + 1);
        assertThat(ids()).containsExactly("1", "2");
    }

    /** The store looks first, then the committer; delta-spark has nobody who looks a second time. */
    @Test
    void soItIsIfTheFirstLookFails() {
        table(LIGHT);
        FaultyCommitsFileSystem.loseAnAnswer(1);
        assertThat(starts(pipeline.update(), "t")).isEqualTo(1);

        pipeline.file("data/2.json", "{\"id\":2}");
        FaultyCommitsFileSystem.loseAnAnswer(1);
        assertThat(starts(pipeline.update(), "t")).isEqualTo(1);
        assertThat(pipeline.version("t")).isEqualTo(1);
        assertThat(ids()).containsExactly("1", "2");
    }

    @Test
    void aBatchOfWhichNobodyKnowsWhetherItIsInIsNotWrittenAgain() {
        table(LIGHT);
        FaultyCommitsFileSystem.loseAnAnswer(2);
        Update first = pipeline.update();
        assertThat(starts(first, "t")).isEqualTo(2);
        assertThat(errors(first)).anyMatch(error -> error.contains("It is not known whether the commit"));
        assertThat(pipeline.version("t")).isZero();

        pipeline.file("data/2.json", "{\"id\":2}");
        FaultyCommitsFileSystem.loseAnAnswer(2);
        assertThat(starts(pipeline.update(), "t")).isEqualTo(2);
        assertThat(pipeline.version("t")).isEqualTo(1);
        assertThat(ids()).containsExactly("1", "2");

        pipeline.restart().update();
        assertThat(pipeline.version("t")).as("nothing is left to do").isEqualTo(1);
    }

    @Test
    void deltaSparkDoesNotWriteItAgainEither() {
        table(GENERATED);
        pipeline.update();
        long version = pipeline.version("t");
        pipeline.file("data/2.json", "{\"id\":2}");
        FaultyCommitsFileSystem.loseAnAnswer(1);
        Update update = pipeline.update();
        assertThat(starts(update, "t")).isEqualTo(2);
        assertThat(pipeline.version("t")).isEqualTo(version + 1);
        assertThat(ids()).containsExactly("1", "2");
    }

    @ParameterizedTest
    @ValueSource(strings = {LIGHT, GENERATED})
    void aCommitThatIsNotInIsMadeByAnotherTry(String columns) {
        table(columns);
        FaultyCommitsFileSystem.refuseCommits(1);
        Update first = pipeline.update();
        assertThat(starts(first, "t")).isEqualTo(2);
        assertThat(errors(first)).anyMatch(error -> error.contains("slow down"));
        assertThat(ids()).containsExactly("1");

        pipeline.file("data/2.json", "{\"id\":2}");
        FaultyCommitsFileSystem.refuseCommits(1);
        assertThat(starts(pipeline.update(), "t")).isEqualTo(2);
        assertThat(ids()).containsExactly("1", "2");
    }

    /** Its writer has given it up, the store has not: what it names has to be there. */
    @Test
    void aCommitThatComesLateFindsItsFiles() {
        table(LIGHT);
        pipeline.update();
        pipeline.file("data/2.json", "{\"id\":2}");
        FaultyCommitsFileSystem.delayACommit();
        Update update = pipeline.update();
        assertThat(starts(update, "t")).isEqualTo(2);
        assertThat(ids()).containsExactly("1", "2");
        assertThat(pipeline.version("t")).as("it is not made twice").isEqualTo(1);
    }

    @Test
    void aViewIsReplacedOnceMoreIfItIsNotKnown() {
        pipeline.sql("CREATE MATERIALIZED VIEW t AS SELECT id FROM read_files('data', format => 'json');");
        pipeline.update();
        pipeline.file("data/2.json", "{\"id\":2}");
        FaultyCommitsFileSystem.loseAnAnswer(2);
        assertThat(starts(pipeline.update(), "t")).isEqualTo(2);
        assertThat(ids()).containsExactly("1", "2");
    }

    /** An append goes on top of what others have committed; a replacement looks at it anew, but not for ever. */
    @Test
    void whoIsBeatenAgainAndAgainTriesOnceMore() {
        pipeline.sql("CREATE MATERIALIZED VIEW t AS SELECT id FROM read_files('data', format => 'json');");
        pipeline.update();
        pipeline.file("data/2.json", "{\"id\":2}");
        FaultyCommitsFileSystem.beatCommits(1);
        assertThat(starts(pipeline.update(), "t")).as("beaten once").isEqualTo(1);

        pipeline.file("data/3.json", "{\"id\":3}");
        FaultyCommitsFileSystem.beatCommits(10);
        Update update = pipeline.update();
        assertThat(starts(update, "t")).isEqualTo(2);
        assertThat(errors(update)).anyMatch(error -> error.contains("Another writer changed the table"));
        assertThat(ids()).containsExactly("1", "2", "3");
    }
}
