package dev.tidewheel.model.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleTest {
    private static final String BUNDLE = """
            bundle: {name: shop}
            include:
              - resources/*.yml
            variables:
              catalog: {default: main}
              schema: {description: no default}
              base: {default: "${bundle.name}_${bundle.target}"}
              live: {default: true}
              loop: {default: "${var.loop}"}
            targets:
              dev:
                default: true
                variables: {schema: "dev_${bundle.name}"}
              prod:
                variables: {schema: {default: sales}}
                resources: {pipelines: {orders: {continuous: true, configuration: {env: prod}}}}
            """;
    private static final String ORDERS = """
            resources:
              pipelines:
                orders:
                  name: orders_${var.base}
                  catalog: ${var.catalog}
                  schema: ${var.schema}
                  development: ${var.live}
                  root_path: ../src
                  configuration:
                    source: ${workspace.file_path}/data
                    own: ${day}
                  libraries:
                    - glob: {include: ../src/transformations/**}
                  permissions: [{level: CAN_VIEW, group_name: users}]
                  serverless: true
            """;

    @TempDir
    private Path temp;

    private PipelineFolder folder;

    @BeforeEach
    void makeFolder() {
        folder = new PipelineFolder(temp)
                .with("databricks.yml", BUNDLE)
                .with("resources/orders.pipeline.yml", ORDERS)
                .withSources("src/transformations/a.sql");
    }

    @Test
    void theOnlyPipelineWithTheDefaultTarget() {
        PipelineSettings settings = folder.load();

        assertThat(settings.name()).isEqualTo("orders_shop_dev");
        assertThat(settings.defaultScope().toString()).contains("main", "dev_shop");
        assertThat(settings.development()).isTrue();
        assertThat(settings.continuous()).isFalse();
        assertThat(settings.configuration()).containsExactly(entry("source", temp + "/data"), entry("own", "${day}"));
        assertThat(settings.root()).isEqualTo(temp.resolve("src"));
        assertThat(settings.storage()).isEqualTo(temp + "/resources/.tidewheel/orders.pipeline");
        assertThat(settings.ignored()).extracting(IgnoredField::key).containsExactly("permissions", "serverless");
        assertThat(settings.ignored().get(0).location().toString()).isEqualTo("resources/orders.pipeline.yml:14:7");
        assertThat(folder.sources()).containsExactly("transformations/a.sql");
    }

    @Test
    void anotherTarget() {
        PipelineSettings settings = folder.load("databricks.yml", Map.of("bundle.target", "prod"));

        assertThat(settings.schema()).isEqualTo("sales");
        assertThat(settings.continuous()).isTrue();
        assertThat(settings.configuration()).contains(entry("env", "prod"), entry("own", "${day}"));
    }

    @Test
    void variablesFromTheCommandLine() {
        PipelineSettings settings = folder.load("", Map.of("var.catalog", "other", "day", "monday"));

        assertThat(settings.catalog()).isEqualTo("other");
        assertThat(settings.configuration()).contains(entry("day", "monday")).doesNotContainKey("var.catalog");
    }

    @Test
    void severalPipelines() {
        folder.with("resources/z.yml", "resources: {pipelines: {daily: {name: d}}}");

        assertThat(folder.problems())
                .isEqualTo(
                        "SELECTION_INVALID | databricks.yml | The bundle has 2 pipelines |  | Choose one: `databricks.yml#orders`, `databricks.yml#daily`");
        assertThat(folder.load("databricks.yml#daily").name()).isEqualTo("d");
        assertThat(folder.problems("databricks.yml#dayly", Map.of()))
                .isEqualTo(
                        "SELECTION_INVALID | databricks.yml | The bundle has no pipeline `dayly` | Its pipelines are `orders`, `daily` | Did you mean `daily`?");
        assertThat(folder.problems("", Map.of("bundle.target", "pord")))
                .isEqualTo(
                        "SELECTION_INVALID | databricks.yml | The bundle has no target `pord` |  | Did you mean `prod`?");
    }

    @Test
    void noPipeline() {
        folder.with("databricks.yml", "bundle: {name: shop}\n");

        assertThat(folder.problems())
                .isEqualTo(
                        "PIPELINE_FILE_INVALID_VALUE | databricks.yml | The bundle has no pipeline | There is nothing under `resources.pipelines`, here or in the files under `include` |");
    }

    @Test
    void referencesWithoutValue() {
        folder.with("resources/orders.pipeline.yml", """
                resources:
                  pipelines:
                    orders:
                      catalog: ${var.catalg}
                      schema: x_${var.nothing_like_it}
                      name: ${var.loop}
                      storage: ${resources.volumes.lake.path}/x
                      tags: {host: "${workspace.host}"}
                """);

        assertThat(folder.problems()).isEqualTo("""
                UNDEFINED_VARIABLE | resources/orders.pipeline.yml:4:16 | The variable `catalg` is not defined | It is not under `variables` of the bundle | Did you mean `catalog`?
                UNDEFINED_VARIABLE | resources/orders.pipeline.yml:5:15 | The variable `nothing_like_it` is not defined | It is not under `variables` of the bundle | Give it a value with `--set var.nothing_like_it=<value>`
                UNDEFINED_VARIABLE | databricks.yml:9:19 | `${var.loop}` refers to itself | Through var.loop |
                UNDEFINED_VARIABLE | resources/orders.pipeline.yml:7:16 | `${resources.volumes.lake.path}` has no value here | It is known to the platform only | Give it one with `--set resources.volumes.lake.path=<value>`
                UNDEFINED_VARIABLE | resources/orders.pipeline.yml:8:20 | `${workspace.host}` has no value here | It is known to the platform only | Give it one with `--set workspace.host=<value>`""");
    }

    @Test
    void problemsOfIncludedFiles() {
        folder.with("resources/z.yml", "a: b: c\n");

        assertThat(folder.problems()).startsWith("PIPELINE_FILE_SYNTAX | resources/z.yml:1:5 |");
    }

    @Test
    void aKeyBehindAFileThatIsNoBundle() {
        folder.with("pipeline.yml", "name: x\n");

        assertThat(folder.problems("pipeline.yml#x", Map.of()))
                .isEqualTo(
                        "SELECTION_INVALID | pipeline.yml | `#x` chooses nothing: the file is not a bundle | Only files with `resources.pipelines` can hold several pipelines | Leave out `#x`");
    }
}
