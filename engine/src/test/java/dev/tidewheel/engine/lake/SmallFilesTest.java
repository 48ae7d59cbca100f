package dev.tidewheel.engine.lake;

import static dev.tidewheel.engine.testing.TestSession.rows;
import static dev.tidewheel.engine.testing.TestSession.sql;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.testing.TestSession;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small files of a table are joined; its rows, and what readers of changes see, stay as they are. */
class SmallFilesTest {

    private static final CommitNote UPKEEP = CommitNote.of("OPTIMIZE");

    @TempDir
    Path folder;

    private final SparkSession session = TestSession.get();
    private Lake lake;
    private String table;

    @BeforeEach
    void open() {
        lake = new Lake(session);
        table = folder.resolve("t").toString();
    }

    @AfterEach
    void close() {
        lake.close();
    }

    private void append(int from, int times) {
        for (int i = from; i < from + times; i++) {
            lake.append(
                    table,
                    sql("SELECT CAST(" + i + " AS BIGINT) AS n, '" + (i % 2) + "' AS part, "
                            + "TIMESTAMP'2026-01-01 00:00:00' + INTERVAL " + i + " SECOND AS at"),
                    CommitNote.of("STREAMING UPDATE")
                            .withDomain("tidewheel.flow.f", "{\"batch\":" + i + "}")
                            .withTransaction("f", i));
        }
    }

    private List<String> stored() {
        Dataset<Row> read = session.read().format("delta").load(table);
        return rows(read.orderBy("n"));
    }

    @Test
    void rowsStayAndFilesGo() {
        StructType schema = StructType.fromDDL("n BIGINT, part STRING, at TIMESTAMP");
        lake.create(table, TableLayout.of(schema), CommitNote.of("CREATE TABLE"));
        append(0, SmallFiles.ENOUGH - 1);
        assertThat(lake.joinSmallFiles(table, UPKEEP)).isZero();
        append(SmallFiles.ENOUGH - 1, 1);
        List<String> before = stored();
        TableSnapshot old = lake.snapshot(table).orElseThrow();

        assertThat(lake.joinSmallFiles(table, UPKEEP)).isEqualTo(SmallFiles.ENOUGH);

        TableSnapshot now = lake.snapshot(table).orElseThrow();
        assertThat(stored()).isEqualTo(before).hasSize(SmallFiles.ENOUGH);
        assertThat(lake.files(now)).hasSize(1);
        assertThat(lake.statistics(now).rows()).isEqualTo(SmallFiles.ENOUGH);
        assertThat(now.rows()).isEqualTo(old.rows());
        assertThat(now.bytes()).isEqualTo(lake.statistics(now).bytes());
        assertThat(now.domains()).isEqualTo(old.domains());
        assertThat(lake.latestTransaction(table, "f")).isEqualTo(SmallFiles.ENOUGH - 1);
        assertThat(lake.changes(table, old.version(), now.version()).commits())
                .singleElement()
                .satisfies(commit -> {
                    assertThat(commit.added()).isEmpty();
                    assertThat(commit.changesRows()).isFalse();
                });
        // the state that is kept in memory is the one that the log says
        try (Lake other = new Lake(session)) {
            assertThat(other.snapshot(table).orElseThrow().version()).isEqualTo(now.version());
        }
        append(SmallFiles.ENOUGH, 2);
        assertThat(stored()).hasSize(SmallFiles.ENOUGH + 2);
        assertThat(lake.files(lake.snapshot(table).orElseThrow())).hasSize(3);
    }

    @Test
    void filesOfOnePartitionAreJoined() {
        StructType schema = StructType.fromDDL("n BIGINT, part STRING, at TIMESTAMP");
        TableLayout layout = TableLayout.of(schema).partitionedBy("part");
        lake.create(table, layout, CommitNote.of("CREATE TABLE"));
        append(0, 2 * SmallFiles.ENOUGH);
        List<String> before = stored();

        assertThat(lake.joinSmallFiles(table, UPKEEP)).isEqualTo(2 * SmallFiles.ENOUGH);

        assertThat(stored()).isEqualTo(before);
        assertThat(lake.files(lake.snapshot(table).orElseThrow()))
                .extracting(file -> file.partitionValues().get("part"))
                .containsExactlyInAnyOrder("0", "1");
    }

    @Test
    void tablesThatOnlyDeltaItselfWritesAreLeftAlone() {
        StructType schema = StructType.fromDDL("n BIGINT, part STRING, at TIMESTAMP");
        lake.create(
                table,
                TableLayout.of(schema).withProperties(Map.of("delta.enableDeletionVectors", "true")),
                CommitNote.of("CREATE TABLE"));
        append(0, 2);
        assertThat(lake.joinSmallFiles(table, UPKEEP)).isZero();
    }
}
