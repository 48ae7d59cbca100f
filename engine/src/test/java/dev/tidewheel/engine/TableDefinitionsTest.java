package dev.tidewheel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.testing.PipelineFixture;
import dev.tidewheel.engine.testing.Update;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Column lists and clauses of tables end up in Delta. */
class TableDefinitionsTest {

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

    private void orders(int file, String... lines) {
        pipeline.file("data/orders/" + file + ".json", lines);
    }

    @Test
    void declaredColumnsCastReorderAndDescribe() {
        orders(1, "{\"amount\":12.5,\"id\":1,\"day\":\"2024-01-02\"}", "{\"id\":2,\"day\":\"2024-01-03\"}");
        pipeline.sql("""
                CREATE STREAMING TABLE orders (
                  id INT NOT NULL COMMENT 'key',
                  day DATE,
                  amount DECIMAL(10,2) COMMENT 'in euro',
                  note STRING,
                  CONSTRAINT pk PRIMARY KEY (id) RELY
                )
                COMMENT 'all orders'
                TBLPROPERTIES ('quality' = 'silver', delta.logRetentionDuration = 'interval 60 days')
                AS SELECT CAST(amount AS DECIMAL(10,2)) AS amount, CAST(id AS INT) AS id, CAST(day AS DATE) AS day
                FROM STREAM read_files('data/orders', format => 'json');

                CREATE MATERIALIZED VIEW by_day (
                  day DATE NOT NULL,
                  n BIGINT COMMENT 'orders',
                  CONSTRAINT fk FOREIGN KEY (day) REFERENCES orders (day)
                ) AS SELECT day, count(*) AS n FROM orders GROUP BY day;
                """);
        pipeline.update();

        assertThat(pipeline.columns("orders")).containsExactly("id", "day", "amount", "note");
        assertThat(pipeline.table("orders")).containsExactly("1|2024-01-02|12.50|null", "2|2024-01-03|null|null");
        List<String> described = pipeline.rows("DESCRIBE TABLE EXTENDED orders");
        assertThat(described).contains("id|int|key", "amount|decimal(10,2)|in euro");
        assertThat(described.toString())
                .contains("all orders")
                .contains("quality=silver")
                .contains("delta.logRetentionDuration=interval 60 days");
        assertThat(pipeline.table("by_day")).containsExactly("2024-01-02|1", "2024-01-03|1");
        assertThat(pipeline.update().jobs()).isZero();
    }

    @Test
    void notNullIsKept() {
        orders(1, "{\"id\":1,\"name\":\"x\"}");
        pipeline.sql("CREATE STREAMING TABLE t (id BIGINT NOT NULL, name STRING)"
                + " AS SELECT id, name FROM STREAM read_files('data/orders', format => 'json');");
        pipeline.update();
        long version = pipeline.version("t");
        orders(2, "{\"id\":null,\"name\":\"y\"}", "{\"id\":2,\"name\":\"z\"}");

        Problem problem = pipeline.failure(ErrorCode.TABLE_CONSTRAINT_VIOLATION);

        assertThat(problem.message()).contains("id");
        assertThat(problem.dataset()).contains("t");
        assertThat(pipeline.version("t")).isEqualTo(version);
        assertThat(pipeline.table("t")).containsExactly("1|x");
    }

    @Test
    void generatedIdentityAndDefaultColumnsAreFilledIn() {
        orders(1, "{\"id\":1,\"at\":\"2024-01-02T10:00:00Z\"}");
        pipeline.sql("""
                CREATE STREAMING TABLE t (
                  key BIGINT GENERATED ALWAYS AS IDENTITY (START WITH 10 INCREMENT BY 5),
                  id BIGINT,
                  at TIMESTAMP,
                  day DATE GENERATED ALWAYS AS (CAST(at AS DATE)),
                  state STRING DEFAULT 'new'
                ) PARTITIONED BY (day)
                AS SELECT id, CAST(at AS TIMESTAMP) AS at FROM STREAM read_files('data/orders', format => 'json');
                """);
        pipeline.update();
        assertThat(pipeline.rows("SELECT key, id, day, state FROM t")).containsExactly("10|1|2024-01-02|new");

        orders(2, "{\"id\":2,\"at\":\"2024-01-03T10:00:00Z\"}");
        pipeline.update();
        assertThat(pipeline.rows("SELECT id, day, state FROM t"))
                .containsExactly("1|2024-01-02|new", "2|2024-01-03|new");
        assertThat(pipeline.rows("SELECT count(DISTINCT key) FROM t WHERE key % 5 = 0"))
                .containsExactly("2");
        assertThat(pipeline.update().jobs()).isZero();
    }

