package dev.tidewheel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.testing.PipelineFixture;
import dev.tidewheel.engine.testing.Update;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.event.EventDetails;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streaming queries that remember rows: windows, duplicates, joins of streams. */
class StatefulFlowsTest {

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

    private void events(int file, String... idAndTime) {
        String[] lines = new String[idAndTime.length];
        for (int i = 0; i < lines.length; i++) {
            String[] parts = idAndTime[i].split(" ");
            lines[i] = "{\"id\":" + parts[0] + ",\"at\":\"2024-01-01T" + parts[1] + ":00Z\"}";
        }
        pipeline.file("data/events/" + file + ".json", lines);
    }

    private static final String EVENTS = "CREATE STREAMING TABLE events AS SELECT id, CAST(at AS TIMESTAMP) AS at"
            + " FROM STREAM read_files('data/events', format => 'json');\n";

    @Test
    void windowsAreWrittenOnceTheWatermarkHasPassed() {
        pipeline.sql(EVENTS + """
                CREATE STREAMING TABLE counts AS
                SELECT date_format(window.start, 'HH:mm') AS start, count(*) AS n
                FROM STREAM(events) WATERMARK at DELAY OF INTERVAL 10 MINUTES
                GROUP BY window(at, '10 minutes');
                CREATE MATERIALIZED VIEW total AS SELECT sum(n) AS n FROM counts;
                """);
        events(1, "1 10:01", "2 10:02", "3 10:11");
        pipeline.update();
        assertThat(pipeline.table("counts")).isEmpty();

        events(2, "4 10:03", "5 10:31");
        pipeline.restart().update();
        assertThat(pipeline.table("counts")).as("10:00 and 10:10 are over").containsExactly("10:00|3", "10:10|1");
        assertThat(pipeline.table("total")).containsExactly("4");

        events(3, "6 10:04", "7 11:00");
        pipeline.update();
        assertThat(pipeline.table("counts")).as("too late for 10:00").containsExactly("10:00|3", "10:10|1", "10:30|1");
        assertThat(pipeline.update().jobs()).isZero();
        assertThat(pipeline.restart().update().jobs()).isZero();
    }

