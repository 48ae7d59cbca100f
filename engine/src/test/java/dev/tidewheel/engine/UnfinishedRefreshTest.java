package dev.tidewheel.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.plan.TablePlan;
import dev.tidewheel.engine.testing.PipelineFixture;
import dev.tidewheel.engine.testing.Update;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.event.FlowStatus;
import dev.tidewheel.model.event.UpdateState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A full refresh that does not come to its end is finished by the next update. */
class UnfinishedRefreshTest {
    private static final Selection ALL_ANEW = new Selection(List.of(), List.of(), true);

    @TempDir
    Path folder;

    private PipelineFixture pipeline;

    @BeforeEach
    void open() {
        pipeline = PipelineFixture.in(folder);
        pipeline.file("data/1.json", "{\"id\":1}");
        chain("id > 0", "id > 0");
        pipeline.update();
        pipeline.file("data/1.json", "{\"id\":2}");
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    /** With the conditions that rows of the first two tables have to fulfil. */
    private void chain(String raw, String clean) {
        pipeline.sql("CREATE STREAMING TABLE raw (CONSTRAINT a EXPECT (" + raw + ") ON VIOLATION FAIL UPDATE)"
                + " AS SELECT id FROM STREAM read_files('data', format => 'json');\n"
                + "CREATE STREAMING TABLE clean (CONSTRAINT b EXPECT (" + clean + ") ON VIOLATION FAIL UPDATE)"
                + " AS SELECT id FROM STREAM raw;\n"
                + "CREATE STREAMING TABLE last AS SELECT id FROM STREAM clean;\n"
                + "CREATE MATERIALIZED VIEW total AS SELECT sum(id) AS s FROM last;\n");
    }

    private void failedFullRefresh() {
        Update update = pipeline.run(ALL_ANEW);
        assertThat(update.result().state()).isEqualTo(UpdateState.FAILED);
        assertThat(update.result().problems())
                .extracting(Problem::code)
                .containsExactly(ErrorCode.EXPECTATION_VIOLATION);
    }

    @Test
    void whatReadsATableThatBeganAnewBeginsAnewToo() {
        chain("id > 0", "id > 100");
        failedFullRefresh();
        assertThat(pipeline.table("raw")).containsExactly("2");
        assertThat(pipeline.table("clean")).as("as it was").containsExactly("1");

        chain("id > 0", "id > 0");
        pipeline.restart();
        Update update = pipeline.update();

        assertThat(update.rowsWritten("raw")).as("was done before").isZero();
        assertThat(pipeline.table("clean")).containsExactly("2");
        assertThat(pipeline.table("last")).containsExactly("2");
        assertThat(pipeline.table("total")).containsExactly("2");
        assertThat(pipeline.restart().update().jobs()).isZero();
        pipeline.file("data/2.json", "{\"id\":3}");
        pipeline.update();
        assertThat(pipeline.table("last")).containsExactly("2", "3");
    }

    @Test
    void aRefreshOfOtherTablesLeavesItForLater() {
        chain("id > 0", "id > 100");
        failedFullRefresh();
        chain("id > 0", "id > 0");

        assertThat(pipeline.refresh("total").status("clean")).isEqualTo(FlowStatus.EXCLUDED);
        assertThat(pipeline.table("clean")).containsExactly("1");

        pipeline.refresh("clean");
        assertThat(pipeline.table("clean")).containsExactly("2");
        assertThat(pipeline.table("last")).containsExactly("1");

        pipeline.update();
        assertThat(pipeline.table("last")).containsExactly("2");
    }

    @Test
    void whatOneHasLeftIsFinishedThoughAnotherHasNotBegun() {
        chain("id > 0", "id > 100");
        failedFullRefresh();
        chain("id > 100", "id > 0");
        failedFullRefresh();
        assertThat(pipeline.table("clean")).containsExactly("1");

        chain("id > 0", "id > 0");
        pipeline.file("data/2.json", "{\"id\":3}");
        Update update = pipeline.restart().update();

        assertThat(update.rowsWritten("raw")).as("the second was forgotten").isEqualTo(1);
        assertThat(pipeline.table("raw")).containsExactly("2", "3");
        assertThat(pipeline.table("last")).containsExactly("2", "3");
        assertThat(pipeline.restart().update().jobs()).isZero();
    }

    @Test
    void whatOneHasLeftMayBeAskedForAgain() {
        chain("id > 0", "id > 100");
        failedFullRefresh();
        failedFullRefresh();
        chain("id > 0", "id > 0");
        assertThat(pipeline.restart().update().rowsWritten("raw")).isZero();
        assertThat(pipeline.table("last")).containsExactly("2");

        chain("id > 100", "id > 0");
        failedFullRefresh();
        chain("id > 0", "id > 0");
        assertThat(pipeline.update().jobs()).as("nothing is left").isZero();
    }

    @Test
    void oneThatHasNotBegunIsForgotten() {
        chain("id > 100", "id > 0");
        failedFullRefresh();
        assertThat(pipeline.table("raw")).containsExactly("1");

        chain("id > 0", "id > 0");
        pipeline.file("data/2.json", "{\"id\":3}");
        pipeline.restart().update();

        assertThat(pipeline.table("last")).as("the first file was taken before").containsExactly("1", "3");
    }

    /** Another process has the pipeline meanwhile, and what lies beside a table is its work. */
    @Test
    void whoHasLostThePipelineRemovesNothing() throws Exception {
        Path aside = Files.createDirectories(
                pipeline.path(".tidewheel/tables/main/default/raw").resolve(TablePlan.aside(1)));
        PipelineEngine engine = pipeline.engine();
        var definitions = engine.definitions();
        UnfinishedRefresh refresh = engine.unfinishedRefresh(engine.parts(definitions), () -> {
            throw new PipelineException(Problem.of(ErrorCode.UPDATE_IN_PROGRESS, "taken over"));
        });
        assertThatThrownBy(() -> refresh.clear(table -> true, definitions.flows()))
                .isInstanceOf(PipelineException.class);
        assertThat(aside).exists();
    }
}
