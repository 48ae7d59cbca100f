package dev.tidewheel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.testing.PipelineFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables by name: in catalogs of others, and at places of their own. */
class CatalogsTest {

    @TempDir
    Path folder;

    private PipelineFixture pipeline;

    @BeforeEach
    void open() {
        pipeline = PipelineFixture.in(folder);
        pipeline.file("data/1.json", "{\"id\":1}");
    }

    @AfterEach
    void close() {
        pipeline.session().sql("DROP SCHEMA IF EXISTS spark_catalog.shop CASCADE");
        pipeline.close();
    }

    @Test
    void tablesAreEnteredInACatalogOfSpark() {
        pipeline.with(settings -> settings.catalog("spark_catalog").schema("shop"));
        pipeline.sql("""
                CREATE STREAMING TABLE orders AS SELECT * FROM STREAM read_files('data', format => 'json', schema => 'id INT');
                CREATE MATERIALIZED VIEW totals AS SELECT sum(id) AS total FROM orders;
                CREATE VIEW doubled AS SELECT total * 2 AS total FROM totals;
                CREATE PRIVATE MATERIALIZED VIEW hidden AS SELECT 1 AS one;
                """);
        pipeline.update();
        pipeline.file("data/2.json", "{\"id\":2}");
        pipeline.update();

        assertThat(pipeline.session()
                        .sql("SELECT * FROM spark_catalog.shop.totals")
                        .collectAsList())
                .singleElement()
                .hasToString("[3]");
        assertThat(pipeline.session()
                        .sql("SELECT * FROM spark_catalog.shop.doubled")
                        .collectAsList())
                .singleElement()
                .hasToString("[6]");
        assertThat(pipeline.session().catalog().tableExists("spark_catalog.shop.hidden"))
                .isFalse();
        assertThat(pipeline.rows("SELECT id FROM orders")).containsExactly("1", "2");

        pipeline.session().sql("DROP TABLE spark_catalog.shop.orders");
        assertThat(pipeline.rows("SELECT id FROM orders")).as("entered again").containsExactly("1", "2");
        pipeline.fullRefreshAll();
        pipeline.file("data/3.json", "{\"id\":3}");
        pipeline.update();
        assertThat(pipeline.table("totals")).containsExactly("6");
    }

    @Test
    void aTableThatMovesIsEnteredAnewInACatalogOfSpark() {
        pipeline.with(settings -> settings.catalog("spark_catalog").schema("shop"));
        String orders = "CREATE STREAMING TABLE moving %s AS SELECT * FROM STREAM read_files('data', format => 'json',"
                + " schema => 'id INT');";
        pipeline.sql(orders.formatted("")).update();
        pipeline.sql(orders.formatted("LOCATION '" + pipeline.path("elsewhere/moving") + "'"));
        pipeline.file("data/2.json", "{\"id\":2}");
        pipeline.accepting("moving");

        assertThat(pipeline.session()
                        .sql("SELECT id FROM spark_catalog.shop.moving")
                        .collectAsList())
                .hasSize(2);
        assertThat(Files.exists(pipeline.path(".tidewheel/tables/spark_catalog/shop/moving/_delta_log")))
                .as("the old folder stays")
                .isTrue();
        assertThat(pipeline.restart().table("moving")).containsExactly("1", "2");
    }

    @Test
    void tablesOfOtherCatalogsAreRead() {
        pipeline.session().sql("CREATE SCHEMA spark_catalog.shop");
        pipeline.session()
                .sql("CREATE TABLE spark_catalog.shop.prices USING parquet LOCATION '" + pipeline.path("prices")
                        + "' AS SELECT 1 AS id, 5 AS price");
        pipeline.session()
                .sql("CREATE TABLE spark_catalog.shop.sales USING delta LOCATION '" + pipeline.path("sales")
                        + "' AS SELECT 1 AS id");
        pipeline.sql("""
                CREATE STREAMING TABLE sales AS SELECT * FROM STREAM spark_catalog.shop.sales;
                CREATE MATERIALIZED VIEW income AS SELECT sum(price) AS income
                FROM sales JOIN spark_catalog.shop.prices USING (id);
                """);
        pipeline.update();
        pipeline.session().sql("INSERT INTO spark_catalog.shop.sales VALUES (1)");
        pipeline.update();

        assertThat(pipeline.table("income")).containsExactly("10");
    }

    @Test
    void aTableWithALocationIsFoundByName() {
        Path place = pipeline.path("elsewhere/orders");
        pipeline.sql("CREATE STREAMING TABLE orders LOCATION '" + place
                + "' AS SELECT * FROM STREAM read_files('data', format => 'json', schema => 'id INT');"
                + "CREATE MATERIALIZED VIEW n AS SELECT count(*) AS n FROM orders;");
        pipeline.update();
        pipeline.restart();

        assertThat(pipeline.table("orders")).containsExactly("1");
        assertThat(pipeline.table("n")).containsExactly("1");
        assertThat(pipeline.rows("SHOW TABLES")).hasSize(2);
        assertThat(Files.exists(place.resolve("_delta_log"))).isTrue();
    }
}
