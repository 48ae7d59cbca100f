package dev.tidewheel.engine.lake;

import static dev.tidewheel.engine.testing.TestSession.sql;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.testing.TestSession;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is kept of a table's files, commit by commit, against what the log says as a whole. {@code -Dsteps=100} for more of
 * it, {@code -Dseed=…} for the same choices again.
 */
class FileListsTest {

    @TempDir
    Path folder;

    private final SparkSession session = TestSession.get();

    @Test
    void keepsUpWithAllKindsOfCommits() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("FileListsTest seed " + seed);
        int steps = Integer.getInteger("steps", 10);
        Random random = new Random(seed);
        String table = folder.resolve("t").toString();
        TableLayout layout = TableLayout.of(StructType.fromDDL("n BIGINT"))
                .withProperties(Map.of("delta.enableDeletionVectors", "true"));
        List<String> done = new ArrayList<>();
        try (Lake lake = new Lake(session)) {
            lake.replace(table, layout, sql("SELECT id AS n FROM range(20)"), CommitNote.of("WRITE"));
            for (int step = 0; step < steps; step++) {
                int kind = random.nextInt(8);
                done.add(change(lake, table, layout, kind, step, random));
                if (random.nextInt(3) > 0) {
                    assertSame(lake, table, done);
                }
            }
            assertSame(lake, table, done);
            assertThat(lake.files(table, 1)).as("an old version").isEqualTo(freshly(table, 1));
        }
    }

    private String change(Lake lake, String table, TableLayout layout, int kind, int step, Random random) {
        switch (kind) {
            case 0 -> {
                lake.replace(table, layout, sql("SELECT id AS n FROM range(30)"), CommitNote.of("WRITE"));
                return "replaced";
            }
            case 1 -> {
                session.sql("DELETE FROM delta.`" + table + "` WHERE n % 5 = " + random.nextInt(5));
                return "deleted";
            }
            case 2 -> {
                session.sql("OPTIMIZE delta.`" + table + "`");
                return "optimized";
            }
            case 3 -> {
                long version = random.nextInt((int) lake.latestVersion(table) + 1);
                session.sql("RESTORE TABLE delta.`" + table + "` TO VERSION AS OF " + version);
                return "restored to " + version;
            }
            default -> {
                lake.append(table, sql("SELECT CAST(" + step + " AS BIGINT) AS n"), CommitNote.of("WRITE"));
                return "appended";
            }
        }
    }

    private void assertSame(Lake lake, String table, List<String> done) {
        long version = lake.latestVersion(table);
        assertThat(lake.files(lake.snapshot(table).orElseThrow()))
                .as("after %s", done)
                .containsExactlyInAnyOrderElementsOf(freshly(table, version));
    }

    private List<DataFile> freshly(String table, long version) {
        try (Lake another = new Lake(session)) {
            return another.files(table, version);
        }
    }
}
