package dev.tidewheel.engine.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidewheel.engine.PipelineEngine;
import dev.tidewheel.engine.PipelineServer;
import dev.tidewheel.engine.UpdateRequest;
import dev.tidewheel.engine.client.SparkClient.Result;
import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.testing.NeedsPython;
import dev.tidewheel.engine.testing.TestSession;
import dev.tidewheel.model.event.EventDetails;
import dev.tidewheel.model.event.UpdateState;
import dev.tidewheel.model.settings.PipelineSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Projects of Spark's declarative pipelines, run by Spark's own client. */
@NeedsPython
class SparkClientTest {

    private static final List<String> NOTICES = Collections.synchronizedList(new ArrayList<>());

    @TempDir
    static Path home;

    @TempDir
    Path folder;

    private static PipelineServer server;
    private static SparkClient client;

    @BeforeAll
    static void serve() {
        PipelineSettings settings = PipelineSettings.builder("home", home).build();
        PipelineEngine engine = PipelineEngine.on(TestSession.get().newSession(), settings);
        server = PipelineServer.on(engine, 0, NOTICES::add);
        client = SparkClient.of(server.address());
    }

    @AfterAll
    static void end() {
        server.close();
    }

    @Test
    void theExampleProjectOfSpark() throws Exception {
        Result init = client.launch(folder, "init", "--name", "example");
        assertThat(init.status()).as(init.output()).isZero();
        Project project = new Project(folder.resolve("example"));

        Result dry = client.launch(project.folder(), "dry-run");

        assertThat(dry.status()).as(dry.output()).isZero();
        assertThat(project.folder().resolve("pipeline-storage")).isEmptyDirectory();

        Result run = client.launch(project.folder(), "run");

        assertThat(run.status()).as(run.output()).isZero();
        assertThat(run.output())
                .contains("Flow 'main.default.example_sql_materialized_view' wrote 5 rows.")
                .containsPattern("Update \\w{6} is COMPLETED");
        assertThat(project.rows("SELECT id FROM example_sql_materialized_view"))
                .containsExactly("0", "2", "4", "6", "8");

        Result again = client.run(project.folder(), "run");

        assertThat(again.status()).as(again.output()).isZero();
        assertThat(again.output()).doesNotContain("wrote").contains("has COMPLETED without work");
    }

    @Test
    void itIsTheSamePipelineForOurOwnCommands() throws Exception {
        Project project = Project.in(folder.resolve("same"), "catalog: shop", "database: sales")
                .file("transformations/a.sql", "CREATE MATERIALIZED VIEW a AS SELECT 1 AS x");

        assertThat(client.run(project.folder(), "run").status()).isZero();
        try (PipelineEngine engine = project.engine()) {
            assertThat(engine.run(UpdateRequest.of(Selection.ALL)).state()).isEqualTo(UpdateState.COMPLETED);
            assertThat(engine.query("SELECT * FROM shop.sales.a").count()).isEqualTo(1);
            assertThat(engine.tables()).extracting(table -> table.state()).containsExactly("ACTIVE");
        }
        assertThat(project.events())
                .extracting(event -> event.origin().pipelineId())
                .containsOnly(project.settings().id());
    }

