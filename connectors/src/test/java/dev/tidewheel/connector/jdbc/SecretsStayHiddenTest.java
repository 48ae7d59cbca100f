package dev.tidewheel.connector.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.session.EngineLog;
import dev.tidewheel.engine.testing.PipelineFixture;
import dev.tidewheel.engine.testing.Update;
import dev.tidewheel.model.event.UpdateState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A pipeline with secrets in every place, in good days and bad ones; everything that it leaves behind is searched. */
class SecretsStayHiddenTest {

    private static final String OTHER = "brackish-4711";

    @TempDir
    Path temp;

    @TempDir
    Path databaseFolder;

    private Path spark;

    @Test
    void nothingThatIsWrittenHoldsAValue() throws IOException {
        Path log = temp.resolve("tidewheel.log");
        spark = Files.createDirectory(temp.resolve("spark-events"));
        Overheard heard = new Overheard();
        try (heard;
                TestDatabase database = new TestDatabase(databaseFolder)) {
            new EngineLog.ToFile(log).start();
            run(database, heard);
        } finally {
            new EngineLog.ToScreen().start();
        }

        assertThat(Files.readString(log)).contains("[REDACTED]");
        assertThat(spark).isNotEmptyDirectory();
        heard.addFiles(temp, temp.resolve("hidden"));
        heard.assertNobodySaid(TestDatabase.PASSWORD, OTHER);
    }

    private void run(TestDatabase database, Overheard heard) throws IOException {
        database.run(
                "CREATE TABLE orders (id int, item text)",
                "CREATE TABLE copied (id int PRIMARY KEY, item text)",
                "INSERT INTO orders VALUES (1, 'nail'), (2, 'screw')",
                "GRANT ALL ON orders, copied TO shop");
        Files.createDirectories(temp.resolve("hidden/db"));
        Files.writeString(temp.resolve("hidden/db/password"), TestDatabase.PASSWORD + "\n");
        Files.writeString(temp.resolve("hidden/db/other"), OTHER);
        Files.writeString(temp.resolve("pipeline.yml"), """
                name: hidden
                secrets:
                  - folder: hidden
                configuration:
                  pipelines.maxFlowRetryAttempts: 0
                  shop: %s
                  password: "{{secrets/db/password}}"
                """.formatted(database.url()));
        String sql = """
                CREATE STREAMING TABLE orders AS SELECT * FROM STREAM read_jdbc(url => '${shop}', user => 'shop',
                  password => secret('db', 'password'), dbtable => 'orders', incrementalColumn => 'id');
                CREATE MATERIALIZED VIEW whole AS SELECT * FROM read_jdbc(url => '${shop}?password=${password}',
                  user => 'shop', dbtable => 'orders', ApplicationName => secret('db', 'other'));
                CREATE SINK copied USING jdbc OPTIONS (url = '${shop}', user = 'shop',
                  password = secret('db', 'password'), dbtable = 'copied', keys = 'id');
                CREATE FLOW copy AS INSERT INTO copied BY NAME SELECT * FROM STREAM orders;
                """;
        String java = """
                import dev.tidewheel.api.*;
                public class Hidden implements PipelineDefinition {
                    public void define(Pipeline pipeline) {
                        pipeline.materializedView("in_java").from(context -> context.readSource("jdbc", java.util.Map.of(
                            "url", context.configuration("shop", ""), "user", "shop", "dbtable", "orders",
                            "password", context.secret("db", "password"))));
                        pipeline.materializedView("told").from(context -> {
                            %s
                            return context.spark().range(1).toDF();
                        });
                    }
                }
                """;
        PipelineFixture.in(temp)
                .sql(sql)
                .file("transformations/Hidden.java", java.formatted(""))
                .close();
        try (PipelineFixture pipeline = PipelineFixture.of(temp.resolve("pipeline.yml"));
                SparkEventLog events = new SparkEventLog(pipeline.session(), spark)) {
            Update good = pipeline.run(Selection.ALL);
            assertThat(good.result().problems()).isEmpty();
            assertThat(database.ask("SELECT count(*) FROM copied")).containsExactly("2");
            heard.add(good.result(), good.events(), pipeline.engine().plan(Selection.ALL));
            for (Row row : pipeline.engine()
                    .query("SELECT * FROM event_log(TABLE(orders))")
                    .collectAsList()) {
                heard.add(row);
            }

            LoggerFactory.getLogger("dev.tidewheel.test")
                    .warn("logged: " + TestDatabase.PASSWORD, new IllegalStateException("thrown: " + OTHER));
            // code of the user that gives it away
            pipeline.file(
                    "transformations/Hidden.java",
                    java.formatted("if (true) throw new IllegalStateException(\"it is \" + context.secret(\"db\","
                            + " \"password\"));"));
            Update thrown = pipeline.run(Selection.ALL);
            assertThat(thrown.result().state()).isEqualTo(UpdateState.FAILED);
            assertThat(thrown.result().problems().toString()).contains("[REDACTED]");
            heard.add(thrown.result(), thrown.events());

            pipeline.file("transformations/Hidden.java", java.formatted(""));
            database.run("ALTER ROLE shop PASSWORD 'changed'");
            database.run("INSERT INTO orders VALUES (3, 'bolt')");
            Update refused = pipeline.run(Selection.ALL);
            assertThat(refused.result().state()).isEqualTo(UpdateState.FAILED);
            heard.add(refused.result(), refused.events());
        }
    }
}
