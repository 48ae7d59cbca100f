package dev.tidewheel.engine.source.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidewheel.engine.source.file.FileSource;
import dev.tidewheel.engine.source.option.FileSourceOptions;
import dev.tidewheel.engine.testing.TestSession;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.classic.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SchemaResolutionTest {
    @TempDir
    Path root;

    private void file(String name, String... lines) throws IOException {
        Path file = root.resolve("in").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, String.join("\n", lines));
    }

    private FileSchema resolve(SchemaStore store, String... options) {
        Map<String, String> all = new TreeMap<>();
        for (int i = 0; i < options.length; i += 2) {
            all.put(options[i], options[i + 1]);
        }
        return FileSource.streamOf(
                        (SparkSession) TestSession.get(),
                        root.resolve("in").toString(),
                        FileSourceOptions.forReadFiles(all))
                .resolveSchema(store);
    }

    private String ddl(String... options) {
        return resolve(SchemaStore.none(), options).rows().toDDL();
    }

    private Problem problem(String... options) {
        List<Problem> problems = new ArrayList<>();
        assertThatThrownBy(() -> ddl(options))
                .isInstanceOfSatisfying(PipelineException.class, e -> problems.addAll(e.problems()));
        return problems.get(0);
    }

    private SchemaStore store() {
        return SchemaStore.writable(new Configuration(), root.resolve("schemas").toString());
    }

    private List<String> stored() throws IOException {
        try (var paths = Files.list(root.resolve("schemas"))) {
            return paths.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void appliesHintsAtAnyDepth() throws IOException {
        file("a.json", "{\"id\": 1, \"user\": {\"dob\": \"2000-01-01\"}, \"items\": [{\"x\": 1}], \"Day\": \"d\"}");

        assertThat(ddl(
                        "schemaHints",
                        "day DATE, user.dob DATE, user.age INT, tags MAP<STRING, ARRAY<INT>>, "
                                + "items.element.x DECIMAL(10, 2), `odd name`.`a.b` BINARY",
                        "rescuedDataColumn",
                        ""))
                .isEqualTo(
                        "Day DATE,id BIGINT,items ARRAY<STRUCT<x: DECIMAL(10,2)>>,"
                                + "user STRUCT<dob: DATE, age: INT>,tags MAP<STRING, ARRAY<INT>>,`odd name` STRUCT<`a.b`: BINARY>");
        assertThat(problem("schemaHints", "id NUMBR").code()).isEqualTo(ErrorCode.SOURCE_OPTION_INVALID);
        assertThat(problem("schemaHints", "id").message()).contains("`id`");
    }

    @Test
    void findsPartitionColumns() throws IOException {
        file("country=DE/month=05/day=2026-05-01/a.json", "{\"id\": 1, \"country\": \"x\"}");
        file("country=FR/month=11/day=__HIVE_DEFAULT_PARTITION__/a.json", "{\"id\": 1}");

        assertThat(ddl()).isEqualTo("id BIGINT,country STRING,month INT,day DATE,_rescued_data STRING");
        assertThat(ddl("inferColumnTypes", "false")).contains("month STRING,day STRING");
        assertThat(ddl("partitionColumns", "month"))
                .isEqualTo("country STRING,id BIGINT,month INT,_rescued_data STRING");
        assertThat(ddl("partitionColumns", "")).isEqualTo("country STRING,id BIGINT,_rescued_data STRING");
        assertThat(ddl("schemaHints", "month STRING")).contains("month STRING");
        assertThat(ddl("schema", "id INT, month INT")).isEqualTo("id INT,month INT");
        assertThat(resolve(SchemaStore.none(), "schema", "id INT, month INT")
                        .partitions()
                        .toDDL())
                .isEqualTo("month INT");
    }

    @Test
    void keepsWhatItStored() throws IOException {
        file("a.json", "{\"id\": 1}");
        assertThat(resolve(store()).rows().toDDL()).isEqualTo("id BIGINT,_rescued_data STRING");
        file("a.json", "{\"id\": \"text\", \"more\": 1}");

        assertThat(resolve(store()).rows().toDDL()).isEqualTo("id BIGINT,_rescued_data STRING");
        assertThat(resolve(store(), "schemaHints", "id STRING").rows().toDDL())
                .isEqualTo("id STRING,_rescued_data STRING");
        assertThat(stored()).containsExactly("0");
        assertThatThrownBy(() -> resolve(store(), "format", "csv")).hasMessageContaining("read as json so far");
        assertThat(resolve(store(), "schema", "x INT").rows().toDDL()).isEqualTo("x INT");
    }

    @Test
    void saysThatAStoredSchemaIsDamaged() throws IOException {
        Files.createDirectories(root.resolve("schemas"));
        Files.writeString(root.resolve("schemas/3"), "{");

        assertThatThrownBy(() -> resolve(store())).hasMessageContaining("schemas/3` cannot be used");
    }

    @Test
    void writesNothingWithAReadOnlyStore() throws IOException {
        file("a.json", "{\"id\": 1}");
        SchemaStore readOnly = SchemaStore.readOnly(
                new Configuration(), root.resolve("schemas").toString());

        assertThat(resolve(readOnly).rows().toDDL()).isEqualTo("id BIGINT,_rescued_data STRING");
        assertThat(root.resolve("schemas")).doesNotExist();
    }

    @Test
    void agreesWithOthersThatStoreAtTheSameTime() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<String>> results = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                InferredSchema mine = InferredSchema.fromJson("{\"version\":1,\"format\":\"json\",\"options\":{\"a\":\""
                        + i + "\"},\"partitions\":{\"type\":\"struct\",\"fields\":[]}}");
                results.add(threads.submit(() -> {
                    start.await();
                    return store().store(mine).toJson();
                }));
            }
            start.countDown();
            TreeSet<String> returned = new TreeSet<>();
            for (Future<String> result : results) {
                returned.add(result.get());
            }
            TreeSet<String> written = new TreeSet<>();
            for (String name : stored()) {
                written.add(Files.readString(root.resolve("schemas").resolve(name)));
            }
            assertThat(returned).isEqualTo(written);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void saysThatThereIsNothingToInferFrom() throws IOException {
        Files.createDirectories(root.resolve("in"));

        assertThat(problem("format", "json").code()).isEqualTo(ErrorCode.SOURCE_EMPTY);
        assertThat(problem().message()).contains("to tell the format from");
        assertThat(ddl("format", "json", "schema", "id INT")).isEqualTo("id INT");
        assertThat(ddl("format", "json", "schemaHints", "id INT")).isEqualTo("id INT,_rescued_data STRING");
        assertThat(ddl("format", "text")).isEqualTo("value STRING");
        file("a.json", "");
        assertThat(problem().code()).isEqualTo(ErrorCode.SOURCE_EMPTY);
    }

    @Test
    void saysWhatIsWrongWithTheFiles() throws IOException {
        file("a.json", "{", "  \"id\": 1", "}");
        assertThat(problem().fix()).contains("multiLine => true");
        assertThat(ddl("multiLine", "true")).isEqualTo("id BIGINT,_rescued_data STRING");
        file("b.csv", "id");
        assertThat(problem().message()).contains("is not clear");
        // footers are read in parallel, so either file may be the one that is named
        assertThat(problem("format", "parquet").message()).containsAnyOf("in/a.json", "in/b.csv");
        assertThat(problem("schema", "id NUMBR", "format", "json").code()).isEqualTo(ErrorCode.SOURCE_OPTION_INVALID);
    }

    @Test
    void leavesMalformedRecordsToTheRescuedData() throws IOException {
        file("a.json", "{\"id\": 1}", "oops");

        assertThat(ddl()).isEqualTo("id BIGINT,_rescued_data STRING");
        assertThat(ddl("schemaHints", "_corrupt_record STRING")).contains("_corrupt_record STRING,id BIGINT");
        assertThat(ddl("rescuedDataColumn", "")).isEqualTo("_corrupt_record STRING,id BIGINT");
        assertThat(problem("mode", "FAILFAST").code()).isEqualTo(ErrorCode.SOURCE_UNREADABLE);
    }

    @Test
    void namesTheFileThatIsCorrupt() throws IOException {
        file("a.json", "{\"id\": 1}");
        file("b.json.gz", "no gzip");

        assertThat(problem().message()).contains("b.json.gz");
        assertThat(ddl("ignoreCorruptFiles", "true")).isEqualTo("id BIGINT,_rescued_data STRING");
    }

    @Test
    void runsNoJobForTextFormats() throws IOException {
        file("a.json", "{\"id\": 1}");
        file("csv/b.csv", "id", "1");
        TestSession.get().sparkContext().setJobGroup("inference", "", false);
        try {
            ddl("fileNamePattern", "*.json");
            ddl("fileNamePattern", "*.csv");
        } finally {
            TestSession.get().sparkContext().clearJobGroup();
        }

        assertThat(TestSession.get().sparkContext().statusTracker().getJobIdsForGroup("inference"))
                .isEmpty();
    }
}