    /** As a process leaves it that is killed between the batch of the last rows and the one that writes the window. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatAWatermarkCompletesIsWrittenByTheRunAfterACrash(boolean sparkKnowsOfTheBatch) throws IOException {
        pipeline.sql(EVENTS + """
                CREATE STREAMING TABLE counts AS
                SELECT date_format(window.start, 'HH:mm') AS start, count(*) AS n
                FROM STREAM(events) WATERMARK at DELAY OF INTERVAL 10 MINUTES
                GROUP BY window(at, '10 minutes');
                """);
        events(1, "1 10:01", "2 10:02", "3 10:31");
        pipeline.update();
        assertThat(pipeline.table("counts")).containsExactly("10:00|2");
        assertThat(pipeline.update().jobs()).isZero();

        long last = pipeline.version("counts");
        pipeline.close();
        remove(".tidewheel/tables", String.format("counts/_delta_log/\\.?%020d\\..*", last));
        remove(".tidewheel/checkpoints", "ends/.*");
        remove(".tidewheel/checkpoints", "offsets/\\.?1(\\..*)?");
        remove(".tidewheel/checkpoints", "commits/\\.?" + (sparkKnowsOfTheBatch ? "1" : "[01]") + "(\\..*)?");
        assertThat(pipeline.table("counts")).isEmpty();

        assertThat(pipeline.restart().update().rowsWritten("counts")).isEqualTo(1);
        assertThat(pipeline.table("counts")).containsExactly("10:00|2");
        assertThat(pipeline.update().jobs()).isZero();

        events(2, "4 10:04", "5 11:00");
        pipeline.update();
        assertThat(pipeline.table("counts")).as("too late for 10:00").containsExactly("10:00|2", "10:30|1");
    }

    private void remove(String folder, String endOfPath) throws IOException {
        List<Path> found;
        try (Stream<Path> files = Files.walk(pipeline.path(folder))) {
            found = files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().matches(".*/" + endOfPath))
                    .toList();
        }
        assertThat(found).as(endOfPath).isNotEmpty();
        for (Path file : found) {
            Files.delete(file);
        }
    }

    @Test
    void duplicatesAreRemovedOverAllUpdates() {
        pipeline.sql(EVENTS + "CREATE STREAMING TABLE ids AS SELECT DISTINCT id FROM STREAM events;");
        events(1, "1 10:00", "1 10:01", "2 10:02");
        pipeline.update();
        assertThat(pipeline.table("ids")).containsExactly("1", "2");
        events(2, "2 10:03", "3 10:04");
        pipeline.restart().update();
        assertThat(pipeline.table("ids")).containsExactly("1", "2", "3");
        assertThat(pipeline.update().jobs()).isZero();
    }

    @Test
    void twoStreamsAreJoinedWhereTheyMeetInTime() {
        pipeline.file("data/clicks/1.json", "{\"id\":1,\"clicked\":\"2024-01-01T10:05:00Z\"}");
        pipeline.sql(EVENTS + """
                CREATE STREAMING TABLE clicks AS
                SELECT id AS click, CAST(clicked AS TIMESTAMP) AS clicked FROM STREAM read_files('data/clicks', format => 'json');
                CREATE STREAMING TABLE joined AS
                SELECT e.id, c.clicked
                FROM STREAM(events) WATERMARK at DELAY OF INTERVAL 1 HOUR AS e
                JOIN STREAM(clicks) WATERMARK clicked DELAY OF INTERVAL 1 HOUR AS c
                ON e.id = c.click AND c.clicked BETWEEN e.at AND e.at + INTERVAL 30 MINUTES;
                """);
        events(1, "1 10:00", "2 10:01");
        pipeline.update();
        assertThat(pipeline.rows("SELECT id FROM joined")).containsExactly("1");

        pipeline.file("data/clicks/2.json", "{\"id\":2,\"clicked\":\"2024-01-01T10:06:00Z\"}");
        pipeline.restart().update();
        assertThat(pipeline.rows("SELECT id FROM joined"))
                .as("the event was remembered")
                .containsExactly("1", "2");
    }

    @Test
    void expectationsHoldForStatefulFlowsToo() {
        pipeline.sql(EVENTS + """
                CREATE TEMPORARY VIEW valid (CONSTRAINT positive EXPECT (id > 0) ON VIOLATION DROP ROW) AS SELECT id, at FROM STREAM events;
                CREATE STREAMING TABLE ids (CONSTRAINT small EXPECT (id < 3) ON VIOLATION DROP ROW, CONSTRAINT even EXPECT (id % 2 = 0))
                AS SELECT DISTINCT id FROM STREAM valid;
                """);
        events(1, "0 10:00", "1 10:00", "2 10:00", "2 10:00", "3 10:00");
        Update update = pipeline.update();
        assertThat(pipeline.table("ids")).containsExactly("1", "2");
        assertThat(update.expectations("ids"))
                .containsEntry("ids.small", "2/1")
                .containsEntry("ids.even", "1/2")
                .containsEntry("valid.positive", "4/1");
        assertThat(update.dropped("ids")).isEqualTo(2);
        assertThat(update.events()).anyMatch(event -> event.details() instanceof EventDetails.StreamProgress);
    }

    @Test
    void anAggregateWithoutWatermarkIsRefusedBeforeAnythingRuns() {
        pipeline.sql(
                EVENTS + "CREATE STREAMING TABLE counts AS\nSELECT id, count(*) AS n FROM STREAM events GROUP BY id;");
        events(1, "1 10:00");
        Problem problem = pipeline.failure(ErrorCode.QUERY_INVALID);
        assertThat(problem.toString()).containsIgnoringCase("watermark");
        assertThat(problem.location()).isNotNull();
        assertThat(pipeline.path(".tidewheel/tables")).doesNotExist();
    }

    @Test
    void aFullRefreshForgetsTheState() {
        pipeline.sql(EVENTS + "CREATE STREAMING TABLE ids AS SELECT DISTINCT id FROM STREAM events;");
        events(1, "1 10:00");
        pipeline.update();
        pipeline.fullRefresh("ids");
        assertThat(pipeline.table("ids")).containsExactly("1");
        events(2, "1 10:01", "2 10:00");
        pipeline.update();
        assertThat(pipeline.table("ids")).containsExactly("1", "2");
        pipeline.fullRefreshAll();
        assertThat(pipeline.table("ids")).containsExactly("1", "2");
    }

    @Test
    void aFlowThatBeginsToKeepStateLosesNothingSilently() {
        pipeline.file("data/1.json", "{\"id\":1}", "{\"id\":1}");
        String table = "CREATE STREAMING TABLE t AS SELECT %s id FROM STREAM read_files('data', format => 'json',"
                + " schema => 'id INT');";
        pipeline.sql(table.formatted(""));
        pipeline.update();
        pipeline.sql(table.formatted("DISTINCT"));
        pipeline.file("data/2.json", "{\"id\":2}");

        assertThat(pipeline.failure(ErrorCode.INCOMPATIBLE_CHANGE).fix()).contains("--accept-reset t");
        assertThat(pipeline.table("t")).containsExactly("1", "1");
        pipeline.fullRefresh("t");
        assertThat(pipeline.table("t")).containsExactly("1", "2");

        pipeline.outside("DROP TABLE t");
        pipeline.restart();
        pipeline.update();
        assertThat(pipeline.table("t")).containsExactly("1", "2");
        pipeline.outside("DROP TABLE t");
        pipeline.restart();
        pipeline.update();
        assertThat(pipeline.table("t")).containsExactly("1", "2");
    }

    @Test
    void columnsAreFoundByNameAlsoIfTheTableHasThemInAnotherOrder() {
        String text = """
                CREATE STREAMING TABLE source AS SELECT id, amount FROM STREAM read_files('data/source', format => 'json',
                  schema => 'id INT, region STRING, amount STRING');
                CREATE STREAMING TABLE amounts AS SELECT DISTINCT id, amount FROM STREAM source;
                CREATE STREAMING TABLE files AS
                SELECT DISTINCT _metadata.file_name AS file, id FROM STREAM read_files('data/source', format => 'json');
                """;
        pipeline.sql(text);
        pipeline.file("data/source/1.json", "{\"id\":1,\"region\":\"north\",\"amount\":\"ten\"}");
        pipeline.update();
        pipeline.sql(text.replace("SELECT id, amount FROM", "SELECT id, region, amount FROM"));
        pipeline.file("data/source/2.json", "{\"id\":2,\"region\":\"south\",\"amount\":\"twenty\"}");
        pipeline.update();

        assertThat(pipeline.table("source")).containsExactly("1|ten|null", "2|twenty|south");
        assertThat(pipeline.table("amounts")).containsExactly("1|ten", "2|twenty");
        assertThat(pipeline.table("files")).containsExactly("1.json|1", "2.json|2");
    }

    /** What a stream is joined with may lie elsewhere from now on; the state is of its columns all the same. */
    @Test
    void stateGoesOnIfWhatIsLookedUpMoves() {
        pipeline.file("orders/1.json", "{\"item\":\"a\"}")
                .file("prices/may/1.json", "{\"name\":\"a\",\"price\":10}")
                .file("prices/june/1.json", "{\"name\":\"a\",\"price\":10}", "{\"name\":\"b\",\"price\":20}");
        String table = "CREATE STREAMING TABLE seen AS SELECT DISTINCT name, price"
                + " FROM STREAM read_files('orders', format => 'json') JOIN read_files('prices/%s', format => 'json')"
                + " ON item = name;";
        pipeline.sql(table.formatted("may")).update();
        pipeline.file("orders/2.json", "{\"item\":\"a\"}", "{\"item\":\"b\"}");
        pipeline.sql(table.formatted("june")).update();
        assertThat(pipeline.table("seen")).containsExactly("a|10", "b|20");
    }
}
