package dev.tidewheel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.testing.PipelineFixture;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queries of every shape over the pipeline's own tables. */
class QueryFormsTest {

    @TempDir
    Path folder;

    private PipelineFixture pipeline;

    @BeforeEach
    void open() {
        pipeline = PipelineFixture.in(folder);
        pipeline.file(
                "data/sales/1.json",
                "{\"id\":1,\"shop\":\"a\",\"amount\":10}",
                "{\"id\":2,\"shop\":\"b\",\"amount\":20}",
                "{\"id\":3,\"shop\":\"a\",\"amount\":30}");
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    private static final String SALES = """
            CREATE STREAMING TABLE sales AS SELECT id, shop, amount FROM STREAM read_files('data/sales', format => 'json');
            CREATE MATERIALIZED VIEW shops AS SELECT * FROM VALUES ('a', 'Aachen'), ('b', 'Bonn'), ('c', 'Celle') AS t(shop, town);
            """;

    @Test
    void batchQueriesOfEveryShape() {
        pipeline.sql(SALES + """
                CREATE MATERIALIZED VIEW in_subquery AS SELECT town FROM shops WHERE shop IN (SELECT shop FROM sales WHERE amount > 15);
                CREATE MATERIALIZED VIEW exists_subquery AS
                SELECT s.town FROM shops s WHERE NOT EXISTS (SELECT 1 FROM sales x WHERE x.shop = s.shop);
                CREATE MATERIALIZED VIEW scalar_subquery AS
                SELECT id, amount - (SELECT avg(amount) FROM sales) AS diff, (SELECT max(i.amount) FROM sales i WHERE i.shop = s.shop) AS top FROM sales s;
                CREATE MATERIALIZED VIEW with_cte AS
                WITH by_shop AS (SELECT shop, sum(amount) AS total FROM sales GROUP BY shop), best AS (SELECT max(total) AS total FROM by_shop)
                SELECT b.shop FROM by_shop b JOIN best USING (total);
                CREATE MATERIALIZED VIEW cte_shadows AS WITH sales AS (SELECT 'mine' AS shop) SELECT shop FROM sales;
                CREATE MATERIALIZED VIEW self_join AS
                SELECT x.id AS x, y.id AS y FROM sales x JOIN sales y ON x.shop = y.shop AND x.id < y.id;
                CREATE MATERIALIZED VIEW unions AS SELECT id FROM sales UNION ALL SELECT id FROM sales UNION SELECT amount FROM sales;
                CREATE MATERIALIZED VIEW except_rows AS SELECT shop FROM shops EXCEPT SELECT shop FROM sales;
                CREATE MATERIALIZED VIEW windowed AS
                SELECT id, sum(amount) OVER (PARTITION BY shop ORDER BY id) AS running, row_number() OVER (ORDER BY id DESC) AS place FROM sales;
                CREATE MATERIALIZED VIEW qualified AS SELECT id, shop FROM sales QUALIFY row_number() OVER (PARTITION BY shop ORDER BY amount DESC) = 1;
                CREATE MATERIALIZED VIEW piped AS FROM sales |> WHERE amount > 10 |> AGGREGATE sum(amount) AS total GROUP BY shop |> ORDER BY shop;
                CREATE MATERIALIZED VIEW laterals AS SELECT s.id, t.x FROM sales s, LATERAL (SELECT s.amount * 2 AS x) t;
                CREATE MATERIALIZED VIEW exploded AS SELECT id, e FROM sales LATERAL VIEW explode(array(1, 2)) v AS e WHERE id = 1;
                CREATE MATERIALIZED VIEW grouping_sets AS SELECT shop, sum(amount) AS s FROM sales GROUP BY ROLLUP (shop);
                CREATE MATERIALIZED VIEW star_except AS SELECT * EXCEPT (amount) FROM sales WHERE id = 2;
                CREATE MATERIALIZED VIEW full_names AS SELECT main.default.sales.id, sales.shop FROM main.default.sales WHERE default.sales.id = 1;
                CREATE MATERIALIZED VIEW just_values AS VALUES (1, 'x'), (2, 'y') AS t(n, s);
                CREATE MATERIALIZED VIEW whole_table AS TABLE shops;
                CREATE MATERIALIZED VIEW files_again AS SELECT count(*) AS n, max(_metadata.file_name) AS f FROM json.`data/sales`;
                """);
        pipeline.update();

        assertThat(pipeline.table("in_subquery")).containsExactly("Aachen", "Bonn");
        assertThat(pipeline.table("exists_subquery")).containsExactly("Celle");
        assertThat(pipeline.table("scalar_subquery")).containsExactly("1|-10.0|30", "2|0.0|20", "3|10.0|30");
        assertThat(pipeline.table("with_cte")).containsExactly("a");
        assertThat(pipeline.table("cte_shadows")).containsExactly("mine");
        assertThat(pipeline.table("self_join")).containsExactly("1|3");
        assertThat(pipeline.table("unions")).containsExactly("1", "10", "2", "20", "3", "30");
        assertThat(pipeline.table("except_rows")).containsExactly("c");
        assertThat(pipeline.table("windowed")).containsExactly("1|10|3", "2|20|2", "3|40|1");
        assertThat(pipeline.table("qualified")).containsExactly("2|b", "3|a");
        assertThat(pipeline.table("piped")).containsExactly("a|30", "b|20");
        assertThat(pipeline.table("laterals")).containsExactly("1|20", "2|40", "3|60");
        assertThat(pipeline.table("exploded")).containsExactly("1|1", "1|2");
        assertThat(pipeline.table("grouping_sets")).containsExactly("a|40", "b|20", "null|60");
        assertThat(pipeline.table("star_except")).containsExactly("2|b");
        assertThat(pipeline.table("full_names")).containsExactly("1|a");
        assertThat(pipeline.table("just_values")).containsExactly("1|x", "2|y");
        assertThat(pipeline.table("whole_table")).containsExactly("a|Aachen", "b|Bonn", "c|Celle");
        assertThat(pipeline.table("files_again")).containsExactly("3|1.json");
        assertThat(pipeline.update().jobs()).isZero();
    }

    @Test
    void pathsIntoJsonText() {
        pipeline.sql("""
                CREATE MATERIALIZED VIEW docs AS SELECT '{"a": {"b": [1, 2], "c": "x"}, "d-e": 5}' AS doc, parse_json('{"n": {"m": 7}}') AS v;
                CREATE MATERIALIZED VIEW fields AS
                SELECT doc:a.b[1] AS second, doc:a.c AS c, doc:['d-e'] AS dashed, doc:a.b[0]::INT + 1 AS plus, v:n.m::INT AS m FROM docs;
                """);
        pipeline.update();
        assertThat(pipeline.table("fields")).containsExactly("2|x|5|2|7");
    }

    @Test
    void streamingQueriesRowByRow() {
        pipeline.sql(SALES + """
                CREATE STREAMING TABLE joined AS SELECT s.id, t.town FROM STREAM(sales) s LEFT JOIN shops t USING (shop);
                CREATE STREAMING TABLE filtered AS SELECT id FROM STREAM sales WHERE shop IN (SELECT shop FROM shops WHERE town = 'Bonn');
                CREATE STREAMING TABLE with_cte AS WITH big AS (SELECT id, amount FROM STREAM sales WHERE amount >= 20) SELECT id FROM big WHERE amount < 30;
                CREATE STREAMING TABLE united AS SELECT id FROM STREAM sales UNION ALL SELECT amount FROM STREAM sales;
                CREATE STREAMING TABLE exploded AS SELECT id, e FROM STREAM sales LATERAL VIEW explode(sequence(1, id)) v AS e;
                CREATE STREAMING TABLE with_itself AS
                SELECT s.id, a.n FROM STREAM sales s CROSS JOIN (SELECT count(*) AS n FROM sales) a;
                CREATE STREAMING TABLE two_reads AS
                SELECT s.id, b.id AS other FROM STREAM sales s JOIN sales b ON s.shop = b.shop AND b.id < s.id;
                """);
        pipeline.update();
        assertThat(pipeline.table("joined")).containsExactly("1|Aachen", "2|Bonn", "3|Aachen");
        assertThat(pipeline.table("filtered")).containsExactly("2");
        assertThat(pipeline.table("with_cte")).containsExactly("2");
        assertThat(pipeline.table("united")).containsExactly("1", "10", "2", "20", "3", "30");
        assertThat(pipeline.table("exploded")).containsExactly("1|1", "2|1", "2|2", "3|1", "3|2", "3|3");
        assertThat(pipeline.table("with_itself")).containsExactly("1|3", "2|3", "3|3");
        assertThat(pipeline.table("two_reads")).containsExactly("3|1");

        pipeline.file("data/sales/2.json", "{\"id\":4,\"shop\":\"b\",\"amount\":25}");
        pipeline.update();
        assertThat(pipeline.table("joined")).containsExactly("1|Aachen", "2|Bonn", "3|Aachen", "4|Bonn");
        assertThat(pipeline.table("filtered")).containsExactly("2", "4");
        assertThat(pipeline.table("with_cte")).containsExactly("2", "4");
        assertThat(pipeline.table("united")).containsExactly("1", "10", "2", "20", "25", "3", "30", "4");
        assertThat(pipeline.table("with_itself")).containsExactly("1|3", "2|3", "3|3", "4|4");
        assertThat(pipeline.table("two_reads")).containsExactly("3|1", "4|2");
        assertThat(pipeline.update().jobs()).isZero();
    }

    @Test
    void filesInSeveralWaysInOneQuery() {
        pipeline.file("data/sales/notes.csv", "shop,note", "a,good");
        pipeline.sql("""
                CREATE MATERIALIZED VIEW both AS
                SELECT s.id, n.note
                FROM read_files('data/sales', format => 'json', fileNamePattern => '*.json', schemaHints => 'id STRING') s
                JOIN read_files('data/sales', format => 'csv', header => true, fileNamePattern => '*.csv') n ON s.shop = n.shop;
                CREATE STREAMING TABLE stream_and_batch AS
                SELECT s.id, t.n FROM STREAM read_files('data/sales', format => 'json', fileNamePattern => '*.json') s
                CROSS JOIN (SELECT count(*) AS n FROM read_files('data/sales', format => 'json', fileNamePattern => '*.json')) t;
                """);
        pipeline.update();
        assertThat(pipeline.table("both")).containsExactly("1|good", "3|good");
        assertThat(pipeline.table("stream_and_batch")).containsExactly("1|3", "2|3", "3|3");
        assertThat(pipeline.update().jobs()).isZero();
    }

    @Test
    void theEventLogCanBeQueried() {
        pipeline.sql("CREATE MATERIALIZED VIEW one AS SELECT 1 AS id;");
        String id = pipeline.update().result().updateId();
        assertThat(pipeline.rows(
                        "SELECT details:update_progress.state FROM event_log('test') WHERE event_type = 'update_progress'"
                                + " AND origin.update_id = '" + id + "'"))
                .contains("RUNNING", "COMPLETED");
        assertThat(pipeline.rows("SELECT details:flow_progress.metrics.num_output_rows FROM event_log(TABLE(one))"
                        + " WHERE details:flow_progress.metrics.num_output_rows IS NOT NULL"))
                .containsExactly("1");
        pipeline.sql("""
                CREATE MATERIALIZED VIEW one AS SELECT 1 AS id;
                CREATE MATERIALIZED VIEW updates AS SELECT count(DISTINCT origin.update_id) > 0 AS any FROM event_log('test');
                """);
        pipeline.update();
        assertThat(pipeline.table("updates")).containsExactly("true");
    }
}