    @Test
    void tablesViewsFlowsAndSql() throws Exception {
        Project project = Project.in(
                        folder.resolve("rich"),
                        "catalog: shop",
                        "database: sales",
                        "configuration:",
                        "  day: '2026-05-01'",
                        "  spark.sql.shuffle.partitions: '2'")
                .file("data/orders/1.json", """
                        {"id":1,"customer":"ann","amount":10.5,"country":"de"}
                        {"id":2,"customer":"bob","amount":20.0,"country":"fr"}
                        {"id":3,"customer":"ann","amount":-1.0,"country":"de"}
                        """)
                .file("data/customers/1.csv", "name,city\nann,Bonn\nbob,Lyon\n")
                .file("transformations/bronze.py", """
                        from pyspark import pipelines as dp
                        from pyspark.sql import functions as F
                        from pyspark.sql.types import StringType, StructField, StructType

                        @dp.table(comment="as they come", table_properties={"team": "sales"}, partition_cols=["country"])
                        def orders():
                            schema = "id BIGINT, customer STRING, amount DOUBLE, country STRING"
                            return spark.readStream.format("json").schema(schema).load("data/orders")

                        @dp.materialized_view(
                            cluster_by=["name"],
                            schema=StructType([StructField("name", StringType()), StructField("city", StringType())]),
                        )
                        def customers():
                            return spark.read.option("header", "true").csv("data/customers")

                        @dp.temporary_view
                        def good_orders():
                            return spark.readStream.table("orders").where(F.col("amount") > 0)

                        dp.create_streaming_table("all_orders", schema="id BIGINT, origin STRING", comment="two flows")

                        @dp.append_flow(target="all_orders", name="from_shop")
                        def first():
                            return spark.readStream.table("good_orders").select("id", F.lit("shop").alias("origin"))

                        @dp.append_flow(target="shop.sales.all_orders")
                        def from_web():
                            return spark.readStream.table("orders").where("amount > 15").selectExpr("id", "'web' AS origin")
                        """)
                .file("transformations/deeper/gold.sql", """
                        CREATE TEMPORARY VIEW german AS SELECT * FROM orders WHERE country = 'de';
                        CREATE MATERIALIZED VIEW german_orders AS SELECT count(*) AS n, '${day}' AS day FROM german;
                        CREATE STREAMING TABLE checked (CONSTRAINT positive EXPECT (amount > 0) ON VIOLATION DROP ROW)
                          AS SELECT * FROM STREAM orders;
                        CREATE STREAMING TABLE copies;
                        CREATE FLOW copied AS INSERT INTO copies BY NAME SELECT id FROM STREAM(all_orders);
                        """);

        Result first = client.run(project.folder(), "run");

        assertThat(first.status()).as(first.output()).isZero();
        assertThat(project.rows("SELECT * FROM all_orders")).containsExactly("1|shop", "2|shop", "2|web");
        assertThat(project.rows("SELECT id FROM copies")).containsExactly("1", "2", "2");
        assertThat(project.rows("SELECT id FROM checked")).containsExactly("1", "2");
        assertThat(project.rows("SELECT * FROM german_orders")).containsExactly("2|2026-05-01");
        assertThat(project.rows("SELECT * FROM customers")).containsExactly("ann|Bonn", "bob|Lyon");
        assertThat(project.rows("DESCRIBE DETAIL orders"))
                .singleElement()
                .asString()
                .contains("ArraySeq(country)", "team -> sales", "as they come");
        assertThat(project.rows("DESCRIBE DETAIL customers"))
                .singleElement()
                .asString()
                .contains("ArraySeq(name)");

        project.file("data/orders/2.json", """
                {"id":4,"customer":"cy","amount":30.0,"country":"de"}
                """);
        Result second = client.run(project.folder(), "run", "--refresh", "orders,german_orders");

        assertThat(second.status()).as(second.output()).isZero();
        assertThat(second.output())
                .contains("Flow 'shop.sales.orders' wrote 1 rows.", "'shop.sales.from_web' is EXCLUDED");
        assertThat(project.rows("SELECT n FROM german_orders")).containsExactly("3");

        Result full = client.run(project.folder(), "run", "--full-refresh", "orders", "--refresh", "checked");

        assertThat(full.output()).contains("Flow 'shop.sales.orders' wrote 4 rows.");
        assertThat(client.run(project.folder(), "run", "--full-refresh-all").output())
                .contains("Flow 'shop.sales.from_web' wrote 2 rows.");
        assertThat(project.rows("SELECT count(*) FROM all_orders")).containsExactly("5");
    }

    @Test
    void functionsLocalRowsAndQuestionsAboutColumns() throws Exception {
        Project project = Project.in(folder.resolve("python")).file("transformations/all.py", """
                from pyspark import pipelines as dp
                from pyspark.sql import functions as F

                @dp.materialized_view
                def numbers():
                    return spark.createDataFrame([(i, "x" * 100) for i in range(30000)], "n BIGINT, filling STRING")

                @F.udf("string")
                def shout(text):
                    return str(text).upper() + "!"

                @dp.materialized_view
                def loud():
                    return spark.read.table("numbers").where("n < 2").select(shout(F.concat(F.lit("no "), "n")).alias("t"))

                @dp.temporary_view
                def renamed():
                    df = spark.read.table("numbers")
                    return df.toDF(*[name + "_" for name in df.columns])

                @dp.materialized_view
                def asked():
                    df = spark.read.table("renamed")
                    whole = [f.name for f in df.schema.fields if f.dataType.typeName() == "long"]
                    return df.groupBy().agg(*[F.sum(name).alias(name) for name in whole])

                @dp.materialized_view
                def with_values():
                    return spark.sql("SELECT * FROM asked WHERE n_ > :low", args={"low": 5})

                @dp.materialized_view
                def with_expression():
                    return spark.sql("WITH f AS (SELECT n FROM numbers) SELECT max(n) AS m FROM f WHERE n IN (SELECT n FROM f)")
                """);

        Result run = client.run(project.folder(), "run");

        assertThat(run.status()).as(run.output()).isZero();
        assertThat(project.rows("SELECT * FROM loud")).containsExactly("NO 0!", "NO 1!");
        assertThat(project.rows("SELECT * FROM asked")).containsExactly("449985000");
        assertThat(project.rows("SELECT * FROM with_values")).containsExactly("449985000");
        assertThat(project.rows("SELECT * FROM with_expression")).containsExactly("29999");

        // what a function does is known only by calling it
        String again = client.run(project.folder(), "run").output();
        assertThat(again)
                .contains("Flow 'main.default.loud' wrote 2 rows.")
                .contains("Flow 'main.default.numbers' has COMPLETED without work")
                .contains("Flow 'main.default.with_expression' has COMPLETED without work");
    }

