package dev.tidewheel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.testing.PipelineFixture;
import dev.tidewheel.engine.testing.Update;
import dev.tidewheel.model.error.ErrorCode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams of files whose structs get further fields. */
class NestedFieldsTest {

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
    void newFieldsReachAllTables() {
        pipeline.file(
                "data/in/1.json",
                "{\"id\":1,\"user\":{\"name\":\"a\",\"home\":{\"city\":\"x\"}},\"items\":[{\"n\":1}],\"by\":{\"k\":{\"v\":1}}}");
        pipeline.sql("""
                CREATE STREAMING TABLE bronze AS SELECT * FROM STREAM read_files('data/in', format => 'json',
                    schemaHints => 'by MAP<STRING, STRUCT<v: INT>>');
                CREATE STREAMING TABLE silver AS SELECT id, user, items FROM STREAM bronze;
                """);
        pipeline.update();
        pipeline.file(
                "data/in/2.json",
                "{\"id\":2,\"user\":{\"name\":\"b\",\"home\":{\"city\":\"y\",\"zip\":7}},\"items\":[{\"n\":2},{\"n\":3,\"price\":1.5}]}");
        pipeline.file("data/in/3.json", "{\"id\":3,\"user\":{\"age\":30,\"Name\":\"c\",\"home\":null,\"none\":null}}");

        Update update = pipeline.update();

        assertThat(pipeline.rows("SELECT id, user.name, user.home.city, user.home.zip, user.age, to_json(items.price),"
                        + " get_json_object(_rescued_data, '$.user') FROM bronze"))
                .containsExactlyInAnyOrder(
                        "1|a|x|null|null|[null]|null",
                        "2|b|y|7|null|[null,1.5]|null",
                        "3|null|null|null|30|null|{\"Name\":\"c\",\"none\":null}");
        assertThat(pipeline.rows("SELECT id, user.home.zip, to_json(items.price) FROM silver"))
                .containsExactlyInAnyOrder("1|null|[null]", "2|7|[null,1.5]", "3|null|null");
        assertThat(update.messages())
                .contains("`user` STRUCT<")
                .contains("zip: BIGINT")
                .doesNotContain("FAILED", "none");
        assertThat(pipeline.restart().update().jobs()).isZero();
    }

    @Test
    void whatTheUserHasGivenStaysAsItIs() {
        pipeline.file("data/in/1.json", "{\"id\":1,\"a\":{\"x\":1},\"b\":{\"x\":1},\"c\":\"text\"}");
        pipeline.sql("""
                CREATE STREAMING TABLE t AS SELECT * FROM STREAM read_files('data/in', format => 'json',
                    schemaHints => 'a STRUCT<x: INT>, b.x INT, c.x INT');
                """);
        pipeline.update();
        pipeline.file(
                "data/in/2.json", "{\"id\":2,\"a\":{\"x\":2,\"y\":2},\"b\":{\"x\":2,\"y\":2},\"c\":{\"x\":2,\"y\":2}}");
        pipeline.update();

        assertThat(pipeline.rows("SELECT id, a, b, c, get_json_object(_rescued_data, '$.a'),"
                        + " get_json_object(_rescued_data, '$.c') FROM t WHERE id = 2"))
                .containsExactly("2|[2]|[2,2]|[2]|{\"y\":2}|{\"y\":2}");
    }

    @Test
    void fieldsAreFoundWhateverTheirNames() {
        pipeline.file("data/in/1.json", "{\"a.b\":{\"x y\":1}}");
        pipeline.sql("""
                CREATE STREAMING TABLE t TBLPROPERTIES ('delta.columnMapping.mode' = 'name')
                AS SELECT * FROM STREAM read_files('data/in', format => 'json');
                """);
        pipeline.update();
        pipeline.file("data/in/2.json", "{\"a.b\":{\"x y\":2,\"`q`.r\":\"found\"}}");
        pipeline.update();

        assertThat(pipeline.rows("SELECT `a.b`.`x y`, `a.b`.```q``.r` FROM t"))
                .containsExactlyInAnyOrder("1|null", "2|found");
    }

    @Test
    void theyAreRefusedIfTheUserWantsThat() {
        pipeline.file("data/in/1.json", "{\"user\":{\"name\":\"a\"}}");
        pipeline.sql("""
                CREATE STREAMING TABLE t AS SELECT * FROM STREAM read_files('data/in', format => 'json',
                    schemaEvolutionMode => 'failOnNewColumns');
                """);
        pipeline.update();
        pipeline.file("data/in/2.json", "{\"user\":{\"name\":\"b\",\"age\":1}}");

        assertThat(pipeline.failure(ErrorCode.SOURCE_CHANGED).message()).contains("`user.age`");
    }

    @ParameterizedTest
    @ValueSource(strings = {"parquet", "avro"})
    void filesThatTellTheirColumnsMayHaveFewerOfThem(String format) {
        write(
                format,
                "SELECT 1 AS id, named_struct('x', 1) AS s, array(named_struct('n', 1)) AS items,"
                        + " map('k', named_struct('v', 1)) AS by");
        pipeline.sql(
                "CREATE STREAMING TABLE t AS SELECT * FROM STREAM read_files('data/in', format => '" + format + "')");
        pipeline.update();
        write(
                format,
                "SELECT 2 AS id, named_struct('x', 2, 'y', 2) AS s, array(named_struct('n', 2, 'm', 2)) AS items,"
                        + " map('k', named_struct('v', 2, 'w', 2)) AS by");
        pipeline.update();
        write(
                format,
                "SELECT 3 AS id, named_struct('x', 3) AS s, array(named_struct('n', 3), null) AS items,"
                        + " map('k', named_struct('v', 3), 'l', null) AS by");
        write(
                format,
                "SELECT 4 AS id, array(named_struct('n', 'four', 'm', 4), named_struct('n', null, 'm', 5)) AS items");
        pipeline.update();

        assertThat(pipeline.rows("SELECT id, s.y, to_json(items.n), to_json(items.m), to_json(map_values(by).w),"
                        + " get_json_object(_rescued_data, '$.items') FROM t"))
                .containsExactlyInAnyOrder(
                        "1|null|[1]|[null]|[null]|null",
                        "2|2|[2]|[2]|[2]|null",
                        "3|null|[3,null]|[null,null]|[null,null]|null",
                        "4|null|[null,null]|[4,5]|null|[{\"n\":\"four\"},null]");
    }

    private void write(String format, String query) {
        pipeline.session()
                .sql(query)
                .coalesce(1)
                .write()
                .mode("append")
                .format(format)
                .save(pipeline.path("data/in").toString());
    }
}
