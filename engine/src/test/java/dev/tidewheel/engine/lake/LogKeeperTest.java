package dev.tidewheel.engine.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidewheel.engine.testing.TestSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often checkpoints of logs are written. */
class LogKeeperTest {

    @TempDir
    Path folder;

    private final TableStates states = TableStates.of((SparkSession) TestSession.get());

    @Test
    void theMoreThereIsToWriteTheMoreCommitsAreWaitedFor() throws Exception {
        try (LogKeeper keeper = new LogKeeper(states, table -> {})) {
            assertThat(checkpoints(keeper, "few", Map.of(), 1, 30)).containsExactly(10L, 20L, 30L);
            assertThat(checkpoints(keeper, "many", Map.of(), 1_500, 40)).containsExactly(10L, 25L, 40L);
            assertThat(checkpoints(keeper, "asked", Map.of("delta.checkpointInterval", "12"), 1_500, 30))
                    .containsExactly(12L, 24L);
        }
    }

    /** Versions with a checkpoint, after so many commits; the first one has so many files. */
    private List<Long> checkpoints(
            LogKeeper keeper, String name, Map<String, String> properties, int files, int commits) throws Exception {
        String table = states.qualify(folder.resolve(name).toString());
        TableLayout layout = TableLayout.of(StructType.fromDDL("id INT")).withProperties(properties);
        long version = new KernelCommit(states, table, CommitNote.of("CREATE TABLE"))
                .layout(KernelLayout.of(layout, null))
                .add(IntStream.range(0, files).mapToObj(LogKeeperTest::file).toList())
                .attempt(null);
        keeper.committed(table, version);
        for (int commit = 1; commit <= commits; commit++) {
            TableState base = states.current(table).orElseThrow();
            version = new KernelCommit(states, table, CommitNote.of("WRITE"))
                    .add(List.of(file(files + commit)))
                    .attempt(base);
            keeper.committed(table, version);
            await().pollInterval(Duration.ofMillis(2)).until(keeper::isQuiet);
        }
        try (Stream<Path> log = Files.list(folder.resolve(name).resolve("_delta_log"))) {
            return log.map(path -> path.getFileName().toString())
                    .filter(file -> file.endsWith(".checkpoint.parquet"))
                    .map(file -> Long.parseLong(file.substring(0, 20)))
                    .sorted()
                    .toList();
        }
    }

    private static WrittenFile file(int number) {
        return new WrittenFile(number + ".parquet", 1, 1, Map.of(), 1, "{\"numRecords\":1}");
    }
}
