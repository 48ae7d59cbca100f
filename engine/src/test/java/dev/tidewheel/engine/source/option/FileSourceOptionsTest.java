package dev.tidewheel.engine.source.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FileSourceOptionsTest {

    private static List<Problem> problems(Map<String, String> options) {
        List<Problem> problems = new ArrayList<>();
        assertThatThrownBy(() -> FileSourceOptions.forReadFiles(options))
                .isInstanceOfSatisfying(PipelineException.class, e -> problems.addAll(e.problems()));
        return problems;
    }

    @Test
    void hasDefaults() {
        FileSourceOptions options = FileSourceOptions.forReadFiles(Map.of());

        assertThat(options.format()).isEmpty();
        assertThat(options.infersColumnTypes()).isTrue();
        assertThat(options.maxFilesPerBatch()).isEqualTo(1000);
        assertThat(options.maxBytesPerBatch()).isEqualTo(Long.MAX_VALUE);
        assertThat(options.includesExistingFiles()).isTrue();
        assertThat(options.readsOverwrittenFiles()).isFalse();
        assertThat(options.searchesAllFolders()).isTrue();
        assertThat(options.schemaEvolutionMode()).isEqualTo(SchemaEvolutionMode.ADD_NEW_COLUMNS);
        assertThat(FileSourceOptions.forReadFiles(Map.of("schema", "a INT")).schemaEvolutionMode())
                .isEqualTo(SchemaEvolutionMode.NONE);
        assertThat(FileSourceOptions.forCloudFiles(Map.of(), name -> null).infersColumnTypes())
                .isFalse();
    }

    @Test
    void takesNamesInAnyCaseAndWithPrefix() {
        FileSourceOptions options = FileSourceOptions.forReadFiles(Map.of(
                "cloudFiles.FORMAT", "Json",
                "CLOUDFILES.maxbytespertrigger", "10g",
                "multiline", "true",
                "partitioncolumns", "a, b"));

        assertThat(options.format()).contains(FileFormatKind.JSON);
        assertThat(options.maxBytesPerBatch()).isEqualTo(10L << 30);
        assertThat(options.partitionColumns()).contains(List.of("a", "b"));
        assertThat(options.readerOptions()).isEqualTo(Map.of("multiLine", "true"));
    }

    @Test
    void acceptsOptionsOfTheCloudWithoutEffect() {
        Map<String, String> cloud = Map.of(
                "cloudFiles.useNotifications", "true",
                "cloudFiles.resourceTag.team", "x",
                "queueUrl", "y",
                "useManagedFileEvents", "true");

        assertThat(FileSourceOptions.forReadFiles(cloud).readerOptions()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "maxFilesPerTrigger, 0, SOURCE_OPTION_INVALID",
        "maxFilesPerTrigger, many, SOURCE_OPTION_INVALID",
        "maxBytesPerTrigger, 10x, SOURCE_OPTION_INVALID",
        "format, jsn, SOURCE_OPTION_INVALID",
        "format, xml, SOURCE_OPTION_INVALID",
        "mode, STRICT, SOURCE_OPTION_INVALID",
        "header, yes, SOURCE_OPTION_INVALID",
        "modifiedAfter, yesterday, SOURCE_OPTION_INVALID",
        "schemaEvolutionMode, sometimes, SOURCE_OPTION_INVALID",
        "cleanSource, sometimes, SOURCE_OPTION_INVALID",
        "cleanSource, MOVE, SOURCE_OPTION_INVALID",
        "cleanSource.moveDestination, /x, SOURCE_OPTION_INVALID",
        "maxFileAge, old, SOURCE_OPTION_INVALID",
        "backfillInterval, -1 day, SOURCE_OPTION_INVALID",
        "fileNamePatern, *, SOURCE_OPTION_INVALID",
    })
    void refusesValues(String name, String value, ErrorCode code) {
        assertThat(problems(Map.of(name, value))).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(code);
            assertThat(problem.fix()).isNotEmpty();
        });
    }

    @Test
    void namesTheNearestOption() {
        assertThat(problems(Map.of("cloudFiles.schemaHint", "a INT")).get(0).fix())
                .startsWith("Did you mean `schemaHints`");
        assertThat(FileSourceOptions.forReadFiles(Map.of("mine", "1", "validateOptions", "false"))
                        .readerOptions())
                .isEqualTo(Map.of("mine", "1"));
    }

    @Test
    void refusesCombinations() {
        assertThat(problems(Map.of("schema", "a INT", "schemaEvolutionMode", "addNewColumns"))
                        .get(0)
                        .message())
                .contains("cannot be combined");
        assertThat(problems(Map.of("fileNamePattern", "a", "pathGlobFilter", "b")))
                .hasSize(1);
    }

    @Test
    void secretsBelongElsewhere() {
        Problem refused = problems(Map.of("avroSchemaUrl", "https://h?key={{secrets/s/k}}"))
                .get(0);
        assertThat(refused.message()).isEqualTo("The option `avroSchemaUrl` cannot hold a secret");
        assertThat(refused.fix()).contains("spark.hadoop.fs.s3a.secret.key");
        assertThat(problems(Map.of("fs.s3a.secret.key", "x")).get(0).fix()).contains("`configuration`");
        // it has no effect, and is not looked at
        assertThat(FileSourceOptions.forReadFiles(Map.of("awsSecretKey", "{{secrets/s/k}}"))
                        .withoutEffect())
                .containsExactly("awsSecretKey");
        assertThatThrownBy(() -> FileSourceOptions.withoutSecrets("s3a://{{secrets/s/k}}@bucket", null))
                .hasMessageContaining("path of files");
    }

    @ParameterizedTest
    @CsvSource({
        "a.json,JSON", "a.JSONL,JSON", "a.ndjson.gz,JSON", "a.csv,CSV", "a.tsv.bz2,CSV", "a.parquet,PARQUET",
        "a.snappy.parquet,PARQUET", "a.orc,ORC", "a.avro,AVRO", "a.txt,TEXT", "a.xml,XML", "b/c.d.json.zst,JSON"
    })
    void tellsFormatsFromNames(String name, FileFormatKind format) {
        assertThat(FileFormatKind.ofFileName(name)).contains(format);
        assertThat(FileFormatKind.ofFileName("data")).isEmpty();
    }
}
