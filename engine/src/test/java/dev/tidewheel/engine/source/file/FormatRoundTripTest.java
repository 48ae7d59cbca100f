package dev.tidewheel.engine.source.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FormatRoundTripTest {
    private static final String DATA =
            "SELECT * FROM VALUES (1, 'a', 1.5D, DATE'2026-01-02'), (2, 'ü', 2.5D, NULL) AS t(id, name, price, day)";

    @TempDir
    Path folder;

    private SourceFixture files;

    @BeforeEach
    void setUp() {
        files = new SourceFixture(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "csv", "parquet", "orc", "avro"})
    void readsWhatSparkWroteWithTheSameSchemaGiven(String format) {
        Dataset<Row> data = SourceFixture.session().sql(DATA);
        data.write().mode("append").format(format).option("header", "true").save(folder.toString());

        Dataset<Row> read =
                files.read("format", format, "header", "true", "schema", "id INT, name STRING, price DOUBLE, day DATE");

        assertThat(SourceFixture.rows(read)).isEqualTo(SourceFixture.rows(data));
        assertThat(read.schema().simpleString()).isEqualTo(data.schema().simpleString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"parquet", "orc", "avro"})
    void takesTheTypesOfFormatsThatHaveThem(String format) {
        Dataset<Row> data = SourceFixture.session().sql(DATA);
        data.write().mode("append").format(format).save(folder.toString());

        Dataset<Row> read = files.read("rescuedDataColumn", "");

        assertThat(SourceFixture.rows(read)).isEqualTo(SourceFixture.rows(data));
        assertThat(read.schema().simpleString()).isEqualTo(data.schema().simpleString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"parquet", "orc", "avro"})
    void mergesTheColumnsOfAllFiles(String format) {
        SourceFixture.session()
                .sql("SELECT 1 AS a")
                .write()
                .mode("append")
                .format(format)
                .save(folder.toString());
        SourceFixture.session()
                .sql("SELECT 'x' AS b")
                .write()
                .mode("append")
                .format(format)
                .save(folder.toString());

        assertThat(files.read().columns()).containsExactlyInAnyOrder("a", "b", "_rescued_data");
    }

    @Test
    void infersJson() {
        files.write("a.json", "{\"id\": 1, \"user\": {\"name\": \"x\"}, \"tags\": [\"t\"]}", "{\"id\": 2.5}");

        Dataset<Row> read = files.read();

        assertThat(read.schema().toDDL())
                .isEqualTo("id DOUBLE,tags ARRAY<STRING>,user STRUCT<name: STRING>,_rescued_data STRING");
        assertThat(SourceFixture.rows(read)).containsExactly("[1.0,ArraySeq(t),[x],null]", "[2.5,null,null,null]");
    }

    @Test
    void readsJsonOverSeveralLines() {
        files.write("a.json", "[", "{\"id\": 1,", "\"name\": \"a\"},", "{\"id\": 2, \"extra\": true}", "]");

        assertThat(SourceFixture.rows(files.read("multiLine", "true", "schemaHints", "id INT")))
                .containsExactly("[null,1,a,null]", "[true,2,null,null]");
        assertThat(SourceFixture.rows(files.read("multiLine", "true", "schema", "id INT", "rescuedDataColumn", "r"))
                        .get(1))
                .startsWith("[2,{\"extra\":true,\"_file_path\":");
    }

    @Test
    void readsCompressedFiles() throws Exception {
        Path file = folder.resolve("a.jsonl.gz");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("{\"id\": 1}\n{\"id\": 2}\n".getBytes(StandardCharsets.UTF_8));
        }

        assertThat(SourceFixture.rows(files.read())).containsExactly("[1,null]", "[2,null]");
    }

    @Test
    void readsXml() {
        files.write(
                "a.xml", "<books><book id=\"1\"><title>A</title></book><book id=\"2\"><title>B</title></book></books>");

        Dataset<Row> read = files.read("format", "xml", "rowTag", "book", "rescuedDataColumn", "");

        assertThat(read.columns()).containsExactly("_id", "title");
        assertThat(SourceFixture.rows(read)).containsExactly("[1,A]", "[2,B]");
    }

    @Test
    void readsTextAndBinaryWithFixedSchemas() {
        Path file = files.write("a.txt", "one", "two");

        assertThat(SourceFixture.rows(files.read())).containsExactly("[one]", "[two]");
        assertThat(SourceFixture.rows(files.read("wholeText", "true"))).containsExactly("[one\ntwo\n]");
        Dataset<Row> binary = files.read("format", "binaryFile");
        assertThat(binary.columns()).containsExactly("path", "modificationTime", "length", "content");
        assertThat(binary.select("path", "length").collectAsList().get(0).toString())
                .isEqualTo("[file:" + file + ",8]");
    }

    @Test
    void givesMetadataOnRequest() {
        Path file = files.write("ü b.json", "{\"id\": 1}");

        Dataset<Row> read =
                files.read().selectExpr("_metadata.file_name", "_metadata.file_size", "_metadata.file_path", "id");

        Row row = read.collectAsList().get(0);
        assertThat(row.getString(0)).isEqualTo("ü%20b.json");
        assertThat(row.getLong(1)).isEqualTo(10);
        assertThat(row.getString(2)).isEqualTo("file:" + file.toString().replace(" ", "%20"));
        assertThat(files.read().columns()).doesNotContain("_metadata");
        assertThat(files.read().filter("_metadata.file_size > 10").count()).isZero();
    }

    @Test
    void readsSingleVariantColumn() {
        files.write("a.json", "{\"id\": 1, \"x\": [1]}");

        assertThat(SourceFixture.rows(
                        files.read("singleVariantColumn", "v").selectExpr("variant_get(v, '$.id', 'int')")))
                .isEqualTo(List.of("[1]"));
    }
}
