package dev.tidewheel.connector.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.model.definition.SinkTarget;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JdbcSinkTest extends DatabasePipeline {

    @BeforeEach
    void makeTable() {
        database.run(
                "DROP TABLE IF EXISTS orders, tidewheel_batches",
                "CREATE TABLE orders (id int, \"Item\" text, price numeric(10,2), at timestamptz, raw jsonb)",
                "GRANT ALL ON orders TO shop");
        pipeline.file("in/1.json", "{\"id\": 1, \"item\": \"nail\"}", "{\"id\": 2, \"item\": \"screw\"}");
    }

    private void sink(String options, String columns) {
        pipeline.sql("CREATE SINK orders USING jdbc OPTIONS (" + database.sinkPlace() + ", dbtable = 'orders'" + options
                + "); CREATE FLOW give AS INSERT INTO orders BY NAME SELECT " + columns + " FROM STREAM read_files('"
                + pipeline.path("in") + "', format => 'json', schema => 'id INT, item STRING')");
    }

    private static List<String> orders() {
        return database.ask("SELECT id || ' ' || coalesce(\"Item\", '-') FROM orders ORDER BY 1");
    }

    @Test
    void appendsEachRowOnce() {
        sink(
                "",
                "id, item, CAST(id AS DECIMAL(10,2)) AS price, TIMESTAMP '2026-01-01 00:00:00' AS at,"
                        + " to_json(named_struct('a', id)) AS raw");
        pipeline.update();
        pipeline.file("in/2.json", "{\"id\": 3}");
        pipeline.update();
        pipeline.update();

        assertThat(orders()).containsExactly("1 nail", "2 screw", "3 -");
        assertThat(database.ask(
                        "SELECT raw->>'a' || ' ' || price || ' ' || (at AT TIME ZONE 'UTC') FROM orders WHERE id = 2"))
                .containsExactly("2 2.00 2026-01-01 00:00:00");
        assertThat(database.ask("SELECT flow || ' ' || batch FROM tidewheel_batches"))
                .containsExactly("main.default.give 1");
    }

    @Test
    void aBatchThatComesAgainIsPassedOver() {
        JdbcSink sink = (JdbcSink) new JdbcSinkConnector()
                .open(
                        new SinkTarget.DataSource(
                                "jdbc",
                                Map.of(
                                        "url", database.url(),
                                        "user", "shop",
                                        "password", "wharf",
                                        "dbtable", "orders")),
                        "main.default.give");
        Dataset<Row> batch = pipeline.session().range(3).selectExpr("int(id) AS id");
        try {
            pipeline.session().sparkContext().setLocalProperty("sql.streaming.queryId", "one");
            sink.handle(batch, 0);
            sink.handle(batch, 0);
            assertThat(database.ask("SELECT count(*) FROM orders")).containsExactly("3");
            sink.handle(batch, 1);
            // a full refresh begins a checkpoint of its own
            pipeline.session().sparkContext().setLocalProperty("sql.streaming.queryId", "two");
            sink.handle(batch, 0);
        } finally {
            pipeline.session().sparkContext().setLocalProperty("sql.streaming.queryId", null);
        }

        assertThat(database.ask("SELECT count(*) FROM orders")).containsExactly("9");
    }

    @Test
    void replacesRowsByTheirKeys() {
        database.run("CREATE UNIQUE INDEX ON orders (id)");
        for (String exactlyOnce : List.of("true", "false")) {
            sink(", keys = 'id', exactlyOnce = '" + exactlyOnce + "'", "id, item");
            pipeline.update();
            pipeline.file("in/2" + exactlyOnce + ".json", "{\"id\": 2, \"item\": \"bolt " + exactlyOnce + "\"}");
            pipeline.update();
            assertThat(orders()).containsExactly("1 nail", "2 bolt " + exactlyOnce);
        }
        pipeline.fullRefreshAll();
        assertThat(orders()).hasSize(2);
    }

    @Test
    void aBatchThatFailsLeavesNothing() {
        database.run("ALTER TABLE orders ADD CHECK (id <> 2)");
        sink(", batchsize = 1", "id, item");

        assertThat(pipeline.failure(ErrorCode.TABLE_CONSTRAINT_VIOLATION).cause())
                .contains("orders_id_check");
        assertThat(orders()).isEmpty();

        database.run("ALTER TABLE orders DROP CONSTRAINT orders_id_check");
        pipeline.update();
        assertThat(orders()).containsExactly("1 nail", "2 screw");
    }

    @Test
    void goesOnWhenTheDatabaseComesBack() {
        sink("", "id, item");
        database.stop();
        try {
            Problem down = pipeline.failure(ErrorCode.SOURCE_NOT_REACHABLE);
            assertThat(down.toString()).doesNotContain(TestDatabase.PASSWORD);
        } finally {
            database.start();
        }

        pipeline.update();

        assertThat(orders()).containsExactly("1 nail", "2 screw");
    }

    @Test
    void saysWhatIsWrong() {
        sink(", keys = 'id'", "id, item");
        assertThat(pipeline.failure(ErrorCode.SINK_INVALID).fix()).isEqualTo("CREATE UNIQUE INDEX ON orders (id)");
        sink("", "id, named_struct('a', 1) AS item");
        assertThat(pipeline.failure(ErrorCode.SINK_INVALID).fix()).contains("to_json");
        sink("", "id, item AS itm");
        assertThat(pipeline.failure(ErrorCode.SINK_INVALID).fix()).contains("`Item`");
        sink(", dbtabel = 'x'", "id");
        assertThat(pipeline.failure(ErrorCode.SINK_INVALID).fix()).contains("dbtable");
        database.run("DROP TABLE orders");
        sink("", "id, item");
        assertThat(pipeline.failure(ErrorCode.SINK_INVALID).fix()).contains("CREATE TABLE orders (\"id\" INTEGER");
    }
}