    @Test
    void partitionsAndClustersAreLaidOut() {
        orders(1, "{\"id\":1,\"country\":\"de\"}", "{\"id\":2,\"country\":\"fr\"}", "{\"id\":3}");
        pipeline.sql("""
                CREATE STREAMING TABLE partitioned PARTITIONED BY (Country)
                AS SELECT id, country FROM STREAM read_files('data/orders', format => 'json');
                CREATE STREAMING TABLE clustered CLUSTER BY (country, id)
                AS SELECT id, country FROM STREAM read_files('data/orders', format => 'json');
                CREATE MATERIALIZED VIEW partitioned_view PARTITIONED BY (country)
                AS SELECT country, count(*) AS n FROM partitioned GROUP BY country;
                CREATE MATERIALIZED VIEW clustered_view CLUSTER BY (n) AS SELECT country, count(*) AS n FROM clustered GROUP BY ALL;
                CREATE MATERIALIZED VIEW automatic CLUSTER BY AUTO AS SELECT 1 AS id;
                CREATE MATERIALIZED VIEW unclustered USING DELTA CLUSTER BY NONE REFRESH POLICY FULL AS SELECT 1 AS id;
                """);
        pipeline.update();
        orders(2, "{\"id\":4,\"country\":\"de\"}");
        pipeline.update();

        assertThat(detail("partitioned", "partitionColumns")).isEqualTo("ArraySeq(country)");
        assertThat(detail("partitioned_view", "partitionColumns")).isEqualTo("ArraySeq(country)");
        assertThat(detail("clustered", "clusteringColumns")).isEqualTo("ArraySeq(country, id)");
        assertThat(detail("clustered_view", "clusteringColumns")).isEqualTo("ArraySeq(n)");
        assertThat(pipeline.table("partitioned")).containsExactly("1|de", "2|fr", "3|null", "4|de");
        assertThat(pipeline.table("clustered")).containsExactly("1|de", "2|fr", "3|null", "4|de");
        assertThat(pipeline.table("partitioned_view")).containsExactly("de|2", "fr|1", "null|1");
        assertThat(pipeline.table("clustered_view")).containsExactly("de|2", "fr|1", "null|1");
        assertThat(pipeline.update().jobs()).isZero();
    }

    private String detail(String table, String column) {
        return String.valueOf((Object) pipeline.engine()
                .query("DESCRIBE DETAIL " + table)
                .select(column)
                .head()
                .get(0));
    }

    @Test
    void aCommentOrPropertyAloneIsAChangeOfMetadataOnly() {
        orders(1, "{\"id\":1}");
        String text = """
                CREATE STREAMING TABLE t COMMENT 'one' TBLPROPERTIES ('a' = '1') AS SELECT id FROM STREAM json.`data/orders`;
                CREATE MATERIALIZED VIEW v COMMENT 'one' TBLPROPERTIES ('a' = '1') AS SELECT count(*) AS n FROM t;
                CREATE MATERIALIZED VIEW above AS SELECT n FROM v;
                """;
        pipeline.sql(text);
        pipeline.update();
        long table = pipeline.version("t");
        long view = pipeline.version("v");

        pipeline.sql(text.replace("'one'", "'two'").replace("'1'", "'2'"));
        Update update = pipeline.update();

        assertThat(update.jobs()).isZero();
        assertThat(pipeline.version("t")).isEqualTo(table + 1);
        assertThat(pipeline.version("v")).isEqualTo(view + 1);
        assertThat(pipeline.rows("DESCRIBE TABLE EXTENDED v").toString())
                .contains("two")
                .contains("a=2");
        assertThat(pipeline.table("above")).containsExactly("1");

        pipeline.sql(text.replace("COMMENT 'one' ", "").replace("'a' = '1'", "'b' = '1'"));
        pipeline.update();
        String described = pipeline.rows("DESCRIBE TABLE EXTENDED t").toString();
        assertThat(described).doesNotContain("two").contains("b=1").doesNotContain("a=2");
        Update settled = pipeline.update();
        assertThat(settled.jobs()).isZero();
        assertThat(pipeline.version("t")).isEqualTo(table + 2);
    }

