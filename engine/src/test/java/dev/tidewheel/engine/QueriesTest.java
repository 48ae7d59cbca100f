package dev.tidewheel.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidewheel.engine.testing.PipelineFixture;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people look at beside a pipeline: queries over its tables, and over paths as in its files. */
class QueriesTest {

    @TempDir
    Path folder;

    private PipelineFixture pipeline;

    @BeforeEach
    void open() {
        pipeline = PipelineFixture.in(folder);
        pipeline.file("data/people/1.json", "{\"id\":1,\"name\":\"ann\"}", "{\"id\":2,\"name\":\"bob\"}");
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    @Test
    void tablesAndFilesByPath() {
        pipeline.file("data/towns/1.csv", "town,shop", "Aachen,a");
        pipeline.appendDelta("data/delta", "SELECT 1 AS id");
        pipeline.appendDelta("data/delta", "SELECT 2 AS id");
        pipeline.engine()
                .query("SELECT 7 AS id")
                .write()
                .parquet(pipeline.path("data/parquet").toString());
        pipeline.engine()
                .query("SELECT 8 AS id")
                .write()
                .orc(pipeline.path("data/orc").toString());

        assertThat(pipeline.rows("SELECT * FROM delta.`data/delta`")).containsExactly("1", "2");
        assertThat(pipeline.rows("SELECT d.id FROM delta.`" + pipeline.path("data/delta") + "` AS d WHERE d.id > 1"))
                .containsExactly("2");
        assertThat(pipeline.rows("SELECT * FROM delta.`data/delta` VERSION AS OF 0"))
                .containsExactly("1");
        assertThat(pipeline.rows("SELECT * FROM parquet.`data/parquet` UNION ALL SELECT * FROM orc.`data/orc`"))
                .containsExactly("7", "8");
        assertThat(pipeline.rows("SELECT name FROM json.`data/people` WHERE id IN (SELECT id FROM delta.`data/delta`)"))
                .containsExactly("ann", "bob");
        assertThat(pipeline.rows("SELECT * FROM csv.`data/towns/*.csv`")).containsExactly("Aachen|a", "town|shop");
        assertThat(pipeline.rows("SELECT value FROM text.`data/towns`")).contains("Aachen,a");
        assertThat(pipeline.rows("SELECT town, _metadata.file_name FROM"
                        + " read_files('data/towns', format => 'csv', header => true)"))
                .containsExactly("Aachen|1.csv");
        assertThat(pipeline.rows("SELECT count(*) FROM cloud_files('data/people', 'json')"))
                .containsExactly("2");
        pipeline.outside("UPDATE delta.`data/delta` SET id = 3 WHERE id = 2");
        assertThat(pipeline.rows("WITH d AS (SELECT * FROM delta.`data/delta`) SELECT * FROM d"))
                .containsExactly("1", "3");

        pipeline.with(settings ->
                settings.mounts(Map.of("/mnt/lake", pipeline.path("data").toString())));
        assertThat(pipeline.rows("SELECT count(*) FROM delta.`dbfs:/mnt/lake/delta`, json.`/mnt/lake/people`"))
                .containsExactly("4");
    }

    @Test
    void whatCannotBeReadIsSaid() {
        assertThatThrownBy(() -> pipeline.rows("SELECT * FROM delta.`data/none`"))
                .isInstanceOfSatisfying(
                        PipelineException.class,
                        e -> assertThat(e.problems().get(0).code()).isEqualTo(ErrorCode.SOURCE_PATH_NOT_FOUND));
        for (String stream : new String[] {"json.`data/people`", "t", "read_files('data/people', format => 'json')"}) {
            assertThatThrownBy(() -> pipeline.rows("SELECT * FROM STREAM " + stream))
                    .isInstanceOfSatisfying(
                            PipelineException.class,
                            e -> assertThat(e.problems().get(0).code()).isEqualTo(ErrorCode.QUERY_NOT_BATCH));
        }
    }

    @Test
    void tablesWithAPlaceOfTheirOwn() {
        pipeline.appendDelta("data/delta", "SELECT 5 AS id");
        pipeline.sql("""
                CREATE STREAMING TABLE placed LOCATION 'elsewhere/placed' AS SELECT id FROM STREAM json.`data/people`;
                CREATE MATERIALIZED VIEW total LOCATION 'elsewhere/total' AS SELECT count(*) AS n FROM placed;
                CREATE VIEW over_places AS SELECT p.id, n FROM placed p CROSS JOIN total;
                CREATE VIEW over_paths AS SELECT id, 'delta' AS kind FROM delta.`data/delta`
                UNION ALL SELECT id, 'json' FROM json.`data/people`;
                CREATE MATERIALIZED VIEW below AS SELECT id FROM over_paths UNION SELECT n FROM over_places;
                """);
        pipeline.update();

        assertThat(pipeline.path("elsewhere/placed/_delta_log")).isDirectory();
        assertThat(pipeline.rows("SELECT placed.id FROM main.default.placed")).containsExactly("1", "2");
        assertThat(pipeline.table("total")).containsExactly("2");
        assertThat(pipeline.rows("SELECT count(*) FROM total VERSION AS OF 0")).containsExactly("1");
        assertThat(pipeline.table("over_places")).containsExactly("1|2", "2|2");
        assertThat(pipeline.table("over_paths")).containsExactly("1|json", "2|json", "5|delta");
        assertThat(pipeline.table("below")).containsExactly("1", "2", "5");
        assertThat(pipeline.update().jobs()).isZero();

        pipeline.with(settings -> settings.id("second"))
                .sql("CREATE MATERIALIZED VIEW again AS SELECT id FROM over_paths WHERE kind = 'delta';");
        pipeline.update();
        assertThat(pipeline.table("again")).as("a view of others over a path").containsExactly("5");
        assertThat(pipeline.update().jobs()).isZero();
    }
}
