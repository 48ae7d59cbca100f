package dev.tidewheel.model.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverridesTest {
    @TempDir
    private Path temp;

    private PipelineFolder folder;

    @BeforeEach
    void makeFolder() {
        folder = new PipelineFolder(temp).with("pipeline.yml", """
                name: orders
                target: sales
                configuration: {day: monday, catalog: c}
                parameters: {limit: 10}
                mounts: {/Volumes: ./a}
                """);
    }

    private PipelineSettings with(String key, String value) {
        return folder.load("", Map.of(key, value));
    }

    @Test
    void settingsByTheirName() {
        assertThat(with("catalog", "dev").catalog()).isEqualTo("dev");
        assertThat(with("storage", "./lake").storage()).isEqualTo(temp + "/lake");
        assertThat(with("name", "x").name()).isEqualTo("x");
        assertThat(with("id", "x").id()).isEqualTo("x");
        assertThat(with("continuous", "true").continuous()).isTrue();
        assertThat(with("development", "true").development()).isTrue();
        assertThat(with("max_concurrent_flows", "7").maxConcurrentFlows()).hasValue(7);
        assertThat(with("root_path", ".").root()).isEqualTo(temp);
    }

    @Test
    void anyWordForTheSchemaReplacesTheOneInTheFile() {
        assertThat(with("schema", "dev").schema()).isEqualTo("dev");
        assertThat(with("target", "dev").schema()).isEqualTo("dev");
        assertThat(with("database", "dev").schema()).isEqualTo("dev");
    }

    @Test
    void groups() {
        assertThat(with("configuration.catalog", "x").configuration()).contains(entry("catalog", "x"));
        assertThat(with("parameters.new", "1").parameters()).containsExactly(entry("limit", "10"), entry("new", "1"));
        assertThat(with("mounts./Volumes", "./b").mounts().places()).containsExactly(entry("/Volumes", temp + "/b"));
        assertThat(with("tags.team", "x").tags()).containsExactly(entry("team", "x"));
        assertThat(with("event_log.name", "log").eventLog().name()).isEqualTo("log");
    }

    @Test
    void otherKeysAreParametersIfDeclaredElseConfiguration() {
        assertThat(with("limit", "5").parameters()).containsExactly(entry("limit", "5"));
        assertThat(with("day", "friday").configuration()).contains(entry("day", "friday"));
        assertThat(with("spark.sql.shuffle.partitions", "8").configuration())
                .contains(entry("spark.sql.shuffle.partitions", "8"));
    }

    @Test
    void wrongValuesAreFoundAsInTheFile() {
        assertThat(folder.problems("", Map.of("continuous", "maybe")))
                .isEqualTo(
                        "PIPELINE_FILE_INVALID_VALUE | --set continuous=maybe | `continuous` must be true or false, found `maybe` |  |");
        assertThat(folder.problems("", Map.of("event_log.nam", "x")))
                .startsWith(
                        "PIPELINE_FILE_UNKNOWN_KEY | --set event_log.nam=x | Unknown key `nam` in `event_log` |  | Did you mean `name`?");
    }
}
