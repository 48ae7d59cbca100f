package dev.tidewheel.connector.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidewheel.engine.testing.PipelineFixture;
import dev.tidewheel.model.error.ErrorCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratorTest {

    private static final String FIXED = ", startTime => '2026-01-01T00:00:00Z'";

    @TempDir
    Path folder;

    private PipelineFixture pipeline;

    @BeforeEach
    void open() {
        pipeline = PipelineFixture.in(folder);
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    @Test
    void theSameSeedGivesTheSameRows() {
        for (String kind : List.of("iot", "orders", "clickstream")) {
            String source = "SELECT * FROM read_generator('" + kind + "'" + FIXED;
            pipeline.sql(
                    kind + ".sql",
                    "CREATE MATERIALIZED VIEW " + kind + "_a AS " + source + ");"
                            + "CREATE MATERIALIZED VIEW " + kind + "_b AS " + source + ");"
                            + "CREATE MATERIALIZED VIEW " + kind + "_c AS " + source + ", seed => 7)");
        }
        pipeline.update();
        for (String kind : List.of("iot", "orders", "clickstream")) {
            List<String> rows = pipeline.table(kind + "_a");
            assertThat(rows).as(kind).hasSize(1_000);
            assertThat(pipeline.table(kind + "_b")).isEqualTo(rows);
            assertThat(pipeline.table(kind + "_c")).isNotEqualTo(rows);
        }
    }

    @Test
    void aStreamGoesOnWithTheClock() {
        pipeline.sql("CREATE STREAMING TABLE orders AS SELECT * FROM STREAM read_generator('orders', initialRows => 50,"
                + " rowsPerSecond => 100, maxRowsPerTrigger => 20);"
                + "CREATE STREAMING TABLE different AS SELECT DISTINCT sequence FROM STREAM read_generator('orders',"
                + " initialRows => 50, rowsPerSecond => 100)");
        pipeline.update();
        long first = count();
        assertThat(first).isGreaterThanOrEqualTo(50);
        await().atMost(Duration.ofMinutes(1)).until(() -> {
            pipeline.update();
            return count() > first;
        });
        assertThat(pipeline.rows(
                        "SELECT count(*) = count(DISTINCT sequence), min(sequence), max(sequence) + 1 = count(*)"
                                + " FROM orders"))
                .containsExactly("true|0|true");
        assertThat(pipeline.rows("SELECT count(*) = max(sequence) + 1 FROM different"))
                .containsExactly("true");
    }

    private long count() {
        return Long.parseLong(pipeline.rows("SELECT count(*) FROM orders").get(0));
    }

    @Test
    void streamsAreAsInLife() {
        pipeline.sql("CREATE MATERIALIZED VIEW iot AS SELECT * FROM read_generator('iot', initialRows => 20000" + FIXED
                + ");"
                + "CREATE MATERIALIZED VIEW orders AS SELECT * FROM read_generator('orders', initialRows => 20000"
                + FIXED
                + ")");
        pipeline.update();

        assertThat(pipeline.rows(
                        "SELECT count(DISTINCT device_id) = 100, count_if(temperature IS NULL) BETWEEN 50 AND 150,"
                                + " count_if(temperature > 900) BETWEEN 30 AND 110 FROM iot"))
                .containsExactly("true|true|true");
        // each change is of an order that was there before
        assertThat(pipeline.rows("SELECT count(*) FROM orders c LEFT JOIN orders i ON i.order_id = c.order_id AND"
                        + " i.operation = 'INSERT' WHERE c.operation <> 'INSERT' AND"
                        + " (i.sequence IS NULL OR i.sequence >= c.sequence OR i.customer_id <> c.customer_id)"))
                .containsExactly("0");
        assertThat(pipeline.rows(
                        "SELECT count_if(operation = 'UPDATE') > 1500, count_if(operation = 'DELETE') > 100 FROM"
                                + " orders"))
                .containsExactly("true|true");
    }

    @Test
    void otherKindsAreRefused() {
        pipeline.sql("CREATE STREAMING TABLE a AS SELECT * FROM STREAM read_generator('iott')");
        assertThat(pipeline.failure(ErrorCode.SOURCE_OPTION_INVALID).fix())
                .isEqualTo("Give one of iot, orders, clickstream");
    }
}
