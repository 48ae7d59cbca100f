package dev.tidewheel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.testing.FlakyFileSystem;
import dev.tidewheel.engine.testing.PipelineFixture;
import dev.tidewheel.engine.testing.Update;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.event.FlowStatus;
import dev.tidewheel.model.event.UpdateState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a flow's trouble is tried again, and what is not. */
class FlowRetriesTest {

    @TempDir
    Path folder;

    private PipelineFixture pipeline;

    @BeforeEach
    void open() {
        pipeline = PipelineFixture.in(folder);
        pipeline.file("data/1.json", "{\"id\":1,\"text\":\"1\"}");
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    private static long starts(Update update) {
        return update.progress("t")
                .filter(progress -> progress.status() == FlowStatus.STARTING)
                .count();
    }

    private static byte[] gzip() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            for (int id = 0; id < 5000; id++) {
                out.write(("{\"id\":" + id + ",\"text\":\"" + Integer.toHexString(id * 7919) + "\"}\n")
                        .getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void whatMayPassByItselfIsTriedAgain() {
        pipeline.sql("CREATE STREAMING TABLE t AS SELECT id FROM STREAM read_files('flaky:" + pipeline.path("data")
                + "', format => 'json', schema => 'id INT');\n"
                + "CREATE MATERIALIZED VIEW n AS SELECT count(*) AS n FROM t;");
        FlakyFileSystem.failNextReads(1);
        Update update = pipeline.update();
        assertThat(pipeline.table("n")).containsExactly("1");
        assertThat(starts(update)).isEqualTo(2);
        assertThat(pipeline.version("t")).as("one commit").isZero();
    }

    @Test
    void aStoreThatThrottlesIsAskedAgain() {
        pipeline.sql("CREATE STREAMING TABLE t AS SELECT id FROM STREAM read_files('flaky:" + pipeline.path("data")
                + "', format => 'json', schema => 'id INT');");
        FlakyFileSystem.throttleNextReads(1);
        Update update = pipeline.update();
        assertThat(starts(update)).isEqualTo(2);
        assertThat(update.progress("t").flatMap(progress -> progress.problems().stream()))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.code()).isEqualTo(ErrorCode.IO_FAILURE);
                    assertThat(problem.cause()).contains("reduce your request rate");
                });
        assertThat(pipeline.table("t")).containsExactly("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/checkpoints/", "/tables/", "/state/"})
    void aWriteThatDoesNotGetThroughIsMadeAgain(String place) {
        pipeline.with(settings -> settings.storage("flaky:" + folder.resolve("store")));
        pipeline.sql("CREATE STREAMING TABLE t AS SELECT id FROM STREAM read_files('data', format => 'json',"
                + " schema => 'id INT');");
        pipeline.update();
        pipeline.file("data/2.json", "{\"id\":2}");
        FlakyFileSystem.failNextWriteTo(place);
        try {
            Update update = pipeline.run(UpdateRequest.of(Selection.ALL).withRetries());
            assertThat(FlakyFileSystem.hasFailed()).isTrue();
            assertThat(update.result().problems()).isEmpty();
            assertThat(update.result().state()).isEqualTo(UpdateState.COMPLETED);
        } finally {
            FlakyFileSystem.failNextWriteTo("");
        }
        assertThat(pipeline.table("t")).containsExactly("1", "2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"id INT, text STRING", "id INT, text STRING, twice INT GENERATED ALWAYS AS (id * 2)"})
    void aFileThatCannotBeReadIsNoTroubleOfTheTable(String columns) throws Exception {
        pipeline.sql("CREATE STREAMING TABLE t (" + columns + ") AS SELECT id, text FROM STREAM read_files('data',"
                + " format => 'json', schema => 'id INT, text STRING');");
        pipeline.update();
        Files.write(pipeline.path("data/cut.json.gz"), Arrays.copyOf(gzip(), 900));
        Update cut = pipeline.run(Selection.ALL);
        assertThat(cut.result().problems()).extracting(Problem::code).containsExactly(ErrorCode.SOURCE_UNREADABLE);
        assertThat(cut.result().problems().get(0).message()).contains("cut.json.gz");
        assertThat(starts(cut)).as("not tried again").isEqualTo(1);
        Files.delete(pipeline.path("data/cut.json.gz"));

        Files.writeString(pipeline.path("data/no.json.gz"), "{\"id\":2}");
        Update foreign = pipeline.run(Selection.ALL);
        assertThat(foreign.result().problems()).extracting(Problem::code).containsExactly(ErrorCode.SOURCE_UNREADABLE);
        assertThat(starts(foreign)).as("not tried again").isEqualTo(1);
    }

    /** Where a block ends, a decoder throws what a file system might throw, too. */
    @Test
    void whatADecoderFindsWrongDoesNotPass() throws Exception {
        String files = pipeline.path("avro").toString();
        pipeline.session().range(10_000).coalesce(1).write().format("avro").save(files);
        Path file;
        try (Stream<Path> all = Files.list(pipeline.path("avro"))) {
            file = all.filter(name -> name.toString().endsWith(".avro"))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] content = Files.readAllBytes(file);
        content[content.length - 1] ^= 1;
        Files.write(file, content);
        Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
        pipeline.sql("CREATE STREAMING TABLE t AS SELECT * FROM STREAM read_files('avro', format => 'avro');");
        Update update = pipeline.run(Selection.ALL);
        assertThat(update.result().problems()).extracting(Problem::code).containsExactly(ErrorCode.SOURCE_UNREADABLE);
        assertThat(starts(update)).as("not tried again").isEqualTo(1);
    }

    @Test
    void retriesHaveAnEnd() {
        pipeline.with(settings -> settings.configuration(Map.of("pipelines.maxFlowRetryAttempts", "1")));
        pipeline.sql("CREATE STREAMING TABLE t AS SELECT id FROM STREAM read_files('flaky:" + pipeline.path("data")
                + "', format => 'json', schema => 'id INT');");
        FlakyFileSystem.failNextReads(Integer.MAX_VALUE);
        try {
            Update update = pipeline.run(Selection.ALL);
            assertThat(update.result().state()).isEqualTo(UpdateState.FAILED);
            assertThat(update.result().problems()).extracting(Problem::code).containsExactly(ErrorCode.IO_FAILURE);
            assertThat(starts(update)).isEqualTo(2);
        } finally {
            FlakyFileSystem.failNextReads(0);
        }
        pipeline.update();
        assertThat(pipeline.table("t")).containsExactly("1");
    }
}
