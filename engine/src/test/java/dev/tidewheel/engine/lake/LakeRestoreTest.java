package dev.tidewheel.engine.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidewheel.engine.source.Backlog;
import dev.tidewheel.engine.testing.TestSession;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.classic.Dataset$;
import org.apache.spark.sql.classic.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables that are given files which are there already: of an older version, or of a table beside them. */
class LakeRestoreTest {
    private static final String DELETION_VECTORS = "delta.enableDeletionVectors";

    @TempDir
    Path folder;

    private final SparkSession session = (SparkSession) TestSession.get();
    private Lake lake = new Lake(session);

    @AfterEach
    void close() {
        lake.close();
    }

    private static Dataset<Row> rows(String query) {
        return TestSession.sql(query);
    }

    private static List<String> table(String path) {
        return TestSession.rows(TestSession.sql("SELECT * FROM delta.`" + path + "`"));
    }

    private String path(String table) {
        return folder.resolve(table).toString();
    }

    private void make(String path, Map<String, String> properties, String query) {
        Dataset<Row> data = rows(query);
        lake.replace(
                path,
                TableLayout.ofQuery(data.schema()).withProperties(properties),
                data,
                CommitNote.of("WRITE").withDomain("test.a", "1"));
    }

    private void append(String path, String query) {
        lake.append(path, rows(query), CommitNote.of("WRITE"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "delta.enableDeletionVectors", "delta.enableChangeDataFeed"})
    void aVersionComesBackInOneCommit(String property) {
        String path = path("t");
        make(path, property.isEmpty() ? Map.of() : Map.of(property, "true"), "SELECT id FROM range(0, 10, 1, 1)");
        append(path, "SELECT id FROM range(10, 20, 1, 1)");
        if (!property.isEmpty()) {
            TestSession.sql("DELETE FROM delta.`" + path + "` WHERE id IN (3, 15)");
        }
        TableSnapshot then = lake.snapshot(path).orElseThrow();
        List<String> before = table(path);
        TestSession.sql("DELETE FROM delta.`" + path + "` WHERE id = 4");
        lake.evolve(
                path,
                TableLayout.of(then.schema().add("more", "string")).withProperties(then.properties()),
                CommitNote.of("CHANGE"));
        append(path, "SELECT id, 'x' AS more FROM range(30, 40, 1, 1)");
        assertThat(lake.missingFiles(then)).isEmpty();

        TableSnapshot version = lake.snapshot(path, then.version()).orElseThrow();
        assertThat(version.domains()).containsEntry("test.a", "1");
        long last = lake.latestVersion(path);
        WriteResult result = lake.restore(
                version, CommitNote.of("RESTORE").withDomain("test.a", "2").withDomain("test.b", ""));

        assertThat(result.version()).isEqualTo(last + 1);
        assertThat(table(path)).isEqualTo(before);
        TableSnapshot now = lake.snapshot(path).orElseThrow();
        assertThat(now.schema()).isEqualTo(then.schema());
        assertThat(now.domains()).containsEntry("test.a", "2");
        assertThat(lake.statistics(now).rows()).isEqualTo(before.size());
        append(path, "SELECT id FROM range(50, 51)");
        assertThat(table(path)).hasSize(before.size() + 1);
        assertThat(lake.snapshot(path, 99)).isEmpty();
    }

    @Test
    void filesOfATableBelowBecomeTheTables() {
        String path = path("t");
        Map<String, String> vectors = Map.of(DELETION_VECTORS, "true");
        make(path, vectors, "SELECT id, id % 2 AS p FROM range(0, 10, 1, 1)");
        Dataset<Row> data = rows("SELECT id, concat('a b=', id % 2) AS p FROM range(100, 110, 1, 1)");
        lake.replace(
                path + "/refresh-1",
                TableLayout.ofQuery(data.schema()).partitionedBy("p").withProperties(vectors),
                data,
                CommitNote.of("WRITE"));
        TestSession.sql("DELETE FROM delta.`" + path + "/refresh-1` WHERE id IN (103, 104)");
        List<String> expected = table(path + "/refresh-1");
        assertThat(expected).hasSize(8);
        long last = lake.latestVersion(path);

        lake.adopt(path, "refresh-1", CommitNote.of("FULL REFRESH").withDomain("test.a", "3"));

        assertThat(lake.latestVersion(path)).isEqualTo(last + 1);
        assertThat(table(path)).isEqualTo(expected);
        TableSnapshot now = lake.snapshot(path).orElseThrow();
        assertThat(now.partitionColumns()).containsExactly("p");
        assertThat(now.domains()).containsEntry("test.a", "3");
        assertThat(lake.missingFiles(now)).isEmpty();
        assertThat(TestSession.rows(Dataset$.MODULE$.ofRows(session, lake.scan(now))))
                .isEqualTo(expected);
        TestSession.sql("DELETE FROM delta.`" + path + "` WHERE id = 100");
        assertThat(table(path)).hasSize(7);
    }

    /** The log of a table that was restored has files that left it and came back. */
    @Test
    void checkpointsOfARestoredTableAreReadRightByOthers() {
        String path = path("t");
        make(path, Map.of("delta.checkpointInterval", "4"), "SELECT id FROM range(0, 5, 1, 1)");
        TableSnapshot then = lake.snapshot(path).orElseThrow();
        for (int round = 0; round < 3; round++) {
            Dataset<Row> other = rows("SELECT id FROM range(100, 105, 1, 1)");
            lake.replace(path, then.layout(), other, CommitNote.of("WRITE"));
            append(path, "SELECT 200L AS id");
            lake.restore(then, CommitNote.of("RESTORE"));
            append(path, "SELECT 300L AS id");
            lake.close();
            assertThat(folder.resolve("t/_delta_log/_last_checkpoint")).exists();
            org.apache.spark.sql.delta.DeltaLog.clearCache();
            assertThat(table(path)).as("round " + round).hasSize(6);
            assertThat(TestSession.rows(Dataset$.MODULE$.ofRows(
                            session, new Lake(session).scan(lake.snapshot(path).orElseThrow()))))
                    .hasSize(6);
            if (round < 2) {
                lake = new Lake(session);
            }
        }
    }

    /** Rows of a stream that goes on from a position; the position is moved to their end. */
    private List<String> read(String path, List<String> position) {
        DeltaStreamSource source = new DeltaStreamSource(lake, path, "t", Map.of());
        List<String> found = new ArrayList<>();
        String from = position.isEmpty() ? null : position.get(0);
        Backlog backlog = source.look(from);
        Optional<String> end = source.advance(from, backlog);
        while (end.isPresent()) {
            found.addAll(TestSession.rows(Dataset$.MODULE$.ofRows(session, source.rows(from, end.get()))));
            from = end.get();
            end = source.advance(from, backlog);
        }
        position.clear();
        if (from != null) {
            position.add(from);
        }
        found.sort(null);
        return found;
    }

    @Test
    void streamsGoOnOverARestoreThatTookNothingFromThem() {
        String path = path("t");
        make(path, Map.of(), "SELECT 0 AS id");
        List<String> behind = new ArrayList<>();
        assertThat(read(path, behind)).containsExactly("[0]");
        append(path, "SELECT 1 AS id");
        List<String> there = new ArrayList<>(behind);
        read(path, there);
        append(path, "SELECT 2 AS id");
        List<String> ahead = new ArrayList<>(there);
        assertThat(read(path, ahead)).containsExactly("[2]");

        lake.restore(
                lake.snapshot(path, 1).orElseThrow(), CommitNote.of("RESTORE").withParameter("version", "1"));
        append(path, "SELECT 3 AS id");
        assertThat(read(path, new ArrayList<>(behind))).containsExactly("[1]", "[3]");
        assertThat(read(path, new ArrayList<>(there))).containsExactly("[3]");
        assertThatThrownBy(() -> read(path, new ArrayList<>(ahead))).hasMessageContaining("changed or removed");

        TestSession.sql("RESTORE TABLE delta.`" + path + "` TO VERSION AS OF 2");
        append(path, "SELECT 4 AS id");
        assertThat(table(path)).containsExactly("[0]", "[1]", "[2]", "[4]");
        assertThat(read(path, new ArrayList<>(behind))).as("undone twice").containsExactly("[1]", "[2]", "[4]");
        assertThat(read(path, new ArrayList<>(ahead))).containsExactly("[4]");
        assertThat(read(path, new ArrayList<>())).containsExactly("[0]", "[1]", "[2]", "[4]");
    }
}