    @Test
    void sinksAreWritten() throws Exception {
        Project project = Project.in(folder.resolve("sinks"))
                .file("data/1.json", "{\"id\":1}\n{\"id\":2}\n")
                .file("transformations/all.py", """
                        from pyspark import pipelines as dp

                        dp.create_sink("out", "json", {"path": "%s"})

                        @dp.append_flow(target="out")
                        def to_out():
                            return spark.readStream.schema("id INT").json("data")
                        """.formatted(folder.resolve("written")));

        Result run = client.run(project.folder(), "run");

        assertThat(run.status()).as(run.output()).isZero();
        assertThat(TestSession.rows(
                        TestSession.get().read().json(folder.resolve("written").toString())))
                .containsExactly("[1]", "[2]");
    }

    @Test
    void aFailureSaysWhatAndWhereAndTheRestGoesOn() throws Exception {
        Project project = Project.in(folder.resolve("fails")).file("transformations/all.sql", """
                CREATE MATERIALIZED VIEW good AS SELECT 1 AS x;
                CREATE MATERIALIZED VIEW bad AS SELECT 1 / (id - 1) AS x FROM range(3);
                CREATE MATERIALIZED VIEW follows AS SELECT * FROM bad;
                """);

        Result run = client.run(project.folder(), "run");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.output())
                .contains("Flow 'main.default.good' has COMPLETED")
                .contains("Flow 'main.default.bad' has FAILED: Division by zero")
                .contains("'main.default.follows' was SKIPPED")
                .contains("SparkException: [QUERY_FAILED] transformations/all.sql:2:")
                .doesNotContain("\tat ", "dev.tidewheel.");
        assertThat(project.rows("SELECT * FROM good")).containsExactly("1");
        assertThat(lastState(project)).isEqualTo(UpdateState.FAILED);
    }

    @Test
    void problemsOfTheDefinitionsComeTogether() throws Exception {
        Project project = Project.in(folder.resolve("wrong"))
                .file("transformations/a.sql", "CREATE MATERIALIZED VIEW AS SELECT 1;\nCREATE STREAMING TABLE;")
                .file("transformations/b.py", """
                        from pyspark import pipelines as dp
                        from pyspark.sql import functions as F

                        dp.create_streaming_table("both", schema="a INT", partition_cols=["a"], cluster_by=["a"])
                        """);

        Result run = client.run(project.folder(), "run");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.output())
                .contains("SparkException: 3 problems")
                .contains("[SQL_SYNTAX] transformations/a.sql:1:")
                .contains("[SQL_SYNTAX] transformations/a.sql:2:")
                .contains("transformations/b.py:4:", "the table `both` is both partitioned and clustered");
        assertThat(lastState(project)).isEqualTo(UpdateState.FAILED);

        project.file("transformations/a.sql", "CREATE MATERIALIZED VIEW a AS SELECT 1 AS x");
        project.file("transformations/b.py", """
                from pyspark import pipelines as dp
                from pyspark.sql import functions as F

                @dp.materialized_view
                def b():
                    return spark.read.table("a").select(
                        F.col("x"),
                        F.col("yy") + 1,
                    )
                """);
        Result dry = client.run(project.folder(), "dry-run");

        assertThat(dry.status()).isEqualTo(1);
        assertThat(dry.output()).contains("[QUERY_INVALID]", "transformations/b.py:8:", "there is no column `yy`");
    }

    @Test
    void aQuestionAboutWhatComesLaterIsAnswered() throws Exception {
        Project project = Project.in(folder.resolve("later")).file("transformations/all.py", """
                from pyspark import pipelines as dp

                @dp.materialized_view
                def early():
                    df = spark.read.table("late")
                    return df.select(*df.columns)

                @dp.materialized_view
                def late():
                    return spark.range(3)
                """);

        Result run = client.run(project.folder(), "run");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.output())
                .contains("line 6, in early")
                .contains("[DATASET_NOT_FOUND] there is no dataset or table `late`")
                .contains("what is declared after it is not known yet");
    }

    @Test
    void changeFlowsAreDeclared() throws Exception {
        Project project = Project.in(folder.resolve("changes"))
                .file("data/1.json", "{\"id\":1,\"at\":1,\"gone\":false}\n")
                .file("transformations/all.py", """
                        from pyspark import pipelines as dp

                        @dp.table
                        def changes():
                            return spark.readStream.schema("id INT, at INT, gone BOOLEAN").json("data")

                        dp.create_streaming_table("current")
                        dp.create_auto_cdc_flow(
                            target="current",
                            source="changes",
                            keys=["id"],
                            sequence_by="at",
                            apply_as_deletes="gone",
                            except_column_list=["gone"],
                        )
                        """);

        Result run = client.run(project.folder(), "dry-run");

        assertThat(run.output())
                .contains("[FEATURE_NOT_SUPPORTED] ", "transformations/all.py:9:", "AUTO CDC flows cannot be run yet")
                .doesNotContain("\tat ");
    }

    @Test
    void whoInterruptsTheClientStopsTheUpdate() throws Exception {
        Project project = Project.in(folder.resolve("slow")).file("transformations/all.sql", """
                CREATE MATERIALIZED VIEW slow
                  AS SELECT sum(sqrt(a.id * b.id)) AS s FROM range(3000000) a CROSS JOIN range(3000000) b;
                """);
        Process process = client.start(project.folder(), "run");
        try (BufferedReader lines = process.inputReader()) {
            String line = lines.readLine();
            while (line != null && !line.contains("'main.default.slow' is RUNNING")) {
                line = lines.readLine();
            }
            assertThat(line).as("the flow runs").isNotNull();

            Result other = client.run(project.folder(), "run");
            assertThat(other.status()).isEqualTo(1);
            assertThat(other.output()).contains("[UPDATE_IN_PROGRESS]");

            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .start()
                    .waitFor();
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).isNotZero();
        } finally {
            process.destroyForcibly();
        }
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(lastState(project)).isEqualTo(UpdateState.CANCELED));
        assertThat(NOTICES).anyMatch(notice -> notice.endsWith("of `slow` was stopped by its client."));
        project.file("transformations/all.sql", "CREATE MATERIALIZED VIEW slow AS SELECT 1 AS s");
        assertThat(client.run(project.folder(), "run").status()).isZero();
    }

    @Test
    void aSessionReadsTheTablesOfTheServersPipeline() throws Exception {
        try (PipelineEngine engine = PipelineEngine.on(
                TestSession.get().newSession(),
                PipelineSettings.builder("home", home).build())) {
            Files.createDirectories(home.resolve("transformations"));
            Files.writeString(
                    home.resolve("transformations/a.sql"),
                    "CREATE MATERIALIZED VIEW numbers AS SELECT id FROM range(4)");
            assertThat(engine.run(UpdateRequest.of(Selection.ALL)).completed()).isTrue();
        }

        Result session = client.python(folder, """
                from pyspark.sql import SparkSession
                spark = SparkSession.builder.getOrCreate()
                print(spark.catalog.currentCatalog(), spark.catalog.currentDatabase())
                print(spark.table("numbers").count(), spark.sql("SHOW TABLES").collect()[0].tableName)
                print(spark.sql("SELECT sum(id) AS s FROM main.default.numbers WHERE id < :top", args={"top": 3}).first().s)
                spark.range(2).createOrReplaceTempView("mine")
                print(spark.sql("SELECT count(*) AS n FROM numbers JOIN mine USING (id)").first().n)
                from pyspark.sql import functions as F
                twice = F.udf(lambda x: 2 * x, "bigint")
                print(spark.table("numbers").agg(F.sum(twice("id")).alias("s")).first().s)
                """);

        assertThat(session.output().lines()).containsExactly("main default", "4 numbers", "3", "2", "12");
    }

    @Test
    void whoDoesNotKnowTheTokenRunsNothing() throws Exception {
        Project project = Project.in(folder.resolve("secret"))
                .file("transformations/a.sql", "CREATE MATERIALIZED VIEW a AS SELECT 1 AS x");
        String address = server.address().replaceAll(";token=.*", "");

        for (String wrong : List.of(address, address + ";token=" + "0".repeat(64))) {
            Result run = client.to(wrong).run(project.folder(), "run");

            assertThat(run.status()).isEqualTo(1);
            assertThat(run.output()).contains("UNAUTHENTICATED");
        }
        assertThat(project.folder().resolve("lake")).doesNotExist();
    }

    private static UpdateState lastState(Project project) throws IOException {
        return project.events().stream()
                .filter(event -> event.details() instanceof EventDetails.UpdateProgress)
                .map(event -> ((EventDetails.UpdateProgress) event.details()).state())
                .reduce((first, second) -> second)
                .orElseThrow();
    }
}
