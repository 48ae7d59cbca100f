package dev.tidewheel.connector.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.testing.Update;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.event.UpdateState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JdbcSourceTest extends DatabasePipeline {

    @BeforeEach
    void makeTable() {
        database.run(
                "DROP TABLE IF EXISTS orders",
                "CREATE TABLE orders (id bigserial PRIMARY KEY, item text, price numeric(10,2), changed timestamptz)",
                "GRANT ALL ON orders TO shop");
    }

    private void orders(int first, int last) {
        for (int i = first; i <= last; i++) {
            database.run("INSERT INTO orders (item, price, changed) VALUES ('item " + i + "', " + i
                    + ".50, '2026-01-01 00:00:00Z'::timestamptz + interval '" + i + " minutes')");
        }
    }

    private void stream(String options) {
        pipeline.sql("CREATE STREAMING TABLE bronze AS SELECT id, item, price FROM STREAM read_jdbc(" + database.place()
                + ", " + options + ")");
    }

    @Test
    void readsAViewWhole() {
        orders(1, 5);
        pipeline.sql("CREATE MATERIALIZED VIEW dear AS SELECT id, item, price FROM read_jdbc(" + database.place()
                + ", dbtable => 'orders', partitionColumn => 'id', numPartitions => 2) WHERE price > 3;"
                + "CREATE MATERIALIZED VIEW named AS SELECT * FROM read_jdbc(" + database.place()
                + ", query => 'SELECT max(item) AS item FROM orders');");

        pipeline.update();

        assertThat(pipeline.table("dear")).containsExactly("3|item 3|3.50", "4|item 4|4.50", "5|item 5|5.50");
        assertThat(pipeline.table("named")).containsExactly("item 5");
    }

    @Test
    void takesEachRowOnceByNumber() {
        orders(1, 3);
        stream("dbtable => 'orders', incrementalColumn => 'ID', maxRowsPerTrigger => 2");

        Update first = pipeline.update();
        Update nothing = pipeline.update();
        orders(4, 5);
        pipeline.restart();
        pipeline.update();

        assertThat(pipeline.rows("SELECT id FROM bronze")).containsExactly("1", "2", "3", "4", "5");
        assertThat(first.events().toString()).contains("backlogRecords=3");
        assertThat(nothing.jobs()).isZero();
        assertThat(pipeline.fullRefreshAll().result().state()).isEqualTo(UpdateState.COMPLETED);
        assertThat(pipeline.rows("SELECT count(*), count(DISTINCT id) FROM bronze"))
                .containsExactly("5|5");
    }

    @Test
    void doesNotDivideRowsOfTheSameTime() {
        orders(1, 9);
        database.run("UPDATE orders SET changed = '2026-01-01 00:00:03.123456Z' WHERE id BETWEEN 2 AND 6");
        stream("dbtable => 'orders', incrementalColumn => 'changed', maxRowsPerTrigger => 2");

        pipeline.update();
        database.run("UPDATE orders SET changed = '2026-02-01', price = 99 WHERE id = 3");
        pipeline.update();

        assertThat(pipeline.rows("SELECT count(*), count(DISTINCT id), sum(int(price = 99)) FROM bronze"))
                .containsExactly("10|9|1");
    }

    @Test
    void waitsForLateCommitsAndPassesOverWhatHasNoValue() {
        orders(1, 2);
        database.run("INSERT INTO orders (item, price, changed) VALUES ('just now', 1, now()), ('never', 1, NULL)");
        stream("dbtable => 'orders', incrementalColumn => 'changed', delay => '10 minutes',"
                + " startingValue => '2026-01-01 00:01:00Z'");

        pipeline.update();
        assertThat(pipeline.rows("SELECT item FROM bronze")).containsExactly("item 2");
        database.run("UPDATE orders SET changed = now() - interval '11 minutes' WHERE item = 'just now'");
        pipeline.update();

        assertThat(pipeline.rows("SELECT item FROM bronze")).containsExactly("item 2", "just now");
    }

    @Test
    void goesOnWhenTheDatabaseComesBack() {
        orders(1, 2);
        stream("dbtable => 'orders', incrementalColumn => 'id'");
        database.stop();
        try {
            Problem down = pipeline.failure(ErrorCode.SOURCE_NOT_REACHABLE);
            assertThat(down.toString()).contains(database.url()).doesNotContain(TestDatabase.PASSWORD);
        } finally {
            database.start();
        }

        pipeline.update();

        assertThat(pipeline.rows("SELECT id FROM bronze")).containsExactly("1", "2");
    }

    @Test
    void losesNothingWhenTheDatabaseDiesMidway() {
        database.run("INSERT INTO orders (item) SELECT 'item ' || n FROM generate_series(1, 40) n");
        database.run(
                "CREATE OR REPLACE VIEW slow AS SELECT id, item, price FROM orders"
                        + " WHERE id <= 30 OR pg_sleep(0.1) IS NOT NULL",
                "GRANT SELECT ON slow TO shop");
        stream("dbtable => 'slow', incrementalColumn => 'id', maxRowsPerTrigger => 10");

        CompletableFuture<Update> running = CompletableFuture.supplyAsync(() -> pipeline.run(Selection.ALL));
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> !database.ask(
                                "SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%> 30%tidewheel_rows%'"
                                        + " AND pid <> pg_backend_pid()")
                        .isEmpty());
        database.stop();
        try {
            assertThat(running.join().result().problems())
                    .extracting(Problem::code)
                    .containsExactly(ErrorCode.SOURCE_NOT_REACHABLE);
            assertThat(pipeline.rows("SELECT count(*) FROM bronze")).containsExactly("30");
        } finally {
            database.start();
        }
        pipeline.update();

        assertThat(pipeline.rows("SELECT id FROM bronze ORDER BY id"))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, 40).mapToObj(Integer::toString).toList());
        database.run("DROP VIEW slow");
    }

    @Test
    void saysWhatIsWrong() {
        String good = "url => '" + database.url() + "', user => 'shop', ";
        assertThat(problem("read_jdbc(" + good + "password => 'wrong', dbtable => 'orders')"))
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(ErrorCode.SOURCE_ACCESS_DENIED))
                .satisfies(problem -> assertThat(problem.toString()).doesNotContain("wrong"));
        good += "password => 'wharf', ";
        assertThat(problem("read_jdbc(" + good + "dbtable => 'oders')").code())
                .isEqualTo(ErrorCode.SOURCE_PATH_NOT_FOUND);
        assertThat(problem("read_jdbc(" + good + "dbtabel => 'orders')").fix()).contains("dbtable");
        assertThat(problem("read_jdbc(" + good + "dbtable => 'orders', query => 'SELECT 1')")
                        .message())
                .contains("Both");
        assertThat(problem("read_jdbc(url => 'jdbc:mysql://localhost/shop', dbtable => 'orders')")
                        .fix())
                .contains("com.mysql:mysql-connector-j");
        assertThat(problem("STREAM read_jdbc(" + good + "dbtable => 'orders')").message())
                .contains("incrementalColumn");
        assertThat(problem("STREAM read_jdbc(" + good + "dbtable => 'orders', incrementalColumn => 'idd')")
                        .fix())
                .contains("`id`");
        assertThat(problem("STREAM read_jdbc(" + good
                                + "dbtable => 'orders', incrementalColumn => 'id', delay => '5 seconds')")
                        .message())
                .contains("delay");
    }

    @Test
    void valuesThatSparkDoesNotHaveAreAnError() {
        database.run("ALTER TABLE orders ALTER price TYPE numeric", "INSERT INTO orders (price) VALUES ('NaN')");
        stream("dbtable => 'orders', incrementalColumn => 'id'");

        assertThat(pipeline.failure(ErrorCode.SOURCE_UNREADABLE).cause()).contains("NaN");
    }

    private Problem problem(String source) {
        String table = source.startsWith("STREAM") ? "STREAMING TABLE" : "MATERIALIZED VIEW";
        List<Problem> problems = pipeline.sql("CREATE " + table + " broken AS SELECT * FROM " + source)
                .run(Selection.ALL)
                .result()
                .problems();
        assertThat(problems).hasSize(1);
        return problems.get(0);
    }
}
