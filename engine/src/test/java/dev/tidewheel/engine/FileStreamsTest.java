package dev.tidewheel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidewheel.engine.testing.PipelineFixture;
import dev.tidewheel.model.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What streams of files do besides making rows. */
class FileStreamsTest {

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
    void malformedRecordsGoToFilesIfTheUserWantsThat() throws IOException {
        pipeline.file("data/json/1.json", "{\"id\":1}", "{\"id\":", "{\"id\":3}");
        pipeline.file("data/csv/1.csv", "id,name", "1,a", "2,b,c,d", "x,y");
        pipeline.file("data/xml/1.xml", "<rows><row><id>1</id></row><row><id>2</row></rows>");
        pipeline.sql("""
                CREATE STREAMING TABLE j AS SELECT * FROM STREAM read_files('data/json', format => 'json',
                    schemaHints => 'id INT', badRecordsPath => '/bad/json');
                CREATE STREAMING TABLE c AS SELECT * FROM STREAM read_files('data/csv', format => 'csv', header => true,
                    schema => 'id INT, name STRING', badRecordsPath => '/bad/csv');
                CREATE STREAMING TABLE x AS SELECT * FROM STREAM read_files('data/xml', format => 'xml',
                    rowTag => 'row', schema => 'id INT', badRecordsPath => '/bad/xml');
                """.replace("/bad/", folder.resolve("bad") + "/"));
        pipeline.update();
        assertThat(pipeline.table("j")).containsExactly("1", "3");
        assertThat(pipeline.table("c")).containsExactly("1|a");
        assertThat(pipeline.table("x")).containsExactly("1");
        assertThat(bad("json")).singleElement().satisfies(record -> {
            assertThat(record.path("path").asText()).endsWith("/data/json/1.json");
            assertThat(record.path("record").asText()).isEqualTo("{\"id\":");
            assertThat(record.path("reason").asText()).isNotBlank();
        });
        assertThat(bad("csv"))
                .extracting(record -> record.path("record").asText())
                .containsExactly("2,b,c,d", "x,y");
        assertThat(bad("xml"))
                .extracting(record -> record.path("record").asText())
                .containsExactly("<row><id>2</row>");
    }

    private List<JsonNode> bad(String name) throws IOException {
        List<JsonNode> records = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder.resolve("bad").resolve(name))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".json"))
                    .filter(path -> !path.getFileName().toString().startsWith("."))
                    .toList()) {
                assertThat(file.toString()).contains("/bad_records/");
                for (String line : Files.readAllLines(file)) {
                    records.add(new ObjectMapper().readTree(line));
                }
            }
        }
        return records;
    }

    @Test
    void whichFilesWereTakenCanBeAsked() {
        pipeline.file("data/in/1.json", "{\"id\":1}");
        pipeline.sql("""
                CREATE STREAMING TABLE t AS SELECT id FROM STREAM read_files('data/in', format => 'json',
                    maxFilesPerTrigger => 1);
                CREATE MATERIALIZED VIEW files AS SELECT path, size FROM cloud_files_state('fixed');
                CREATE STREAMING TABLE fixed AS SELECT id FROM STREAM json.`data/in`;
                """.replace(
                        "CREATE MATERIALIZED VIEW files AS SELECT path, size FROM cloud_files_state('fixed');", ""));
        pipeline.update();
        pipeline.file("data/in/2.json", "{\"id\":22}");
        pipeline.update();
        String query =
                "SELECT regexp_extract(path, '[^/]+$', 0), size, batch, flow_name, discovery_time >= create_time,"
                        + " commit_time IS NOT NULL FROM cloud_files_state(%s) ORDER BY batch";
        for (String argument : List.of("'t'", "'main.default.t'", "TABLE(t)")) {
            assertThat(asked(query.formatted(argument)))
                    .as(argument)
                    .containsExactly("1.json|9|1|main.default.t|true|true", "2.json|10|2|main.default.t|true|true");
        }
        pipeline.sql("""
                CREATE STREAMING TABLE t AS SELECT id FROM STREAM read_files('data/in', format => 'json',
                    maxFilesPerTrigger => 1);
                CREATE MATERIALIZED VIEW files AS SELECT path, size FROM cloud_files_state('t');
                """);
        pipeline.update();
        assertThat(pipeline.rows("SELECT count(*), sum(size) FROM files")).containsExactly("2|19");
        pipeline.file("data/in/3.json", "{\"id\":3}");
        pipeline.update();
        pipeline.update();
        assertThat(pipeline.rows("SELECT count(*) FROM files")).containsExactly("3");
        pipeline.sql("CREATE MATERIALIZED VIEW files AS SELECT * FROM cloud_files_state('nothing');");
        pipeline.failure(ErrorCode.DATASET_NOT_FOUND);
    }

    private List<String> asked(String query) {
        return pipeline.engine().query(query).collectAsList().stream()
                .map(row -> row.mkString("|"))
                .toList();
    }
}
