package dev.tidewheel.engine.source.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CsvReadingTest {
    @TempDir
    Path folder;

    private SourceFixture files;

    @BeforeEach
    void setUp() {
        files = new SourceFixture(folder);
    }

    @Test
    void infersColumnsByHeaderOverFilesOfDifferentOrder() {
        files.writeAt(1000, "a.csv", "id,name", "1,a", "2,b");
        files.writeAt(2000, "b.csv", "name,day,id", "c,2026-01-02,3000000000");

        Dataset<Row> read = files.read();

        assertThat(read.schema().toDDL()).isEqualTo("id BIGINT,name STRING,day DATE,_rescued_data STRING");
        assertThat(SourceFixture.rows(read))
                .containsExactly("[1,a,null,null]", "[2,b,null,null]", "[3000000000,c,2026-01-02,null]");
    }

    @Test
    void keepsTextWithoutTypeInference() {
        files.write("a.csv", "id,flag", "007,true");

        Dataset<Row> read = files.read("inferColumnTypes", "false");

        assertThat(read.schema().toDDL()).isEqualTo("id STRING,flag STRING,_rescued_data STRING");
        assertThat(SourceFixture.rows(read)).containsExactly("[007,true,null]");
    }

    @Test
    void rescuesUnknownColumnsMismatchesAndExtraFields() {
        files.write("a.csv", "id,amount,Name,extra", "1,2.5,x,e", "2,much,y,", "3,4.5,z,f,g");

        Dataset<Row> read = files.read(
                "header", "true", "schema", "id INT, amount DOUBLE, name STRING", "rescuedDataColumn", "rescued");

        String path = ",\"_file_path\":\"file:" + folder + "/a.csv\"}";
        assertThat(SourceFixture.rows(read))
                .containsExactly(
                        "[1,2.5,null,{\"Name\":\"x\",\"extra\":\"e\"" + path + "]",
                        "[2,null,null,{\"amount\":\"much\",\"Name\":\"y\"" + path + "]",
                        "[3,4.5,null,{\"Name\":\"z\",\"extra\":\"f\",\"_c4\":\"g\"" + path + "]");
    }

    @Test
    void matchesNamesWithoutRegardToCaseIfAsked() {
        files.write("a.csv", "ID,Name", "1,x");

        assertThat(SourceFixture.rows(files.read(
                        "header",
                        "true",
                        "schema",
                        "id INT, name STRING",
                        "rescuedDataColumn",
                        "r",
                        "readerCaseSensitive",
                        "false")))
                .containsExactly("[1,x,null]");
    }

    @Test
    void readsByPositionWithoutHeader() {
        files.write("a.csv", "1,a", "2,b");

        assertThat(SourceFixture.rows(files.read("schema", "id INT, name STRING")))
                .containsExactly("[1,a]", "[2,b]");
        assertThat(files.read("header", "false").columns()).containsExactly("_c0", "_c1", "_rescued_data");
        assertThat(SourceFixture.rows(files.read("header", "false"))).containsExactly("[1,a,null]", "[2,b,null]");
    }

    @Test
    void readsByPositionIfTheSchemaIsEnforced() {
        files.write("a.csv", "x,y", "1,a");

        assertThat(SourceFixture.rows(
                        files.read("schema", "id INT, name STRING", "header", "true", "enforceSchema", "true")))
                .containsExactly("[1,a]");
        assertThat(SourceFixture.rows(files.read("schema", "y STRING, x INT", "header", "true")))
                .containsExactly("[a,1]");
    }

    @Test
    void readsTabsCommentsAndSkippedRows() {
        files.write("a.tsv", "made by hand", "", "id\tname", "# no row", "1\ta b");

        assertThat(SourceFixture.rows(files.read("skipRows", "1", "comment", "#")))
                .containsExactly("[1,a b,null]");
    }

    @Test
    void readsQuotedLineBreaks() {
        files.write("a.csv", "id,text", "1,\"a", "b\"", "2,c");

        assertThat(SourceFixture.rows(files.read("multiLine", "true"))).containsExactly("[1,a\nb,null]", "[2,c,null]");
    }

    @Test
    void treatsMalformedRecordsAsTheModeSays() {
        files.write("a.csv", "id,name", "1,a", "x,b", "3");
        String[] schema = {"header", "true", "schema", "id INT, name STRING"};

        assertThat(SourceFixture.rows(files.read(schema))).containsExactly("[1,a]", "[3,null]", "[null,b]");
        assertThat(SourceFixture.rows(
                        files.read("header", "true", "schema", "id INT, name STRING, _corrupt_record STRING")))
                .containsExactly("[1,a,null]", "[3,null,3]", "[null,b,x,b]");
        assertThat(SourceFixture.rows(
                        files.read("header", "true", "schema", "id INT, name STRING", "mode", "DROPMALFORMED")))
                .containsExactly("[1,a]");
        assertThatThrownBy(() -> files.read("header", "true", "schema", "id INT, name STRING", "mode", "FAILFAST")
                        .collectAsList())
                .hasStackTraceContaining("MALFORMED_RECORD_IN_PARSING");
    }

    @Test
    void readsPartsOfALargeFileLikeTheWhole() {
        files.write(
                "a.csv",
                IntStream.rangeClosed(0, 5000)
                        .mapToObj(i -> i == 0 ? "name,id" : "n" + i + "," + i)
                        .toArray(String[]::new));
        SourceFixture.session().conf().set("spark.sql.files.maxPartitionBytes", "5000");
        try {
            Dataset<Row> read = files.read("schemaHints", "id BIGINT");
            assertThat(read.rdd().getNumPartitions()).isGreaterThan(5);
            assertThat(read.selectExpr("count(*)", "sum(id)", "count(_rescued_data)")
                            .collectAsList()
                            .get(0)
                            .toString())
                    .isEqualTo("[5000,12502500,0]");
        } finally {
            SourceFixture.session().conf().unset("spark.sql.files.maxPartitionBytes");
        }
    }
}
