package dev.tidewheel.engine.lake;

import static dev.tidewheel.engine.testing.TestSession.sql;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidewheel.engine.source.Backlog;
import dev.tidewheel.engine.testing.TestSession;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeltaStreamSourceTest {
    @TempDir
    Path folder;

    private final SparkSession session = TestSession.get();
    private Lake lake;
    private String table;

    @BeforeEach
    void create() {
        lake = new Lake(session);
        table = folder.resolve("t").toString();
        lake.create(
                table, TableLayout.of(StructType.fromDDL("id BIGINT, p STRING")).partitionedBy("p"), note());
    }

    @AfterEach
    void close() {
        lake.close();
    }

    private static CommitNote note() {
        return CommitNote.of("WRITE");
    }

    private void append(int from, int to) {
        lake.append(
                table, sql("SELECT id, concat('p', id % 2) AS p FROM range(" + from + "," + to + ", 1, 1)"), note());
    }

    private DeltaStreamSource source(String... options) {
        Map<String, String> map = new java.util.HashMap<>();
        for (int i = 0; i < options.length; i += 2) {
            map.put(options[i], options[i + 1]);
        }
        return new DeltaStreamSource(lake, table, "main.default.t", map);
    }

    /** Reads all batches up to what is there now, checking that each is the same when it is read again. */
    private @Nullable String drain(DeltaStreamSource source, @Nullable String position, List<List<Long>> batches) {
        Backlog horizon = source.look(position);
        String at = position;
        while (true) {
            Optional<String> end = source.advance(at, horizon);
            if (end.isEmpty()) {
                return at;
            }
            List<Long> batch = ids(source, at, end.get());
            assertThat(ids(source(), at, end.get())).isEqualTo(batch);
            batches.add(batch);
            at = end.get();
        }
    }

    private List<Long> ids(DeltaStreamSource source, @Nullable String start, String end) {
        return org.apache.spark.sql.classic.Dataset.ofRows(
                        (org.apache.spark.sql.classic.SparkSession) session, source.rows(start, end))
                .select("id")
                .collectAsList()
                .stream()
                .map((Row row) -> row.getLong(0))
                .sorted()
                .toList();
    }

    @Test
    void theWholeTableThenChanges() {
        append(0, 4);
        List<List<Long>> batches = new ArrayList<>();
        DeltaStreamSource source = source();
        Backlog backlog = source.look(null);
        assertThat(backlog.records()).isEqualTo(4);
        assertThat(backlog.files()).isEqualTo(2);
        String position = drain(source, null, batches);
        assertThat(batches).containsExactly(List.of(0L, 1L, 2L, 3L));
        assertThat(position).contains("\"version\":1,\"index\":-1");
        assertThat(source.look(position).isEmpty()).isTrue();
        append(4, 6);
        append(6, 8);
        assertThat(source.look(position).records()).isEqualTo(4);
        drain(source(), position, batches);
        assertThat(batches.get(1)).containsExactly(4L, 5L, 6L, 7L);
    }

    @Test
    void anEmptyTableHasNoBacklog() {
        assertThat(source().look(null).isEmpty()).isTrue();
        assertThat(source().advance(null, source().look(null))).isEmpty();
    }

    @Test
    void limitsCutSnapshotsAndCommits() {
        append(0, 2);
        append(2, 4);
        List<List<Long>> batches = new ArrayList<>();
        DeltaStreamSource source = source("maxFilesPerTrigger", "1");
        Optional<String> first = source.advance(null, source.look(null));
        append(4, 6);
        batches.add(ids(source, null, first.orElseThrow()));
        drain(source, first.get(), batches);
        assertThat(batches).hasSize(6).allSatisfy(batch -> assertThat(batch).hasSize(1));
        assertThat(batches.stream().flatMap(List::stream).sorted().toList()).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
        List<List<Long>> small = new ArrayList<>();
        drain(source("maxBytesPerTrigger", "1"), null, small);
        assertThat(small).hasSize(6);
    }

    @Test
    void changedRowsAreAnErrorUnlessSkipped() {
        append(0, 4);
        List<List<Long>> batches = new ArrayList<>();
        String position = drain(source(), null, batches);
        sql("UPDATE delta.`" + table + "` SET id = 100 WHERE id = 0");
        append(4, 5);
        assertThatThrownBy(() -> source().look(position)).isInstanceOfSatisfying(PipelineException.class, e -> {
            assertThat(e.problems().get(0).code()).isEqualTo(ErrorCode.SOURCE_CHANGED);
            assertThat(e.problems().get(0).message()).contains("main.default.t");
            assertThat(e.problems().get(0).cause()).contains("UPDATE").contains("2");
            assertThat(e.problems().get(0).fix()).contains("skipChangeCommits");
        });
        List<List<Long>> skipped = new ArrayList<>();
        DeltaStreamSource skipping = source("skipChangeCommits", "true");
        Optional<String> end = skipping.advance(position, skipping.look(position));
        assertThat(ids(skipping, position, end.orElseThrow())).containsExactly(4L);
        sql("DELETE FROM delta.`" + table + "` WHERE p = 'p1'");
        DeltaStreamSource ignoring = source("ignoreDeletes", "true");
        assertThat(ignoring.look(end.get()).isEmpty()).isTrue();
        assertThat(skipped).isEmpty();
    }

    @Test
    void rearrangingFilesIsNoNews() {
        append(0, 4);
        append(4, 8);
        String position = drain(source(), null, new ArrayList<>());
        sql("OPTIMIZE delta.`" + table + "`");
        assertThat(lake.latestVersion(table)).isEqualTo(3);
        assertThat(source().look(position).isEmpty()).isTrue();
    }

    @Test
    void startingVersionAndTimestampAndLatest() throws Exception {
        append(0, 2);
        append(2, 4);
        List<List<Long>> batches = new ArrayList<>();
        DeltaStreamSource source = source("startingVersion", "2");
        Optional<String> end = source.advance(null, source.look(null));
        assertThat(ids(source, null, end.orElseThrow())).containsExactly(2L, 3L);

        DeltaStreamSource latest = source("startingVersion", "latest");
        Backlog nothing = latest.look(null);
        assertThat(nothing.isEmpty()).isFalse();
        assertThat(nothing.files()).isZero();
        String noted = latest.advance(null, nothing).orElseThrow();
        assertThat(ids(latest, null, noted)).isEmpty();
        append(4, 6);
        Optional<String> next = latest.advance(noted, latest.look(noted));
        assertThat(ids(latest, noted, next.orElseThrow())).containsExactly(4L, 5L);

        long second = lake.changes(table, 1, 2).commits().get(0).timestamp();
        String at = java.time.Instant.ofEpochMilli(second).toString();
        DeltaStreamSource since = source("startingTimestamp", at);
        assertThat(ids(since, null, since.advance(null, since.look(null)).orElseThrow()))
                .contains(2L, 3L, 4L, 5L);
        assertThat(source("startingTimestamp", "2999-01-01").look(null).isEmpty())
                .isTrue();
        assertThat(batches).isEmpty();
    }

    @Test
    void wrongOptionsAreErrors() {
        assertThatThrownBy(() -> source("readChangeFeed", "true")).hasMessageContaining("readchangefeed");
        assertThatThrownBy(() -> source("maxFilesPerTrigger", "many")).hasMessageContaining("maxFilesPerTrigger");
        assertThatThrownBy(() -> source("startingVersion", "1", "startingTimestamp", "2020-01-01"))
                .hasMessageContaining("both");
        DeltaStreamSource unreadable = source("startingTimestamp", "yesterday-ish");
        assertThatThrownBy(() -> unreadable.look(null)).hasMessageContaining("yesterday-ish");
    }

    @Test
    void aTableMadeAnewIsAnError() throws Exception {
        append(0, 2);
        String position = drain(source(), null, new ArrayList<>());
        org.apache.spark.sql.delta.DeltaLog.clearCache();
        org.apache.commons.io.FileUtils.deleteDirectory(new java.io.File(table));
        lake.create(table, TableLayout.of(StructType.fromDDL("id BIGINT, p STRING")), note());
        append(0, 2);
        append(0, 2);
        assertThatThrownBy(() -> source().look(position)).hasMessageContaining("made anew");
    }

    @Test
    void furtherColumnsAreNull() {
        append(0, 2);
        String position = drain(source(), null, new ArrayList<>());
        lake.evolve(
                table,
                TableLayout.of(StructType.fromDDL("id BIGINT, p STRING, n INT")).partitionedBy("p"),
                note());
        lake.append(table, sql("SELECT 9L AS id, 'p1' AS p, 3 AS n"), note());
        DeltaStreamSource source = source();
        assertThat(source.schema().fieldNames()).containsExactly("id", "p", "n");
        assertThat(ids(
                        source,
                        position,
                        source.advance(position, source.look(position)).orElseThrow()))
                .containsExactly(9L);
        DeltaStreamSource all = source();
        assertThat(ids(all, null, all.advance(null, all.look(null)).orElseThrow()))
                .containsExactly(0L, 1L, 9L);
    }
}