    @Test
    void whatSomebodyToldDeltaAboutATableStays() {
        orders(1, "{\"id\":1}");
        pipeline.sql("""
                CREATE STREAMING TABLE t AS SELECT id FROM STREAM read_files('data/orders', format => 'json', schema => 'id INT');
                CREATE MATERIALIZED VIEW v AS SELECT count(*) AS n FROM t;
                """);
        pipeline.update();
        for (String table : List.of("t", "v")) {
            pipeline.outside(
                    "ALTER TABLE " + table + " SET TBLPROPERTIES ('delta.logRetentionDuration' = 'interval 35 days')");
        }
        orders(2, "{\"id\":2}");
        pipeline.update();
        pipeline.fullRefreshAll();
        assertThat(pipeline.table("v")).containsExactly("2");
        for (String table : List.of("t", "v")) {
            assertThat(pipeline.rows("SHOW TBLPROPERTIES " + table).toString()).contains("interval 35 days");
        }
    }

    @Test
    void namesThatFileSystemsDoNotLike() {
        pipeline.sql("""
                CREATE MATERIALIZED VIEW `monthly totals: 100%` AS SELECT 1 AS `a-b`, 2 AS `c.d`;
                CREATE MATERIALIZED VIEW `_Übersicht` AS SELECT `a-b` + `c.d` AS s FROM `monthly totals: 100%`;
                """);
        pipeline.update();
        assertThat(pipeline.table("`_Übersicht`")).containsExactly("3");
        assertThat(pipeline.table("`MONTHLY totals: 100%`")).containsExactly("1|2");
        assertThat(pipeline.engine().tables()).extracting(TableStatus::state).containsOnly("ACTIVE");
        assertThat(pipeline.update().jobs()).isZero();
    }

    @Test
    void namesThatDeltaDoesNotLikeNeedAnAliasOrAMapping() {
        pipeline.sql("CREATE MATERIALIZED VIEW v AS SELECT\n  count(*) FROM range(3);");
        Problem problem = pipeline.failure(ErrorCode.TABLE_LAYOUT_INVALID);
        assertThat(problem.message()).contains("`v`").contains("`count(1)`");
        assertThat(problem.fix()).contains("AS");
        assertThat(String.valueOf(problem.location())).contains("pipeline.sql:2:3");

        pipeline.sql("CREATE MATERIALIZED VIEW v (n INT, `two words` INT) AS SELECT 1 AS n, 2 AS `two words`;");
        assertThat(pipeline.failure(ErrorCode.TABLE_LAYOUT_INVALID).message()).contains("two words");

        pipeline.sql("CREATE MATERIALIZED VIEW v TBLPROPERTIES ('delta.columnMapping.mode' = 'name')"
                + " AS SELECT 1 AS `two words`, named_struct('a b', 2) AS s;");
        pipeline.update();
        assertThat(pipeline.rows("SELECT `two words`, s.`a b` FROM v")).containsExactly("1|2");
        assertThat(pipeline.update().jobs()).isZero();
    }

    @Test
    void whatColumnsDemandAndGiveFollowsTheDefinition() {
        orders(1, "{\"id\":1}");
        String text = """
                CREATE STREAMING TABLE t (
                  id BIGINT NOT NULL,
                  state STRING DEFAULT 'new',
                  k BIGINT,
                  twice BIGINT GENERATED ALWAYS AS (k * 2)
                ) AS SELECT id, id AS k FROM STREAM read_files('data/orders', format => 'json');
                """;
        pipeline.sql(text);
        pipeline.update();
        assertThat(pipeline.update().jobs()).isZero();

        String looser = text.replace("BIGINT NOT NULL", "BIGINT").replace("'new'", "'late'");
        pipeline.sql(looser);
        orders(2, "{\"id\":null}");
        pipeline.update();
        assertThat(pipeline.table("t")).containsExactly("1|new|1|2", "null|late|null|null");
        long version = pipeline.version("t");
        assertThat(pipeline.update().jobs()).isZero();
        assertThat(pipeline.version("t")).isEqualTo(version);

        pipeline.sql(looser.replace("k BIGINT,", "k BIGINT NOT NULL,"));
        Problem tighter = pipeline.failure(ErrorCode.INCOMPATIBLE_CHANGE);
        assertThat(tighter.message()).contains("`k`").contains("NOT NULL");
        assertThat(tighter.fix()).contains("--accept-reset t");

        pipeline.sql(looser.replace("k * 2", "k * 3"));
        assertThat(pipeline.failure(ErrorCode.INCOMPATIBLE_CHANGE).message())
                .contains("`twice`")
                .contains("k * 2")
                .contains("k * 3");

        pipeline.sql(looser.replace("k BIGINT,", "k BIGINT, more STRING NOT NULL,")
                .replace("id AS k", "id AS k, 'm' AS more"));
        assertThat(pipeline.failure(ErrorCode.INCOMPATIBLE_CHANGE).message()).contains("`more`");
    }
}
