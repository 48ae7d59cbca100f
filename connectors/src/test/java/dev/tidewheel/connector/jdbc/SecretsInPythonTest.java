package dev.tidewheel.connector.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.testing.NeedsPython;
import dev.tidewheel.engine.testing.PipelineFixture;
import dev.tidewheel.engine.testing.Update;
import dev.tidewheel.model.event.UpdateState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Python code that asks for secrets, uses them, prints them and fails with them. */
@NeedsPython
class SecretsInPythonTest {

    private static final String PYTHON = """
            from pyspark import pipelines as dp
            password = dbutils.secrets.get("db", "password")
            print("printed: " + password)

            def orders_of(reader):
                return (reader.format("jdbc").option("url", "%s").option("user", "shop").option("dbtable", "orders"))

            @dp.table
            def streamed():
                return (orders_of(spark.readStream).option("password", password)
                    .option("incrementalColumn", "id").load())

            @dp.materialized_view
            def whole():
                return orders_of(spark.read).option("password", "{{secrets/db/password}}").load()

            dp.create_sink("copied", "jdbc", {"url": "%s", "user": "shop", "password": password, "dbtable": "copied"})

            @dp.append_flow(target="copied")
            def copy():
                return spark.readStream.table("streamed")
            """;

    @TempDir
    Path temp;

    @TempDir
    Path databaseFolder;

    @Test
    void nothingThatIsWrittenHoldsAValue() throws IOException {
        Overheard heard = new Overheard();
        try (heard;
                TestDatabase database = new TestDatabase(databaseFolder)) {
            run(database, heard);
        }
        heard.addFiles(temp, temp.resolve("hidden"));
        heard.assertNobodySaid(TestDatabase.PASSWORD);
    }

    private void run(TestDatabase database, Overheard heard) throws IOException {
        database.run(
                "CREATE TABLE orders (id int, item text)",
                "CREATE TABLE copied (id int, item text)",
                "INSERT INTO orders VALUES (1, 'nail'), (2, 'screw')",
                "GRANT ALL ON orders, copied TO shop");
        Files.createDirectories(temp.resolve("hidden/db"));
        Files.writeString(temp.resolve("hidden/db/password"), TestDatabase.PASSWORD + "\n");
        Files.writeString(temp.resolve("pipeline.yml"), """
                name: hidden
                secrets:
                  - folder: hidden
                configuration:
                  pipelines.maxFlowRetryAttempts: 0
                """);
        String python = PYTHON.formatted(database.url(), database.url());
        try (PipelineFixture pipeline = PipelineFixture.of(temp.resolve("pipeline.yml"));
                SparkEventLog events =
                        new SparkEventLog(pipeline.session(), Files.createDirectory(temp.resolve("spark-events")))) {
            pipeline.python("orders.py", python);
            Update good = pipeline.run(Selection.ALL);
            assertThat(good.result().problems()).isEmpty();
            assertThat(database.ask("SELECT count(*) FROM copied")).containsExactly("2");
            heard.add(good.result(), good.events(), pipeline.engine().plan(Selection.ALL));

            pipeline.python("orders.py", python + "\nraise ValueError('thrown: ' + password)\n");
            Update thrown = pipeline.run(Selection.ALL);
            assertThat(thrown.result().state()).isEqualTo(UpdateState.FAILED);
            assertThat(thrown.result().problems().toString()).contains("thrown: [REDACTED]");
            heard.add(thrown.result(), thrown.events());

            pipeline.python("orders.py", python);
            database.run("ALTER ROLE shop PASSWORD 'changed'", "INSERT INTO orders VALUES (3, 'bolt')");
            Update refused = pipeline.run(Selection.ALL);
            assertThat(refused.result().state()).isEqualTo(UpdateState.FAILED);
            heard.add(refused.result(), refused.events());
        }
    }
}
