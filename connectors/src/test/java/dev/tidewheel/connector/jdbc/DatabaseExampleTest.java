package dev.tidewheel.connector.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.testing.PipelineFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder {@code examples/databases}, with a database as its page asks for. */
class DatabaseExampleTest {

    private static final Path EXAMPLE = Path.of(System.getProperty("tidewheel.root"), "examples", "databases");

    @TempDir
    Path temp;

    @TempDir
    Path databaseFolder;

    @Test
    void goesAsItsPageTells() throws IOException {
        try (TestDatabase database = new TestDatabase(databaseFolder)) {
            database.run(Files.readString(EXAMPLE.resolve("database.sql")).split(";\\s*"));
            database.run("GRANT ALL ON ALL TABLES IN SCHEMA public TO shop");
            String settings = Files.readString(EXAMPLE.resolve("pipeline.yml"))
                    .replace("jdbc:postgresql://localhost:5432/shop", database.url());
            assertThat(settings).contains(database.url());
            Files.writeString(temp.resolve("pipeline.yml"), settings + "secrets:\n  - file: .env\n");
            Files.writeString(temp.resolve(".env"), "shop/password=" + TestDatabase.PASSWORD + "\n");
            PipelineFixture.in(temp)
                    .sql("shop.sql", Files.readString(EXAMPLE.resolve("transformations/shop.sql")))
                    .close();
            try (PipelineFixture pipeline = PipelineFixture.of(temp.resolve("pipeline.yml"))) {
                pipeline.update();
                assertThat(pipeline.table("spent")).containsExactly("Ada|23.75", "Grace|120.50");
                database.run("UPDATE orders SET amount = 200, updated_at = clock_timestamp() WHERE id = 1");
                pipeline.update();
            }
            assertThat(database.ask("SELECT id || ' ' || insured FROM shipping ORDER BY id"))
                    .containsExactly("1 true", "2 true", "3 false");
        }
    }
}
