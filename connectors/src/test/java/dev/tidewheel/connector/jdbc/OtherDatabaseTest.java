package dev.tidewheel.connector.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.testing.PipelineFixture;
import dev.tidewheel.model.error.ErrorCode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database of which nothing is known but that it speaks SQL: H2, in this process. */
class OtherDatabaseTest {

    @TempDir
    Path temp;

    private PipelineFixture pipeline;
    private String url;

    @BeforeEach
    void open() throws SQLException {
        url = "jdbc:h2:" + temp.resolve("database") + ";DB_CLOSE_DELAY=0";
        pipeline = PipelineFixture.in(temp)
                .with(settings -> settings.configuration(Map.of("pipelines.maxFlowRetryAttempts", "0")));
        run("CREATE TABLE orders (id INT, region VARCHAR(10), item VARCHAR(20), price NUMERIC(10,2), at TIMESTAMP)");
        pipeline.file(
                "in/1.json",
                "{\"id\": 1, \"region\": \"n\", \"item\": \"nail\", \"price\": 1.25}",
                "{\"id\": 1, \"region\": \"s\", \"item\": \"nail\"}",
                "{\"id\": 2, \"region\": \"n\", \"item\": \"scre\"}",
                "{\"id\": 2, \"region\": \"n\", \"item\": \"screw\"}");
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    private void run(String text) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(text);
        }
    }

    private List<String> orders() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(
                        "SELECT id || region || ' ' || item || coalesce(' ' || price, '') FROM orders ORDER BY id, region")) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(result.getString(1));
            }
            return rows;
        }
    }

    private void sink(String options, String columns) {
        pipeline.sql("CREATE SINK orders USING jdbc OPTIONS (url = '" + url + "', driver = 'org.h2.Driver', dbtable ="
                + " 'orders', keys = 'ID, Region'" + options
                + "); CREATE FLOW give AS INSERT INTO orders BY NAME SELECT " + columns + " FROM STREAM read_files('"
                + pipeline.path("in") + "', format => 'json', schema => 'id INT, region STRING, item STRING, price"
                + " DECIMAL(10,2)')");
    }

    @Test
    void rowsAreReplacedByTheirKeys() throws SQLException {
        for (String options : List.of("", ", exactlyOnce = 'false', batchsize = 2")) {
            sink(options, "*, TIMESTAMP '2026-01-01 00:00:00' AS at");
            pipeline.update();
            assertThat(orders()).containsExactly("1n nail 1.25", "1s nail", "2n screw");
            pipeline.file(
                    "in/2" + options.length() + ".json",
                    "{\"id\": 1, \"region\": \"s\", \"item\": \"bolt\", \"price\": 2.5}",
                    "{\"id\": 3, \"region\": \"n\", \"item\": \"nut\"}");
            pipeline.update();
            assertThat(orders()).containsExactly("1n nail 1.25", "1s bolt 2.50", "2n screw", "3n nut");
            run("DELETE FROM orders WHERE id = 3");
            run("UPDATE orders SET item = 'nail', price = NULL WHERE id = 1 AND region = 's'");
            pipeline.path("in/2" + options.length() + ".json").toFile().delete();
        }
    }

    @Test
    void rowsOfNothingButKeysAreThereOnce() throws SQLException {
        sink("", "id, region");
        pipeline.update();
        pipeline.fullRefreshAll();

        run("UPDATE orders SET item = 'x'");
        assertThat(orders()).containsExactly("1n x", "1s x", "2n x");
    }

    @Test
    void aTableThatIsNotThereIsNamed() throws SQLException {
        run("DROP TABLE orders");
        sink("", "*");

        assertThat(pipeline.failure(ErrorCode.SINK_INVALID).fix()).contains("CREATE TABLE orders");
    }
}
