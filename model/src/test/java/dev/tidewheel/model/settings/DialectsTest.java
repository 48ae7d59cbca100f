package dev.tidewheel.model.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.tidewheel.model.name.NameScope;
import dev.tidewheel.model.name.TableName;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DialectsTest {
    @TempDir
    private Path temp;

    private PipelineFolder folder;

    @BeforeEach
    void makeFolder() {
        folder = new PipelineFolder(temp);
    }

    @Test
    void ours() {
        folder.with("pipeline.yml", """
                name: orders
                catalog: shop
                schema: sales
                storage: ../lake
                mounts:
                  /Volumes: ./data/volumes
                  "dbfs:/": s3a://bucket/dbfs
                configuration:
                  day: 2024-01-01
                  spark.sql.shuffle.partitions: 4
                parameters: {limit: 10, wet: true}
                continuous: true
                max_concurrent_flows: 3
                libraries:
                  - transformations/**/*.sql
                  - setup.sql
                  - folder: more
                  - glob: "x/*.java"
                  - jar: libs/shop.jar
                    class: shop.Pipeline
                  - class: shop.Other
                """);

        PipelineSettings settings = folder.load();

        assertThat(settings.name()).isEqualTo("orders");
        assertThat(settings.defaultScope()).isEqualTo(new NameScope("shop", "sales"));
        assertThat(settings.storage()).isEqualTo(temp.resolveSibling("lake").toString());
        assertThat(settings.storageFolder()).contains(temp.resolveSibling("lake"));
        assertThat(settings.mounts().places())
                .containsExactly(entry("/Volumes", temp + "/data/volumes"), entry("dbfs:/", "s3a://bucket/dbfs"));
        assertThat(settings.configuration())
                .containsExactly(entry("day", "2024-01-01"), entry("spark.sql.shuffle.partitions", "4"));
        assertThat(settings.parameters()).containsExactly(entry("limit", "10"), entry("wet", "true"));
        assertThat(settings.continuous()).isTrue();
        assertThat(settings.maxConcurrentFlows()).hasValue(3);
        assertThat(settings.libraries())
                .extracting(library -> library.getClass().getSimpleName())
                .containsExactly("Glob", "File", "Folder", "Glob", "Jar", "JavaClass");
        assertThat(settings.libraries())
                .extracting(library -> library.location().toString())
                .containsExactly(
                        "pipeline.yml:15:5",
                        "pipeline.yml:16:5",
                        "pipeline.yml:17:13",
                        "pipeline.yml:18:11",
                        "pipeline.yml:19:10",
                        "pipeline.yml:21:5");
        assertThat(settings.locationOf("configuration.day").orElseThrow().toString())
                .isEqualTo("pipeline.yml:9:8");
        assertThat(settings.ignored()).isEmpty();
    }

    @Test
    void defaults() {
        folder.with("shop/pipeline.yml", "name:\nlibraries:\nconfiguration:\n");

        PipelineSettings settings = folder.load("shop");

        assertThat(settings.name()).isEqualTo("shop");
        assertThat(settings.defaultScope()).isEqualTo(new NameScope("main", "default"));
        assertThat(settings.storage()).isEqualTo(temp + "/shop/.tidewheel");
        assertThat(settings.root()).isEqualTo(temp.resolve("shop"));
        assertThat(settings.continuous()).isFalse();
        assertThat(settings.development()).isFalse();
        assertThat(settings.maxConcurrentFlows()).isEmpty();
        assertThat(settings.eventLog()).isNull();
        assertThat(settings.preview()).isEmpty();
    }

    @Test
    void previewOfADataset() {
        folder.with("pipeline.yml", "preview: sales.orders_by_day\n");

        Preview preview = folder.load().preview().orElseThrow();

        assertThat(preview.sql()).isEqualTo("SELECT * FROM sales.orders_by_day");
        assertThat(preview.hint()).isEmpty();
    }

    @Test
    void previewOfAQueryWithAHint() {
        folder.with("pipeline.yml", """
                preview:
                  query: SELECT 1 AS one
                  hint: Run again.
                """);

        Preview preview = folder.load().preview().orElseThrow();

        assertThat(preview.sql()).isEqualTo("SELECT 1 AS one");
        assertThat(preview.hint()).contains("Run again.");
        assertThat(preview.location()).hasToString("pipeline.yml:2:10");
    }

    @Test
    void spark() {
        folder.with("spark-pipeline.yml", """
                name: orders
                storage: file:///tmp/some/place
                catalog: shop
                database: sales
                configuration:
                  spark.sql.ansi.enabled: "false"
                libraries:
                  - glob:
                      include: transformations/**
                """);

        PipelineSettings settings = folder.load();

        assertThat(settings.storage()).isEqualTo("file:///tmp/some/place");
        assertThat(settings.storageFolder()).contains(Path.of("/tmp/some/place"));
        assertThat(settings.defaultScope()).isEqualTo(new NameScope("shop", "sales"));
        assertThat(settings.configuration()).containsExactly(entry("spark.sql.ansi.enabled", "false"));
        assertThat(settings.libraries())
                .singleElement()
                .isInstanceOfSatisfying(
                        Library.Glob.class, glob -> assertThat(glob.pattern()).isEqualTo("transformations/**"));
    }

    /** Every field that the platform's settings can have. */
    @Test
    void settingsOfThePlatform() {
        folder.with("transformations/a.sql", "SELECT 1").with("settings.json", """
                {
                	"id": "1234-abcd",
                	"name": "orders",
                	"catalog": "shop",
                	"target": "sales",
                	"storage": "dbfs:/pipelines/1234-abcd",
                	"mounts": {"dbfs:/": "./dbfs", "/Workspace/shop": "."},
                	"libraries": [
                		{"notebook": {"path": "/Workspace/shop/bronze"}},
                		{"file": {"path": "/Workspace/shop/silver.sql"}},
                		{"glob": {"include": "/Workspace/shop/transformations/**"}},
                		{"jar": "dbfs:/libs/x.jar"},
                		{"maven": {"coordinates": "g:a:1", "repo": "https://repo.example.org", "exclusions": ["g:b"]}},
                		{"whl": "dbfs:/libs/x.whl"}
                	],
                	"root_path": "/Workspace/shop/transformations",
                	"filters": {"include": ["a/**"], "exclude": ["b/**"]},
                	"configuration": {"k": "v"},
                	"parameters": {"p": "q"},
                	"continuous": false,
                	"development": true,
                	"serverless": true,
                	"photon": true,
                	"channel": "CURRENT",
                	"edition": "ADVANCED",
                	"clusters": [{"label": "default", "autoscale": {"min_workers": 1, "max_workers": 5, "mode": "ENHANCED"}}],
                	"environment": {"dependencies": ["pandas==2.2"], "environment_version": "3"},
                	"event_log": {"schema": "ops", "name": "orders_events"},
                	"notifications": [{"email_recipients": ["a@example.org"], "alerts": ["on-update-failure", "on-flow-failure"]}],
                	"tags": {"team": "shop", "prio": 1},
                	"budget_policy_id": "b",
                	"usage_policy_id": "u",
                	"serverless_compute_id": "s",
                	"run_as": {"user_name": "a@example.org"},
                	"restart_window": {"start_hour": 3},
                	"rewind_generation_interval": {"interval": 1, "unit": "DAY"},
                	"trigger": {"manual": {}},
                	"deployment": {"kind": "BUNDLE", "metadata_file_path": "/x"},
                	"ingestion_definition": {"objects": []},
                	"gateway_definition": {"connection_name": "x"},
                	"dry_run": false,
                	"allow_duplicate_names": true,
                	"expected_last_modified": 17
                }
                """);

        PipelineSettings settings = folder.load("settings.json");

        assertThat(settings.id()).isEqualTo("1234-abcd");
        assertThat(settings.schema()).isEqualTo("sales");
        assertThat(settings.storage()).isEqualTo(temp + "/dbfs/pipelines/1234-abcd");
        assertThat(settings.root()).isEqualTo(temp.resolve("transformations"));
        assertThat(settings.folder()).isEqualTo(temp);
        assertThat(settings.filters()).isEqualTo(new SourceFilter(List.of("a/**"), List.of("b/**")));
        assertThat(settings.development()).isTrue();
        assertThat(settings.dependencies()).containsExactly("pandas==2.2");
        assertThat(settings.eventLog().in(settings.defaultScope()))
                .isEqualTo(new TableName("shop", "ops", "orders_events"));
        assertThat(settings.notifications())
                .containsExactly(
                        new Notification(List.of("a@example.org"), List.of("on-update-failure", "on-flow-failure")));
        assertThat(settings.tags()).containsExactly(entry("team", "shop"), entry("prio", "1"));
        assertThat(settings.libraries())
                .extracting(library -> library.getClass().getSimpleName())
                .containsExactly("Notebook", "File", "Glob", "Jar", "Maven", "Wheel");
        assertThat(settings.ignored())
                .extracting(IgnoredField::key)
                .containsExactly(
                        "serverless",
                        "photon",
                        "channel",
                        "edition",
                        "clusters",
                        "budget_policy_id",
                        "usage_policy_id",
                        "serverless_compute_id",
                        "run_as",
                        "restart_window",
                        "rewind_generation_interval",
                        "trigger",
                        "deployment",
                        "ingestion_definition",
                        "gateway_definition",
                        "dry_run",
                        "allow_duplicate_names",
                        "expected_last_modified");
        assertThat(settings.ignored().get(0).location().toString()).isEqualTo("settings.json:22:2");
        assertThat(settings.ignored()).extracting(IgnoredField::reason).doesNotContain("");
    }

    @Test
    void answerOfThePlatform() {
        folder.with("got.json", """
                {"pipeline_id": "1234", "state": "IDLE", "creator_user_name": "a@example.org",
                 "spec": {"id": "1234", "name": "orders", "catalog": "shop", "schema": "sales"}}
                """);

        assertThat(folder.load("got.json").name()).isEqualTo("orders");
    }

    @Test
    void singleSqlFile() {
        folder.withSources("daily.sql", "other.sql");

        PipelineSettings settings = folder.load("daily.sql", Map.of("catalog", "shop", "day", "2024-01-01"));

        assertThat(settings.name()).isEqualTo("daily");
        assertThat(settings.storage()).isEqualTo(temp + "/.tidewheel/daily.sql");
        assertThat(settings.catalog()).isEqualTo("shop");
        assertThat(settings.configuration()).containsExactly(entry("day", "2024-01-01"));
        assertThat(SourceFiles.find(settings))
                .containsExactly(new SourceFile.Sql(temp.resolve("daily.sql"), "daily.sql"));
    }

    @Test
    void aFolderWithSeveralFilesTakesTheFirstInOrder() {
        folder.with("databricks.yml", "bundle: {name: b}")
                .with("spark-pipeline.yml", "name: spark")
                .with("pipeline.json", "{\"name\": \"json\"}");
        assertThat(folder.load().name()).isEqualTo("json");

        folder.with("pipeline.yml", "name: ours");
        assertThat(folder.load().name()).isEqualTo("ours");
    }

    @Test
    void twoFilesInOneFolderDoNotShareTheirStorage() {
        folder.with("pipeline.yml", "name: a").with("nightly.yml", "name: b");

        assertThat(folder.load("nightly.yml").storage()).isEqualTo(temp + "/.tidewheel/nightly.yml");
        assertThat(folder.load("pipeline.yml").storage()).isEqualTo(temp + "/.tidewheel");
    }

    @Test
    void theIdentityFollowsTheName() {
        folder.with("a.yml", "name: one").with("b.yml", "name: one").with("c.yml", "name: two");

        assertThat(folder.load("a.yml").id()).isEqualTo(folder.load("b.yml").id());
        assertThat(folder.load("a.yml").id()).isNotEqualTo(folder.load("c.yml").id());
    }

    @Test
    void readsAFileWithAByteOrderMark() {
        folder.with("pipeline.yml", "\uFEFFname: orders\n");

        assertThat(folder.load().name()).isEqualTo("orders");
    }
}
