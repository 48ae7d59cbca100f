package dev.tidewheel.model.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.text.SourceLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineFileErrorsTest {
    @TempDir
    private Path temp;

    private PipelineFolder folder;

    @BeforeEach
    void makeFolder() {
        folder = new PipelineFolder(temp);
    }

    @Test
    void reportsAllProblemsAtOnce() {
        folder.with("pipeline.yml", """
                name: orders
                contnuous: true
                continuous: maybe
                catalog: a.b
                storage: [x]
                max_concurrent_flows: 0
                configuration:
                  - a
                parameters:
                  p: {q: 1}
                schema: s
                database: d
                mounts: {data: ./x, /dbfs: ./a, "dbfs:/": ./b}
                tags: x
                event_log: {catalog: c}
                notifications:
                  - email_recipients: a@example.org
                    alerts: [on-failure]
                libraries:
                  - glob: {inculde: x}
                  - notebook: a
                    file: b
                  - {}
                  - 5
                  - pat: x
                  - true
                development: "true"
                """);

        assertThat(folder.problems()).isEqualTo("""
                PIPELINE_FILE_UNKNOWN_KEY | pipeline.yml:2:1 | Unknown key `contnuous` |  | Did you mean `continuous`?
                PIPELINE_FILE_INVALID_VALUE | pipeline.yml:3:13 | `continuous` must be true or false, found `maybe` |  |
                PIPELINE_FILE_INVALID_VALUE | pipeline.yml:4:10 | `catalog` must be a name without `.` and `/`, found `a.b` |  |
                PIPELINE_FILE_INVALID_VALUE | pipeline.yml:5:10 | `storage` must be a path, found a list |  |
                PIPELINE_FILE_INVALID_VALUE | pipeline.yml:6:23 | `max_concurrent_flows` must be a whole number of at least 1, found `0` |  |
                PIPELINE_FILE_INVALID_VALUE | pipeline.yml:8:3 | `configuration` must be a set of keys with values, found a list |  |
                PIPELINE_FILE_INVALID_VALUE | pipeline.yml:10:6 | `parameters.p` must be a single value, found a set of keys |  |
                PIPELINE_FILE_INVALID_VALUE | pipeline.yml:12:1 | `database` and `schema` are two words for the same setting |  | Keep `schema` only
                PIPELINE_FILE_INVALID_VALUE | pipeline.yml:13:10 | `data` cannot be mounted: it is a relative path |  | Begin it with `/` or with a scheme, such as `/Volumes` or `dbfs:/`
                PIPELINE_FILE_INVALID_VALUE | pipeline.yml:13:33 | `dbfs:/` is the same place as `/dbfs` |  | Keep one of the two
                PIPELINE_FILE_INVALID_VALUE | pipeline.yml:14:7 | `tags` must be a set of keys with values, found `x` |  |
                PIPELINE_FILE_INVALID_VALUE | pipeline.yml:15:12 | `name` is missing in `event_log` |  | Add `name`
                PIPELINE_FILE_INVALID_VALUE | pipeline.yml:17:23 | `notifications[0].email_recipients` must be a list, found `a@example.org` |  |
                PIPELINE_FILE_INVALID_VALUE | pipeline.yml:18:14 | `notifications[0].alerts[0]` must be one of `on-update-success`, `on-update-failure`, `on-update-fatal-failure`, `on-flow-failure`, found `on-failure` |  |
                PIPELINE_FILE_UNKNOWN_KEY | pipeline.yml:20:12 | Unknown key `inculde` in `libraries[0].glob` |  | Did you mean `include`?
                PIPELINE_FILE_INVALID_VALUE | pipeline.yml:21:5 | One entry of `libraries` has `notebook` and `file` |  | Write one entry for each
                PIPELINE_FILE_INVALID_VALUE | pipeline.yml:23:5 | An entry of `libraries` is empty |  | Name a file, as in `- file: orders.sql`
                PIPELINE_FILE_UNKNOWN_KEY | pipeline.yml:25:5 | Unknown key `pat` in `libraries[4]` |  | Known keys are `glob`, `file`, `notebook`, `folder`, `jar`, `class`, `maven`, `whl`
                PIPELINE_FILE_INVALID_VALUE | pipeline.yml:26:5 | `libraries[5]` must be a set of keys (`glob`, `file`, `notebook`, `folder`, `jar`, `class`, `maven`, `whl`), found `true` |  |
                PIPELINE_FILE_INVALID_VALUE | pipeline.yml:27:14 | `development` must be true or false, found the text `"true"` |  |""");
    }

    @Test
    void showsTheLine() {
        folder.with("pipeline.yml", "name: x\ncontinuous: maybe   # perhaps\n");
        PipelineException error = catchThrowableOfType(PipelineException.class, () -> folder.load());

        assertThat(error.problems().get(0).location())
                .isEqualTo(new SourceLocation("pipeline.yml", 2, 13, 5, "continuous: maybe   # perhaps"));
    }

    @Test
    void namesTheKnownKeysIfNoneIsNear() {
        folder.with("pipeline.yml", "zebra: 1\n");

        assertThat(folder.problems())
                .startsWith(
                        "PIPELINE_FILE_UNKNOWN_KEY | pipeline.yml:1:1 | Unknown key `zebra` |  | Known keys are `name`,")
                .contains("`libraries`")
                .doesNotContain("clusters");
    }

    @Test
    void aFileThatIsNoMapping() {
        folder.with("pipeline.yml", "- a\n");

        assertThat(folder.problems())
                .startsWith("PIPELINE_FILE_INVALID_VALUE | pipeline.yml:1:1 | The file must be a set of keys (`name`,")
                .contains("found a list");
    }

    @Test
    void anEmptyFile() {
        folder.with("pipeline.yml", "# later\n");

        assertThat(folder.problems())
                .isEqualTo(
                        "PIPELINE_FILE_SYNTAX | pipeline.yml | The file is empty |  | Write at least `name: <name of the pipeline>`");
    }

    @Test
    void syntaxAndDuplicateKeys() {
        folder.with("pipeline.yml", "name: a: b\n");
        assertThat(folder.problems()).startsWith("PIPELINE_FILE_SYNTAX | pipeline.yml:1:8 | A `:` is not allowed here");

        folder.with("pipeline.yml", "name: a\nname: b\n");
        assertThat(folder.problems())
                .isEqualTo(
                        "PIPELINE_FILE_SYNTAX | pipeline.yml:2:1 | The key `name` occurs twice | It is already set in line 1 | Remove one of the two");
    }

    @Test
    void missingFiles() {
        folder.with("pipeline.yml", "name: a\n");

        assertThat(folder.problems("pipelin.yml", Map.of()))
                .isEqualTo(
                        "PIPELINE_FILE_NOT_FOUND | - | `<folder>/pipelin.yml` does not exist | Looked in `<folder>` | Did you mean `pipeline.yml`?");
        assertThat(folder.problems("no/such/pipeline.yml", Map.of()))
                .isEqualTo(
                        "PIPELINE_FILE_NOT_FOUND | - | `<folder>/no/such/pipeline.yml` does not exist | Looked for `<folder>/no/such/pipeline.yml` |");
    }

    @Test
    void aFolderWithoutPipelineFile() {
        folder.withSources("sub/a.sql");

        assertThat(folder.problems("sub", Map.of()))
                .isEqualTo(
                        "PIPELINE_FILE_NOT_FOUND | - | There is no pipeline file in the folder `<folder>/sub` | Looked for pipeline.yml, pipeline.yaml, pipeline.json, spark-pipeline.yml, spark-pipeline.yaml, databricks.yml, databricks.yaml | Add a `pipeline.yml`; `tidewheel init` writes a complete example");
    }

    @Test
    void aFileOfAnotherKind() {
        folder.with("pipeline.toml", "name = 'a'\n");

        assertThat(folder.problems("pipeline.toml", Map.of()))
                .isEqualTo(
                        "PIPELINE_FILE_NOT_FOUND | - | `<folder>/pipeline.toml` is not a pipeline file |  | Give a folder, a `.yml`, `.yaml` or `.json` file, or a single `.sql` or `.py` file");
    }

    @Test
    void aFileThatIsNotText() throws IOException {
        Files.write(temp.resolve("pipeline.yml"), new byte[] {'a', ':', ' ', (byte) 0xff, (byte) 0xfe});

        assertThat(folder.problems())
                .isEqualTo(
                        "PIPELINE_FILE_SYNTAX | pipeline.yml | The file is not text in UTF-8 |  | Save the file as UTF-8");
    }

    @Test
    void placesOfThePlatformThatAreNowhere() {
        folder.with("pipeline.yml", "name: x\nstorage: dbfs:/pipelines/x\nroot_path: /Workspace/x\n");

        assertThat(folder.problems()).isEqualTo("""
                PIPELINE_FILE_INVALID_VALUE | pipeline.yml:2:10 | `storage` is `dbfs:/pipelines/x`, a place of the platform |  | Say where `dbfs:/` is: add `mounts: {"dbfs:/": <folder>}` to the pipeline file, or give another place with `--set storage=<folder>`
                PIPELINE_FILE_INVALID_VALUE | pipeline.yml:3:12 | `root_path` is `/Workspace/x`, which is not a folder |  | Say where `/Workspace` is: add `mounts: {"/Workspace": <folder>}` to the pipeline file""");
    }

    @Test
    void globsWithOpenBrackets() {
        folder.with("pipeline.yml", "libraries: ['src/[ab']\nfilters:\n  include: ['x/{a,b']\n");

        assertThat(folder.problems()).isEqualTo("""
                PIPELINE_FILE_INVALID_VALUE | pipeline.yml:1:13 | `src/[ab` is not a valid glob | A bracket is not closed | Close each `[` and `{`
                PIPELINE_FILE_INVALID_VALUE | pipeline.yml:3:13 | `x/{a,b` is not a valid glob | A bracket is not closed | Close each `[` and `{`""");
    }
}
