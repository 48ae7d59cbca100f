package dev.tidewheel.engine.frontend.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each statement form, in all its spellings, gives the same definitions. */
class StatementFormsTest {

    record Form(String name, String expected, List<String> spellings) {
        @Override
        public String toString() {
            return name;
        }
    }

    record Spelling(Form form, String sql) {
        @Override
        public String toString() {
            return form.name() + ": " + sql.lines().map(String::strip).reduce("", (one, two) -> one + " " + two);
        }
    }

    static Stream<Spelling> spellings() {
        return forms().flatMap(form -> form.spellings().stream().map(sql -> new Spelling(form, sql)));
    }

    @ParameterizedTest
    @MethodSource("spellings")
    void readsEachSpelling(Spelling spelling) {
        assertThat(DefinitionText.of(spelling.sql()))
                .isEqualTo(spelling.form().expected().strip());
    }

    @ParameterizedTest
    @MethodSource("spellings")
    void keywordsHaveNoCase(Spelling spelling) {
        String keywordsLow = spelling.sql()
                .replace("CREATE", "create")
                .replace("STREAMING", "streaming")
                .replace("MATERIALIZED VIEW", "Materialized View")
                .replace("FLOW", "flow")
                .replace("TABLE", "Table");
        assertThat(DefinitionText.of(keywordsLow)).isEqualTo(DefinitionText.of(spelling.sql()));
    }

    private static Form form(String name, String expected, String... spellings) {
        return new Form(name, expected, List.of(spellings));
    }

