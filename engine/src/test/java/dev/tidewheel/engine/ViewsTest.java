package dev.tidewheel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.testing.PipelineFixture;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Views: temporary ones are part of their readers, persistent ones can be read by everybody. */
class ViewsTest {

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
    void persistentViewsArePublished() {
        pipeline.with(settings -> settings.parameters(Map.of("least", "1")).configuration(Map.of("unit", "kg")));
        pipeline.sql("""
                CREATE MATERIALIZED VIEW numbers AS SELECT id FROM range(4);
                CREATE VIEW big COMMENT 'those above' TBLPROPERTIES ('k' = 'v')
                AS SELECT n.id, '${unit}' AS unit FROM LIVE.numbers AS n WHERE n.id > CAST(:least AS INT);
                CREATE VIEW bigger AS SELECT id FROM big WHERE id > 2;
                CREATE MATERIALIZED VIEW total AS SELECT count(*) AS n FROM bigger;
                """);
        pipeline.update();

        assertThat(pipeline.table("big")).containsExactly("2|kg", "3|kg");
        assertThat(pipeline.table("bigger")).containsExactly("3");
        assertThat(pipeline.table("total")).containsExactly("1");
        assertThat(pipeline.restart().table("main.default.bigger")).containsExactly("3");
        assertThat(pipeline.update().jobs()).isZero();

        pipeline.sql("""
                CREATE MATERIALIZED VIEW numbers AS SELECT id FROM range(4);
                CREATE VIEW big AS SELECT id FROM numbers WHERE id > 0;
                """);
        pipeline.update();
        assertThat(pipeline.table("big")).as("the new definition").containsExactly("1", "2", "3");
        assertThat(pipeline.table("bigger")).as("no longer defined, but left").containsExactly("3");
    }

    @Test
    void publishedViewsOfOtherPipelinesCanBeRead() {
        pipeline.sql("""
                CREATE MATERIALIZED VIEW numbers AS SELECT id FROM range(3);
                CREATE VIEW some AS SELECT id, id * 2 AS twice FROM numbers WHERE id > 0;
                """);
        pipeline.update();
        pipeline.with(settings -> settings.id("second"))
                .sql("CREATE MATERIALIZED VIEW sums AS SELECT sum(twice) AS s FROM default.some;");
        pipeline.update();
        assertThat(pipeline.table("sums")).containsExactly("6");
        assertThat(pipeline.update().jobs()).isZero();

        pipeline.sql("CREATE VIEW some AS SELECT 1 AS id;");
        assertThat(pipeline.failure(ErrorCode.TABLE_OWNED_BY_ANOTHER_PIPELINE).message())
                .contains("some");
    }

    @Test
    void whatIsPublishedIsReadByAnotherProcess() {
        pipeline.with(settings -> settings.parameters(Map.of("least", "1", "name", "it's \\")));
        pipeline.sql("""
                CREATE MATERIALIZED VIEW docs AS
                SELECT id, '{"a": {"b": [1, 2], "c": "x"}, "d-e": 5}' AS doc, parse_json('{"n": {"m": 7}}') AS v FROM range(3);
                SET spark.sql.session.timeZone = America/New_York;
                CREATE OR REPLACE VIEW fields (number COMMENT 'of the row', second, plain, dashed, plus, m, name) AS
                SELECT d.id, doc:a.b[1] AS second, doc:a.c, doc:['d-e'] AS dashed, doc:a.b[0]::INT + 1, v:n.m::INT AS m, :name
                FROM LIVE.docs AS d WHERE (d.doc):a.c = 'x' AND d.id > CAST(:least AS INT);
                CREATE VIEW names AS SELECT doc:a.c, max(doc:a.b[0]) AS top FROM docs GROUP BY doc:a.c;
                CREATE VIEW times AS SELECT CAST(TIMESTAMP '2024-01-01 12:00:00 UTC' AS STRING) AS t;
                """);
        pipeline.update();
        pipeline.close();

        // a session of its own knows nothing but what is on disk
        try (PipelineFixture other = PipelineFixture.in(folder)) {
            assertThat(other.table("fields")).containsExactly("2|2|x|5|2|7|it's \\");
            assertThat(other.table("names")).containsExactly("x|1");
            assertThat(other.columns("names")).containsExactly("c", "top");
            assertThat(other.table("times")).containsExactly("2024-01-01 07:00:00");
            assertThat(other.rows("DESCRIBE TABLE fields")).contains("number|bigint|of the row");
            other.with(settings -> settings.id("second"))
                    .sql("CREATE MATERIALIZED VIEW copied AS SELECT number, second FROM fields, names;");
            other.update();
            assertThat(other.table("copied")).containsExactly("2|2");
        }
    }

    @Test
    void aPersistentViewCannotReadFilesWithOurFunctions() {
        pipeline.file("data/1.json", "{\"id\":1}");
        pipeline.sql("CREATE VIEW shown AS\nSELECT * FROM read_files('data', format => 'json');");
        Problem problem = pipeline.failure(ErrorCode.FEATURE_NOT_SUPPORTED);
        assertThat(problem.message()).contains("read_files");
        assertThat(problem.location()).hasToString("transformations/pipeline.sql:2:15");
    }

    @Test
    void aPersistentViewMustNotReadWhatIsNotPublished() {
        pipeline.sql("""
                CREATE MATERIALIZED VIEW numbers AS SELECT id FROM range(3);
                CREATE TEMPORARY VIEW hidden AS SELECT id FROM numbers;
                CREATE VIEW shown AS SELECT * FROM hidden;
                """);
        Problem problem = pipeline.failure(ErrorCode.QUERY_INVALID);
        assertThat(problem.message()).contains("shown").contains("hidden");
        assertThat(problem.location())
                .isNotNull()
                .extracting(Object::toString)
                .asString()
                .contains("pipeline.sql:3");
    }

    @Test
    void temporaryViewsNameTheirColumnsAndAreNotPublished() {
        pipeline.sql("""
                CREATE TEMPORARY VIEW renamed (a COMMENT 'first', b) COMMENT 'two columns' AS SELECT id, id + 1 FROM range(2);
                CREATE OR REFRESH TEMPORARY VIEW again AS SELECT a + b AS s FROM renamed;
                CREATE MATERIALIZED VIEW result AS SELECT s FROM again UNION ALL SELECT a FROM renamed;
                """);
        pipeline.update();
        assertThat(pipeline.table("result")).containsExactly("0", "1", "1", "3");
        assertThat(pipeline.engine().tables()).extracting(TableStatus::kind).containsOnlyOnce("MATERIALIZED_VIEW");
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> pipeline.table("renamed"))
                .hasMessageContaining("renamed");
    }
}
