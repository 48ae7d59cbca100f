package dev.tidewheel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.testing.PipelineFixture;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pipelines in the words of Delta Live Tables run as those in today's. */
class LegacySyntaxTest {

    @TempDir
    Path folder;

    @Test
    void oldSpellingsRun() {
        try (PipelineFixture pipeline = PipelineFixture.in(folder)) {
            pipeline.file(
                    "data/people/1.json", "{\"id\":1,\"name\":\"ann\"}", "{\"id\":2}", "{\"id\":3,\"name\":\"cat\"}");
            pipeline.sql("""
                    CREATE OR REFRESH STREAMING LIVE TABLE raw
                    COMMENT "what came in"
                    TBLPROPERTIES ("quality" = "bronze")
                    AS SELECT * FROM cloud_files("data/people", "json", map("cloudFiles.inferColumnTypes", "true"));

                    CREATE INCREMENTAL LIVE TABLE oldest AS SELECT id FROM STREAM(LIVE.raw);

                    CREATE TEMPORARY LIVE VIEW named (CONSTRAINT has_name EXPECT (name IS NOT NULL) ON VIOLATION DROP ROW)
                    AS SELECT id, name FROM LIVE.raw;

                    CREATE LIVE VIEW plain AS SELECT id FROM LIVE.named;

                    CREATE TEMPORARY STREAMING LIVE VIEW raw_stream AS SELECT id, name FROM STREAM(LIVE.raw);

                    CREATE STREAMING LIVE TABLE copied (CONSTRAINT first_two EXPECT (id < 3) ON VIOLATION DROP ROW)
                    AS SELECT r.id FROM STREAM(LIVE.raw_stream) r;

                    CREATE OR REFRESH LIVE TABLE total AS SELECT count(*) AS n FROM LIVE.named;
                    CREATE LIVE TABLE plain_total AS SELECT count(p.id) AS n FROM LIVE.plain AS p;
                    CREATE TEMPORARY LIVE TABLE hidden AS SELECT max(id) AS id FROM LIVE.raw;
                    CREATE OR REFRESH TEMPORARY STREAMING TABLE hidden_stream AS SELECT id FROM STREAM(raw);
                    CREATE OR REPLACE MATERIALIZED VIEW from_hidden
                    AS SELECT h.id, count(*) AS n FROM hidden AS h CROSS JOIN hidden_stream GROUP BY h.id;

                    CREATE LIVE STREAMING TABLE turned (CONSTRAINT known EXPECT (id IS NOT NULL) ON VIOLATION FAIL)
                    AS SELECT id FROM STREAM LIVE.raw;
                    CREATE OR REFRESH STREAMING LIVE VIEW doubled AS SELECT id * 2 AS id FROM STREAM(LIVE.turned);
                    CREATE TEMPORARY STREAMING LIVE TABLE hidden_twice AS SELECT id FROM STREAM(LIVE.doubled);
                    CREATE STREAMING LIVE TABLE filled;
                    CREATE FLOW fill AS INSERT INTO LIVE.filled BY NAME SELECT id FROM STREAM LIVE.hidden_twice;
                    CREATE FLOW fill_once AS INSERT INTO ONCE LIVE.filled SELECT 0L AS id;
                    """);
            pipeline.update();

            assertThat(pipeline.rows("SELECT id, name FROM raw")).containsExactly("1|ann", "2|null", "3|cat");
            assertThat(pipeline.table("oldest")).containsExactly("1", "2", "3");
            assertThat(pipeline.table("copied")).containsExactly("1", "2");
            assertThat(pipeline.table("total")).containsExactly("2");
            assertThat(pipeline.table("plain_total")).containsExactly("2");
            assertThat(pipeline.table("from_hidden")).containsExactly("3|3");
            assertThat(pipeline.table("filled")).containsExactly("0", "2", "4", "6");
            assertThat(pipeline.update().jobs()).isZero();
        }
    }

    @Test
    void aNotebookInSql() {
        try (PipelineFixture pipeline = PipelineFixture.in(folder)) {
            pipeline.sql("notebook.sql", """
                    -- Databricks notebook source
                    -- MAGIC %md
                    -- MAGIC # Not a statement; at all
                    -- COMMAND ----------
                    CREATE LIVE TABLE one AS SELECT 1 AS id -- no semicolon in a cell
                    -- COMMAND ----------
                    CREATE LIVE TABLE two AS SELECT id + 1 AS id FROM LIVE.one;
                    """);
            pipeline.update();
            assertThat(pipeline.table("two")).containsExactly("2");
        }
    }

    @Test
    void privateTablesAreSeenInsideThePipelineOnly() {
        try (PipelineFixture pipeline = PipelineFixture.in(folder)) {
            pipeline.outside("CREATE SCHEMA main.default");
            pipeline.outside("CREATE TABLE main.default.rates AS SELECT 'catalog' AS origin");
            pipeline.sql("""
                    CREATE PRIVATE MATERIALIZED VIEW rates AS SELECT 'pipeline' AS origin;
                    CREATE PRIVATE STREAMING TABLE events AS SELECT * FROM STREAM json.`data/events`;
                    CREATE MATERIALIZED VIEW used AS SELECT origin, n FROM rates, (SELECT count(*) AS n FROM events);
                    """);
            pipeline.file("data/events/1.json", "{\"id\":1}");
            pipeline.update();

            assertThat(pipeline.table("used")).containsExactly("pipeline|1");
            assertThat(pipeline.table("rates")).as("the catalog's own").containsExactly("catalog");
            assertThat(pipeline.rows("SHOW TABLES IN main.default").stream()
                            .filter(line -> line.contains("events"))
                            .toList())
                    .isEqualTo(List.of());
            assertThat(pipeline.update().jobs()).isZero();
        }
    }
}