    private static Stream<Form> forms() {
        return Stream.of(
                form(
                        "streaming table with a query",
                        """
                        streaming table orders
                        own flow of orders: append
                          query SELECT * FROM STREAM raw
                        """,
                        "CREATE STREAMING TABLE orders AS SELECT * FROM STREAM raw",
                        "CREATE OR REFRESH STREAMING TABLE orders AS SELECT * FROM STREAM raw;",
                        "CREATE STREAMING TABLE IF NOT EXISTS orders AS SELECT * FROM STREAM raw",
                        "CREATE STREAMING TABLE orders FLOW INSERT BY NAME SELECT * FROM STREAM raw",
                        "CREATE STREAMING TABLE sales.orders AS SELECT * FROM STREAM raw",
                        "CREATE STREAMING TABLE main.sales.orders AS SELECT * FROM STREAM raw",
                        "CREATE STREAMING TABLE `orders` AS SELECT * FROM STREAM raw",
                        "CREATE STREAMING LIVE TABLE orders AS SELECT * FROM STREAM raw",
                        "CREATE OR REFRESH STREAMING LIVE TABLE orders AS SELECT * FROM STREAM raw",
                        "CREATE LIVE STREAMING TABLE orders AS SELECT * FROM STREAM raw",
                        "CREATE INCREMENTAL LIVE TABLE orders AS SELECT * FROM STREAM raw",
                        "CREATE STREAMING TABLE LIVE.orders AS SELECT * FROM STREAM raw",
                        "CREATE STREAMING TABLE IDENTIFIER('sales.' || 'orders') AS SELECT * FROM STREAM raw"),
                form("streaming table over files, without STREAM", """
                        streaming table orders
                        own flow of orders: append
                          query SELECT * FROM cloud_files('/data', 'json', map('header', 'true'))
                        """, """
                        CREATE STREAMING LIVE TABLE orders
                        AS SELECT * FROM cloud_files('/data', 'json', map('header', 'true'))"""),
                form(
                        "private streaming table",
                        """
                        private streaming table orders
                        own flow of orders: append
                          query SELECT 1
                        """,
                        "CREATE PRIVATE STREAMING TABLE orders AS SELECT 1",
                        "CREATE OR REFRESH PRIVATE STREAMING TABLE orders AS SELECT 1",
                        "CREATE TEMPORARY STREAMING TABLE orders AS SELECT 1",
                        "CREATE OR REFRESH TEMPORARY STREAMING LIVE TABLE orders AS SELECT 1"),
                form(
                        "streaming table without rows of its own",
                        "streaming table orders",
                        "CREATE STREAMING TABLE orders",
                        "CREATE OR REFRESH STREAMING LIVE TABLE orders",
                        "CREATE TABLE orders",
                        "CREATE TABLE IF NOT EXISTS orders"),
                form(
                        "once",
                        """
                        streaming table orders
                        own flow of orders: once
                          query SELECT * FROM old
                        """,
                        "CREATE STREAMING TABLE orders FLOW INSERT ONCE BY NAME SELECT * FROM old",
                        "CREATE TABLE orders FLOW INSERT ONCE BY NAME SELECT * FROM old"),
                form("managed table", """
                        streaming table orders
                          column id BIGINT
                          comment 'x' is fine
                          expect valid: id > 0 → DROP
                        own flow of orders: append
                          query SELECT * FROM STREAM raw
                        """, """
                        CREATE TABLE orders (id BIGINT, CONSTRAINT valid EXPECT (id > 0) ON VIOLATION DROP ROW)
                        COMMENT '\\'x\\' is fine'
                        FLOW INSERT BY NAME SELECT * FROM STREAM raw"""),
                form(
                        "materialized view",
                        """
                        materialized view totals
                        own flow of totals: refresh
                          query SELECT count(*) AS n FROM orders
                        """,
                        "CREATE MATERIALIZED VIEW totals AS SELECT count(*) AS n FROM orders",
                        "CREATE OR REFRESH MATERIALIZED VIEW totals AS SELECT count(*) AS n FROM orders",
                        "CREATE OR REPLACE MATERIALIZED VIEW totals AS SELECT count(*) AS n FROM orders",
                        "CREATE MATERIALIZED VIEW IF NOT EXISTS totals AS SELECT count(*) AS n FROM orders",
                        "CREATE LIVE TABLE totals AS SELECT count(*) AS n FROM orders",
                        "CREATE OR REFRESH LIVE TABLE totals AS SELECT count(*) AS n FROM orders"),
                form(
                        "private materialized view",
                        """
                        private materialized view totals
                        own flow of totals: refresh
                          query SELECT 1 AS n
                        """,
                        "CREATE PRIVATE MATERIALIZED VIEW totals AS SELECT 1 AS n",
                        "CREATE TEMPORARY MATERIALIZED VIEW totals AS SELECT 1 AS n",
                        "CREATE TEMPORARY LIVE TABLE totals AS SELECT 1 AS n"),
                form(
                        "refresh policy",
                        """
                        materialized view totals
                          refresh INCREMENTAL_STRICT
                        own flow of totals: refresh
                          query SELECT 1 AS n
                        """,
                        "CREATE MATERIALIZED VIEW totals REFRESH POLICY INCREMENTAL STRICT AS SELECT 1 AS n"),
                form(
                        "temporary view",
                        """
                        temporary view cleaned
                          query SELECT * FROM STREAM(raw)
                        """,
                        "CREATE TEMPORARY VIEW cleaned AS SELECT * FROM STREAM(raw)",
                        "CREATE OR REFRESH TEMPORARY VIEW cleaned AS SELECT * FROM STREAM(raw)",
                        "CREATE OR REPLACE TEMP VIEW cleaned AS SELECT * FROM STREAM(raw)",
                        "CREATE LIVE VIEW cleaned AS SELECT * FROM STREAM(raw)",
                        "CREATE TEMPORARY LIVE VIEW cleaned AS SELECT * FROM STREAM(raw)",
                        "CREATE STREAMING LIVE VIEW cleaned AS SELECT * FROM STREAM(raw)",
                        "CREATE TEMPORARY STREAMING LIVE VIEW cleaned AS SELECT * FROM STREAM(raw)"),
                form("temporary view with columns and expectations", """
                        temporary view cleaned
                          column id -- the key
                          column amount
                          comment ready to use
                          properties {quality=silver}
                          query SELECT id, amount FROM raw
                          expect valid: amount > 0 → DROP
                        """, """
                        CREATE TEMPORARY VIEW cleaned (
                          id COMMENT 'the key',
                          amount,
                          CONSTRAINT valid EXPECT (amount > 0) ON VIOLATION DROP ROW
                        )
                        COMMENT 'ready to use' TBLPROPERTIES ('quality' = 'silver')
                        AS SELECT id, amount FROM raw""", """
                        CREATE LIVE VIEW cleaned (
                          CONSTRAINT valid EXPECT (amount > 0) ON VIOLATION DROP ROW,
                          id COMMENT "the key",
                          amount
                        )
                        TBLPROPERTIES (quality = silver) COMMENT 'ready ' 'to use'
                        AS SELECT id, amount FROM raw"""),
                form(
                        "persistent view",
                        """
                        persistent view published
                          comment for all
                          properties {a.b=c}
                          query SELECT 1
                        """,
                        "CREATE VIEW published COMMENT 'for all' TBLPROPERTIES (a.b = 'c') AS SELECT 1",
                        "CREATE OR REPLACE VIEW published TBLPROPERTIES ('a.b' 'c') COMMENT 'for all' AS SELECT 1"),
                form(
                        "persistent view with columns",
                        """
                        persistent view published
                          column a -- the first
                          column b
                          query SELECT a, b FROM t
                        """,
                        "CREATE VIEW published (a COMMENT 'the first', b) AS SELECT a, b FROM t",
                        "CREATE VIEW IF NOT EXISTS published (a COMMENT 'the first', b) AS SELECT a, b FROM t",
                        "CREATE OR REFRESH VIEW published (a COMMENT 'the first', b) DEFAULT COLLATION UTF8_BINARY AS SELECT a, b FROM t"),
                form(
                        "append flow",
                        """
                        flow backfill into orders: append
                          query SELECT * FROM STREAM old
                        """,
                        "CREATE FLOW backfill AS INSERT INTO orders BY NAME SELECT * FROM STREAM old",
                        "CREATE FLOW sales.backfill AS INSERT INTO LIVE.orders SELECT * FROM STREAM old"),
                form(
                        "flow with a comment",
                        """
                        flow backfill into orders: once
                          comment first load
                          query SELECT * FROM old
                        """,
                        "CREATE FLOW backfill COMMENT 'first load' AS"
                                + " INSERT ONCE INTO orders BY NAME SELECT * FROM old",
                        "CREATE FLOW backfill COMMENT 'first load' AS"
                                + " INSERT INTO ONCE orders BY NAME SELECT * FROM old",
                        "CREATE FLOW backfill COMMENT 'first load' AS INSERT INTO ONCE orders SELECT * FROM old"),
                form(
                        "a target that is called once",
                        """
                        flow f into once: append
                          query SELECT * FROM STREAM old
                        """,
                        "CREATE FLOW f AS INSERT INTO once BY NAME SELECT * FROM STREAM old"),
                form("replace where", """
                        streaming table daily
                        own flow of daily: replace where day >= date_add(current_date(), -7) AND a IS DISTINCT FROM b
                          query SELECT * FROM orders
                        """, """
                        CREATE STREAMING TABLE daily FLOW REPLACE WHERE
                          day >= date_add(current_date(), -7) AND a IS DISTINCT FROM b
                        BY NAME SELECT * FROM orders""", """
                        CREATE STREAMING TABLE daily FLOW INSERT BY NAME REPLACE WHERE
                          day >= date_add(current_date(), -7) AND a IS DISTINCT FROM b
                        SELECT * FROM orders"""),
                form(
                        "replace where, a flow of its own",
                        """
                        flow week into daily: replace where day > '2025-01-01'
                          query WITH o AS (SELECT 1) SELECT * FROM o
                        """,
                        "CREATE FLOW week AS INSERT INTO daily BY NAME REPLACE WHERE day > '2025-01-01'"
                                + " WITH o AS (SELECT 1) SELECT * FROM o",
                        "CREATE FLOW week AS INSERT INTO daily REPLACE WHERE day > '2025-01-01' BY NAME"
                                + " WITH o AS (SELECT 1) SELECT * FROM o"),
                form(
                        "replace using",
                        """
                        streaming table regions
                        own flow of regions: replace using [region_id, part.b] by seq
                          query SELECT * FROM STREAM snapshots
                        """,
                        "CREATE STREAMING TABLE regions FLOW REPLACE USING (region_id, part.b) SEQUENCE BY seq"
                                + " BY NAME SELECT * FROM STREAM snapshots",
                        "CREATE STREAMING TABLE regions FLOW INSERT BY NAME REPLACE USING (region_id, part.b)"
                                + " SEQUENCE BY seq SELECT * FROM STREAM snapshots"),
                form(
                        "replace using, a flow of its own",
                        """
                        flow f into regions: replace using [region_id] by struct(a, b)
                          query SELECT * FROM STREAM snapshots
                        """,
                        "CREATE FLOW f AS INSERT INTO regions BY NAME REPLACE USING (region_id)"
                                + " SEQUENCE BY struct(a, b) SELECT * FROM STREAM snapshots"),
                form(
                        "sink",
                        """
                        sink alerts as kafka
                          options {kafka.bootstrap.servers=localhost:9092, topic=alerts}
                        """,
                        "CREATE SINK alerts USING kafka"
                                + " OPTIONS (kafka.bootstrap.servers = 'localhost:9092', topic 'alerts')",
                        "CREATE SINK alerts USING 'kafka'"
                                + " OPTIONS ('kafka.bootstrap.servers' 'localhost:9092', topic = alerts)"),
                form("sink without options", "sink alerts as console", "CREATE SINK alerts USING console"));
    }
}
