package dev.tidewheel.engine.source.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JsonRescueTest {
    @TempDir
    Path folder;

    private SourceFixture files;

    @BeforeEach
    void setUp() {
        files = new SourceFixture(folder);
    }

    private String lost(String fields) {
        return "{" + fields + ",\"_file_path\":\"file:" + folder + "/a.json\"}";
    }

    private List<String> rescued(String schema, String... more) {
        String[] options = new String[more.length + 4];
        options[0] = "schema";
        options[1] = schema;
        options[2] = "rescuedDataColumn";
        options[3] = "_rescued_data";
        System.arraycopy(more, 0, options, 4, more.length);
        return SourceFixture.rows(files.read(options));
    }

    @Test
    void leavesTheColumnEmptyIfEverythingFits() {
        files.write("a.json", "{\"id\": 1, \"o\": {\"x\": 1}}", "{\"o\": null}", "{}");

        assertThat(rescued("id INT, o STRUCT<x: INT>"))
                .containsExactly("[1,[1],null]", "[null,null,null]", "[null,null,null]");
    }

    @Test
    void rescuesUnknownFields() {
        files.write(
                "a.json",
                "{\"id\": 1, \"a\": 1.50, \"b\": {\"c\": [1, null, \"x\"]}}",
                "{\"id\": 2, \"a\": null}",
                "{\"id\": 3}");

        assertThat(rescued("id INT"))
                .containsExactly(
                        "[1," + lost("\"a\":1.50,\"b\":{\"c\":[1,null,\"x\"]}") + "]",
                        "[2," + lost("\"a\":null") + "]",
                        "[3,null]");
    }

    @Test
    void rescuesFieldsThatDifferInCase() {
        files.write("a.json", "{\"ID\": 1, \"id\": 2}", "{\"Id\": 3}");

        assertThat(rescued("id INT"))
                .containsExactly("[2," + lost("\"ID\":1") + "]", "[null," + lost("\"Id\":3") + "]");
        assertThat(rescued("id INT", "readerCaseSensitive", "false"))
                .containsExactly("[2," + lost("\"ID\":1") + "]", "[3,null]");
    }

    @Test
    void findsNamesInAnyCaseAtAnyDepth() {
        files.write(
                "a.json",
                "{\"O\": {\"X\": 1, \"Other\": 2}, \"m\": {\"KEY\": {\"x\": \"no\"}}}",
                "{\"L\": [{\"X\": 3}, {\"x\": 4}], \"M\": {\"x\": {\"X\": 5}}}");

        assertThat(rescued(
                        "o STRUCT<x: INT>, l ARRAY<STRUCT<x: INT>>, m MAP<STRING, STRUCT<x: INT>>",
                        "readerCaseSensitive",
                        "false"))
                .containsExactly(
                        "[[1],null,Map(KEY -> [null])," + lost("\"o\":{\"Other\":2},\"m\":{\"KEY\":{\"x\":\"no\"}}")
                                + "]",
                        "[null,ArraySeq([3], [4]),Map(x -> [5]),null]");
    }

    @Test
    void readsOtherEncodings() throws IOException {
        Files.writeString(
                folder.resolve("a.json"), "[{\"id\": 1, \"ü\": \"é\"}, {\"ID\": 2}]", StandardCharsets.UTF_16LE);
        String[] more = {"encoding", "UTF-16LE", "lineSep", "\n", "readerCaseSensitive", "false"};

        assertThat(rescued("id INT", more)).containsExactly("[1," + lost("\"ü\":\"é\"") + "]", "[2,null]");
    }

    @Test
    void rescuesValuesOfAnotherType() {
        files.write(
                "a.json",
                "{\"id\": \"one\", \"day\": \"2026-01-02\", \"name\": {\"first\": 1}}",
                "{\"id\": 1.5, \"day\": \"soon\", \"name\": 5}",
                "{\"id\": 99999999999, \"day\": \"\"}");

        assertThat(rescued("id INT, day DATE, name STRING"))
                .containsExactly(
                        "[null,2026-01-02,{\"first\": 1}," + lost("\"id\":\"one\"") + "]",
                        "[null,null,5," + lost("\"id\":1.5,\"day\":\"soon\"") + "]",
                        "[null,null,null," + lost("\"id\":99999999999,\"day\":\"\"") + "]");
    }

    @Test
    void rescuesDeepInside() {
        files.write(
                "a.json",
                "{\"o\": {\"x\": \"no\", \"y\": 1, \"z\": 2}}",
                "{\"l\": [{\"x\": 1}, {\"x\": 2, \"n\": 3}]}",
                "{\"m\": {\"k\": {\"x\": \"no\"}, \"j\": {\"x\": 1}}}",
                "{\"l\": 7}",
                "{\"n\": [1, \"two\"]}");

        assertThat(
                        rescued(
                                "o STRUCT<x: INT, y: INT>, l ARRAY<STRUCT<x: INT>>, m MAP<STRING, STRUCT<x: INT>>, n ARRAY<INT>"))
                .containsExactlyInAnyOrder(
                        "[[null,1],null,null,null," + lost("\"o\":{\"x\":\"no\",\"z\":2}") + "]",
                        "[null,ArraySeq([1], [2]),null,null," + lost("\"l\":[null,{\"n\":3}]") + "]",
                        "[null,null,Map(k -> [null], j -> [1]),null," + lost("\"m\":{\"k\":{\"x\":\"no\"}}") + "]",
                        "[null,null,null,null," + lost("\"l\":7") + "]",
                        "[null,null,null,null," + lost("\"n\":[1,\"two\"]") + "]");
    }

    @Test
    void keepsMalformedRecords() {
        files.write("a.json", "{\"id\": 1}", "{\"id\": ", "no json");

        assertThat(rescued("id INT"))
                .containsExactly(
                        "[1,null]",
                        "[null," + lost("\"_corrupt_record\":\"no json\"") + "]",
                        "[null," + lost("\"_corrupt_record\":\"{\\\"id\\\": \"") + "]");
        assertThat(rescued("id INT, _corrupt_record STRING"))
                .containsExactly("[1,null,null]", "[null,no json,null]", "[null,{\"id\": ,null]");
    }

    @Test
    void dropsMalformedRecordsButNotMismatches() {
        files.write("a.json", "{\"id\": 1}", "{\"id\": ", "{\"id\": \"x\"}");

        assertThat(rescued("id INT", "mode", "DROPMALFORMED"))
                .containsExactly("[1,null]", "[null," + lost("\"id\":\"x\"") + "]");
        String[] options = {"schema", "id INT", "rescuedDataColumn", "r", "mode", "DROPMALFORMED"};
        assertThat(files.read(options).count()).isEqualTo(2);
        assertThat(SourceFixture.rows(files.read(options).select("id"))).containsExactly("[1]", "[null]");
        assertThatThrownBy(() -> rescued("id INT", "mode", "FAILFAST"))
                .hasStackTraceContaining("MALFORMED_RECORD_IN_PARSING");
    }

    @Test
    void rescuesEachObjectOfAnArrayOnItsOwn() {
        files.write("a.json", "[{\"id\": 1, \"x\": 1}, {\"id\": 2}]");

        assertThat(rescued("id INT")).containsExactly("[1," + lost("\"x\":1") + "]", "[2,null]");
    }

    @Test
    void givesTheSameWhateverColumnsAreSelected() {
        files.write("a.json", "{\"id\": 1, \"name\": 2, \"x\": 3}");
        String[] options = {"schema", "id INT, name BOOLEAN", "rescuedDataColumn", "r"};

        assertThat(SourceFixture.rows(files.read(options).select("r")))
                .containsExactly("[" + lost("\"name\":2,\"x\":3") + "]");
        assertThat(SourceFixture.rows(files.read(options).select("id"))).containsExactly("[1]");
        assertThat(files.read(options).count()).isEqualTo(1);
        assertThat(files.read(options).filter("r IS NULL").count()).isZero();
        assertThat(files.read(options).filter("id = 2").count()).isZero();
    }

    @Test
    void doesNotRescueWithoutBeingAsked() {
        files.write("a.json", "{\"id\": 1, \"x\": 3}");

        assertThat(files.read("schema", "id INT").columns()).containsExactly("id");
        assertThat(files.read("schemaEvolutionMode", "none").columns()).containsExactly("id", "x");
        assertThat(files.read("schema", "id INT", "schemaEvolutionMode", "rescue")
                        .columns())
                .containsExactly("id", "_rescued_data");
    }
}
