package dev.tidewheel.engine.frontend.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a statement ends, and what a query may contain without being touched. */
class StatementSplittingTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT ';' AS a, \";\" AS b, `;` FROM t",
                "SELECT 'it''s; fine', 'it\\'s; fine', \"a \"\"; b\"",
                "SELECT r'\\d;', R\"a\\\" FROM t",
                "SELECT 1 -- ; no end\n FROM t",
                "SELECT 1 /* ; /* ; */ ; */ FROM t",
                "SELECT /*+ BROADCAST(t) */ * FROM t",
                "SELECT a::int, b || 'x', c -> d, m['k'], $1, arr[0], x <=> y, a % b, @c # d",
                "FROM t |> WHERE a > 1 |> SELECT b",
                "SELECT f(a => 1, b => map('k', 2)), x.y.z, t.*, 1e3, .5, 2L, 1.5BD FROM 1a",
                "WITH x AS (SELECT 1) SELECT * FROM x",
                "VALUES (1, 'a'), (2, 'b')",
                "(SELECT 1) UNION ALL (SELECT 2)",
                "TABLE other",
                "SELECT create, or, table FROM t",
                "SELECT `a``; b` FROM STREAM t WITH (SKIPCHANGECOMMITS = TRUE) WATERMARK ts DELAY OF INTERVAL 3 MINUTES",
                "SELECT 'ünïcödé 🌊', größe FROM t",
                "SELECT {fn now()}, '${', '$ {a}', '${a b}'",
            })
    void queryIsHandedOnAsWritten(String query) {
        assertThat(DefinitionText.of("CREATE TEMPORARY VIEW v AS " + query + ";CREATE STREAMING TABLE t"))
                .isEqualTo("temporary view v\n  query " + query + "\nstreaming table t");
    }

    @Test
    void emptyStatementsAndCommentsCountForNothing() {
        assertThat(DefinitionText.of("\uFEFF;; -- x\n;/* y */;\r\nCREATE STREAMING TABLE t;;\n-- end"))
                .isEqualTo("streaming table t");
        assertThat(DefinitionText.of("")).isEmpty();
        assertThat(DefinitionText.of("-- only a comment")).isEmpty();
    }

    @Test
    void cellsOfANotebookEndStatements() {
        assertThat(DefinitionText.of("""
                        -- Databricks notebook source
                        -- MAGIC %md
                        -- MAGIC # Orders; and what to know
                        -- MAGIC %python is explained here

                        -- COMMAND ----------

                        -- DBTITLE 1,Raw
                        CREATE STREAMING LIVE TABLE raw AS SELECT 1

                        -- COMMAND ----------

                        -- MAGIC %md more

                        -- COMMAND ----------
                        CREATE LIVE TABLE clean AS SELECT 2
                        -- COMMAND ----------
                        """))
                .contains("streaming table raw", "query SELECT 1\n", "materialized view clean", "query SELECT 2");
    }

    @Test
    void windowsLineEnds() {
        assertThat(DefinitionText.of("CREATE STREAMING TABLE t -- x\r\nCOMMENT 'a'\r\nAS SELECT 1\r\n;\r\n"))
                .isEqualTo("streaming table t\n  comment a\nown flow of t: append\n  query SELECT 1");
    }
}
