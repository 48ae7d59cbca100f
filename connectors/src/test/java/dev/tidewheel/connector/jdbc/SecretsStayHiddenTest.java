package dev.tidewheel.connector.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.session.EngineLog;
import dev.tidewheel.engine.testing.PipelineFixture;
import dev.tidewheel.engine.testing.Update;
import dev.tidewheel.model.event.UpdateState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
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
        ByteArrayOutputStream screen = new ByteArrayOutputStream();
        PrintStream out = System.out;
        PrintStream error = System.err;
        Path log = temp.resolve("tidewheel.log");
        List<String> said = new ArrayList<>();
        spark = Files.createDirectory(temp.resolve("spark-events"));
        try (TestDatabase database = new TestDatabase(databaseFolder)) {
            System.setOut(new PrintStream(screen, true));
            System.setErr(new PrintStream(screen, true));
            new EngineLog.ToFile(log).start();
            run(database, said);
            assertThat(spark).isNotEmptyDirectory();
        } finally {
            System.setOut(out);
            System.setErr(error);
            new EngineLog.ToScreen().start();
        }

        said.add(screen.toString(StandardCharsets.UTF_8));
        assertThat(Files.readString(log)).contains("[REDACTED]");
        try (Stream<Path> files = Files.walk(temp)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(path -> !path.startsWith(temp.resolve("hidden")))
                    .toList()) {
                said.add(file + "\n" + new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        assertThat(said)
                .hasSizeGreaterThan(20)
                .allSatisfy(text ->
                        assertThat(text).doesNotContain(TestDatabase.PASSWORD).doesNotContain(OTHER));
    }

    private void run(TestDatabase database, List<String> said) throws IOException {
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
            said.add(good.result() + " " + good.events() + pipeline.engine().plan(Selection.ALL));
            for (Row row : pipeline.engine()
                    .query("SELECT * FROM event_log(TABLE(orders))")
                    .collectAsList()) {
                said.add(row.toString());
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
            said.add(thrown.result() + " " + thrown.events());

            pipeline.file("transformations/Hidden.java", java.formatted(""));
            database.run("ALTER ROLE shop PASSWORD 'changed'");
            database.run("INSERT INTO orders VALUES (3, 'bolt')");
            Update refused = pipeline.run(Selection.ALL);
            assertThat(refused.result().state()).isEqualTo(UpdateState.FAILED);
            said.add(refused.result() + " " + refused.events());
        }
    }
}
