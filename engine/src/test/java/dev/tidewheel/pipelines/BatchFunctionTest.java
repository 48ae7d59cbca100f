package dev.tidewheel.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.run.RetryPolicy;
import dev.tidewheel.engine.testing.PipelineFixture;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sinks that are functions in Java. */
class BatchFunctionTest {

    private static final String SINK = """
            import dev.tidewheel.api.Pipeline;
            import dev.tidewheel.api.PipelineDefinition;
            import java.nio.file.Files;
            import java.nio.file.Path;
            import java.nio.file.StandardOpenOption;

            public final class Outside implements PipelineDefinition {
                @Override
                public void define(Pipeline pipeline) {
                    Path folder = Path.of(pipeline.configuration("folder", ""));
                    pipeline.sink("outside").forEachBatch((batch, number) -> {
                        Files.writeString(
                                folder.resolve("given.txt"),
                                number + ": " + batch.orderBy("id").collectAsList() + "\\n",
                                StandardOpenOption.CREATE,
                                StandardOpenOption.APPEND);
                        if (Files.exists(folder.resolve("down"))) {
                            throw new IllegalStateException("the service is down");
                        }
                    });
                    pipeline.appendFlow("export").into("outside").from(context -> context.readStream("orders"));
                }
            }
            """;

    @TempDir
    Path folder;

    private PipelineFixture pipeline;

    @BeforeEach
    void open() {
        pipeline = PipelineFixture.in(folder)
                .with(settings -> settings.configuration(Map.of("folder", folder.toString(), RetryPolicy.KEY, "0")))
                .file("data/1.json", "{\"id\":1}", "{\"id\":2}")
                .file("transformations/Outside.java", SINK)
                .sql("CREATE STREAMING TABLE orders AS SELECT id FROM STREAM json.`data`;");
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    private String given() throws IOException {
        return Files.readString(pipeline.path("given.txt"));
    }

    @Test
    void eachBatchIsGivenOnceAndAfterAFullRefreshFromTheFirstOn() throws IOException {
        pipeline.update();
        pipeline.file("data/2.json", "{\"id\":3}").restart().update();
        pipeline.update();
        assertThat(given()).isEqualTo("0: [[1], [2]]\n1: [[3]]\n");

        pipeline.fullRefresh("outside");
        assertThat(given()).isEqualTo("0: [[1], [2]]\n1: [[3]]\n0: [[1], [2], [3]]\n");
    }

    @Test
    void aBatchThatWasNotTakenComesAgain() throws IOException {
        pipeline.update();
        pipeline.file("down").file("data/2.json", "{\"id\":3}");
        Problem problem = pipeline.failure(ErrorCode.BATCH_HANDLER_FAILED);
        assertThat(problem.message())
                .isEqualTo("the sink `outside` failed: IllegalStateException: the service is down");
        assertThat(problem.location()).hasToString("transformations/Outside.java:18:17");

        Files.delete(pipeline.path("down"));
        pipeline.file("data/3.json", "{\"id\":4}").restart().update();
        assertThat(given()).isEqualTo("0: [[1], [2]]\n1: [[3]]\n1: [[3]]\n2: [[4]]\n");
    }
}
