package dev.tidewheel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.testing.PipelineFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where flows keep their state. */
class FlowStateTest {
    private static final String PROVIDER = "spark.sql.streaming.stateStore.providerClass";
    private static final String IN_THE_HEAP =
            "org.apache.spark.sql.execution.streaming.state.HDFSBackedStateStoreProvider";

    @TempDir
    Path folder;

    private PipelineFixture pipeline;

    @BeforeEach
    void open() {
        pipeline = PipelineFixture.in(folder);
        pipeline.sql("""
            CREATE STREAMING TABLE different AS SELECT DISTINCT n FROM STREAM read_files('in', format => 'json');
            CREATE STREAMING TABLE pairs AS
              SELECT a.n FROM STREAM read_files('in', format => 'json') AS a
              JOIN STREAM read_files('other', format => 'json') AS b ON a.n = b.n;
            """);
        arrive("0", 1);
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    private void arrive(String file, int n) {
        pipeline.file("in/" + file + ".json", "{\"n\":" + n + "}");
        pipeline.file("other/" + file + ".json", "{\"n\":" + n + "}");
    }

    /** True if changes of batches are there in the form that RocksDB has, or in that of the store in the heap. */
    private boolean hasState(String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.anyMatch(file ->
                    file.toString().contains("/state/") && file.toString().endsWith(ending));
        }
    }

    @Test
    void rocksKeepsTheStateOfAllFlows() throws IOException {
        pipeline.update();
        assertThat(hasState(".changelog")).isTrue();
        assertThat(hasState(".delta")).isFalse();

        arrive("1", 1);
        arrive("2", 2);
        pipeline.restart().update();
        assertThat(pipeline.table("different")).containsExactly("1", "2");
        assertThat(pipeline.table("pairs")).containsExactly("1", "1", "1", "1", "2");
    }

    @Test
    void aFlowThatHasBegunInTheHeapGoesOnThere() throws IOException {
        pipeline.with(settings -> settings.configuration(Map.of(PROVIDER, IN_THE_HEAP)));
        pipeline.session().conf().set(PROVIDER, IN_THE_HEAP);
        pipeline.update();
        assertThat(hasState(".delta")).isTrue();
        assertThat(hasState(".changelog")).isFalse();

        pipeline.session().conf().unset(PROVIDER);
        pipeline.with(settings -> settings.configuration(Map.of()));
        arrive("1", 1);
        arrive("2", 2);
        pipeline.update();
        assertThat(hasState(".changelog")).isFalse();
        assertThat(pipeline.table("different")).containsExactly("1", "2");
        assertThat(pipeline.table("pairs")).containsExactly("1", "1", "1", "1", "2");
    }
}
