package dev.tidewheel.engine.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.testing.TestSession;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeReplaceTest {
    @TempDir
    Path folder;

    private final SparkSession session = TestSession.get();

    private void replace(Lake lake, String table, int round) {
        // every other time the table has a further column
        boolean wide = round % 2 == 1;
        lake.replace(
                table,
                TableLayout.of(StructType.fromDDL(wide ? "round INT, id BIGINT, more STRING" : "round INT, id BIGINT")),
                session.sql("SELECT " + round + " AS round, id" + (wide ? ", 'x' AS more" : "") + " FROM range(50)"),
                CommitNote.of("REFRESH").withDomain("tidewheel.view", "{\"round\":" + round + "}"));
    }

    @Test
    void aReaderSeesOneRoundOrAnother() throws Exception {
        String table = folder.resolve("t").toString();
        ExecutorService reader = Executors.newSingleThreadExecutor();
        AtomicBoolean done = new AtomicBoolean();
        try (Lake writing = new Lake(session);
                Lake reading = new Lake(session)) {
            replace(writing, table, 0);
            Future<List<String>> seen = reader.submit(() -> {
                List<String> rounds = new ArrayList<>();
                while (!done.get()) {
                    TableSnapshot snapshot = reading.snapshot(table).orElseThrow();
                    List<Row> rows = org.apache.spark.sql.classic.Dataset.ofRows(
                                    (org.apache.spark.sql.classic.SparkSession) session, reading.scan(snapshot))
                            .collectAsList();
                    assertThat(rows).hasSize(50);
                    int round = rows.get(0).getInt(0);
                    assertThat(rows).allSatisfy(row -> assertThat(row.getInt(0)).isEqualTo(round));
                    assertThat(rows.get(0).length()).isEqualTo(round % 2 == 1 ? 3 : 2);
                    assertThat(snapshot.domains()).containsEntry("tidewheel.view", "{\"round\":" + round + "}");
                    rounds.add(Integer.toString(round));
                }
                return rounds;
            });
            for (int round = 1; round <= 25; round++) {
                replace(writing, table, round);
            }
            done.set(true);
            assertThat(seen.get()).isNotEmpty();
        } finally {
            done.set(true);
            reader.shutdown();
        }
    }

    @Test
    void racingReplacementsDoNotMix() throws Exception {
        String table = folder.resolve("t").toString();
        try (Lake one = new Lake(session);
                Lake two = new Lake(session)) {
            Thread other = new Thread(() -> {
                for (int round = 100; round < 110; round++) {
                    replace(two, table, round);
                }
            });
            other.start();
            for (int round = 0; round < 10; round++) {
                replace(one, table, round);
            }
            other.join();
            assertThat(one.latestVersion(table)).isEqualTo(19);
            assertThat(one.statistics(one.snapshot(table).orElseThrow()).rows()).isEqualTo(50);
            assertThat(session.read()
                            .format("delta")
                            .load(table)
                            .select("round")
                            .distinct()
                            .count())
                    .isEqualTo(1);
        }
    }
}
