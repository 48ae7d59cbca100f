package dev.tidewheel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.testing.PipelineFixture;
import dev.tidewheel.engine.testing.Update;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.event.UpdateState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is remembered of a source belongs to it, however it is spelt, and to nothing that came later. */
class SourcesOverTimeTest {

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
    void anInputKeepsItsPositionHoweverItIsSpelt() {
        pipeline.file("data/a/1.json", "{\"id\":1}");
        pipeline.appendDelta("data/delta", "SELECT 1L AS id");
        String orders =
                "CREATE STREAMING TABLE Orders AS SELECT id FROM STREAM read_files('data/a', format => 'json');";
        String readers = """
                CREATE STREAMING TABLE by_name AS SELECT id FROM STREAM Orders;
                CREATE STREAMING TABLE by_path AS SELECT id FROM STREAM delta.`data/delta`;
                """;
        pipeline.sql(orders + readers);
        pipeline.update();

        pipeline.sql(orders.replace("Orders", "orders").replace("data/a", "data/a/")
                + readers.replace("Orders", "orders").replace("data/delta", "data//delta/"));
        assertThat(pipeline.restart().update().jobs()).isZero();

        // defined by nobody, and after that by this pipeline again
        pipeline.sql(readers);
        pipeline.outside("INSERT INTO main.default.orders VALUES (2)");
        pipeline.update();
        pipeline.sql(orders + readers);
        pipeline.file("data/a/2.json", "{\"id\":3}");
        pipeline.appendDelta("data/delta", "SELECT 3L AS id");
        pipeline.update();

        assertThat(pipeline.table("orders")).containsExactly("1", "2", "3");
        assertThat(pipeline.table("by_name")).containsExactly("1", "2", "3");
        assertThat(pipeline.table("by_path")).containsExactly("1", "3");
    }

    @Test
    void aStreamIsNotPutTogetherWithRowsThatAreReadWhole() {
        pipeline.file("data/a/1.json", "{\"id\":1}");
        pipeline.file("data/b/1.json", "{\"id\":2}");
        String text = """
                CREATE STREAMING TABLE t AS
                SELECT id FROM STREAM json.`data/a`
                UNION ALL
                SELECT id FROM json.`data/b`;
                """;
        pipeline.sql(text);
        Problem problem = pipeline.failure(ErrorCode.QUERY_INVALID);
        assertThat(problem.message()).containsIgnoringCase("union");
        assertThat(problem.fix()).contains("STREAM").contains("ONCE");
        assertThat(String.valueOf(problem.location())).contains("pipeline.sql:2");

        pipeline.sql(text.replace("FROM json", "FROM STREAM json"));
        pipeline.update();
        pipeline.file("data/b/2.json", "{\"id\":3}");
        pipeline.update();
        assertThat(pipeline.table("t")).containsExactly("1", "2", "3");
    }

    @Test
    void schemasOfFilesAreFoundOutAnewWithTheTable() throws IOException {
        pipeline.file("data/a/1.json", "{\"id\":1}");
        String text = """
                CREATE TEMPORARY VIEW v AS SELECT * EXCEPT (_rescued_data) FROM STREAM read_files('data/a', format => 'json');
                CREATE STREAMING TABLE through_view AS SELECT * FROM STREAM v;
                CREATE STREAMING TABLE direct
                AS SELECT * EXCEPT (_rescued_data) FROM STREAM read_files('data/a', format => 'json');
                """;
        String strict = text.replace(
                "TABLE direct", "TABLE direct (CONSTRAINT small EXPECT (id < 5) ON VIOLATION FAIL UPDATE)");
        pipeline.sql(strict);
        pipeline.update();

        pipeline.file("data/a/1.json", "{\"id\":7,\"failed\":true}");
        Update failed = pipeline.run(new Selection(List.of(), List.of("direct"), false));
        assertThat(failed.result().state()).isEqualTo(UpdateState.FAILED);
        pipeline.update();
        assertThat(pipeline.columns("direct"))
                .as("nothing of the attempt counts")
                .containsExactly("id");

        pipeline.sql(text);
        pipeline.file("data/a/1.json", "{\"id\":2,\"two\":2}");
        pipeline.fullRefreshAll();
        assertThat(pipeline.columns("direct")).containsExactly("id", "two");
        assertThat(pipeline.columns("through_view")).containsExactly("id", "two");
        assertThat(pipeline.restart().update().jobs()).isZero();

        drop(pipeline.path(".tidewheel/tables/main/default/direct"));
        drop(pipeline.path(".tidewheel/tables/main/default/through_view"));
        pipeline.file("data/a/1.json", "{\"id\":3,\"three\":3}");
        pipeline.update();
        assertThat(pipeline.table("direct")).containsExactly("3|3");
        assertThat(pipeline.columns("direct")).containsExactly("id", "three");
        assertThat(pipeline.columns("through_view")).containsExactly("id", "three");
    }

    private static void drop(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void namesOfPartitionColumnsAreReadWithoutRegardToCase() {
        pipeline.file("data/p/day=2024-01-02/1.json", "{\"id\":1}");
        pipeline.file("data/p/DAY=2024-01-03/1.json", "{\"id\":2}");
        pipeline.sql("""
                CREATE MATERIALIZED VIEW given AS
                SELECT id, Day FROM read_files('data/p', format => 'json', schema => 'id INT, Day DATE');
                CREATE MATERIALIZED VIEW listed AS
                SELECT id, Day FROM read_files('data/p', format => 'json', partitionColumns => 'Day');
                """);
        pipeline.update();
        assertThat(pipeline.table("given")).containsExactly("1|2024-01-02", "2|2024-01-03");
        assertThat(pipeline.table("listed")).containsExactly("1|2024-01-02", "2|2024-01-03");
    }
}
