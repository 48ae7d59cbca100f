package dev.tidewheel.testkit.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tidewheel.engine.lake.CommitNote;
import dev.tidewheel.engine.lake.Lake;
import dev.tidewheel.engine.lake.TableLayout;
import dev.tidewheel.engine.session.SessionOptions;
import dev.tidewheel.engine.session.SparkSessions;
import dev.tidewheel.testkit.stored.DeltaFolder;
import dev.tidewheel.testkit.stored.TableContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a crash must not leave behind, made by hand: the checks of the drill have to see it. */
class CheckerTest {
    private final SparkSession session =
            SparkSessions.open(SessionOptions.local("testkit").withMaster("local[2]"));
    private final Lake lake = new Lake(session);

    @TempDir
    private Path temp;

    @AfterEach
    void close() {
        lake.close();
    }

    /** Two files, so that half of it can be there. */
    private Dataset<Row> numbers(long from, long to) {
        return session.range(from, to).repartition(2).toDF();
    }

    private String path(String table) {
        return temp.resolve("pipeline/.tidewheel/tables/main/default")
                .resolve(table)
                .toString();
    }

    private DeltaFolder folder(String table) {
        return new DeltaFolder(Path.of(path(table)), temp);
    }

    private void create(String table) {
        Dataset<Row> nothing = numbers(0, 0);
        lake.replace(path(table), TableLayout.of(nothing.schema()), nothing, CommitNote.of("CREATE TABLE"));
    }

    private void append(String table, long from, long to) {
        lake.append(path(table), numbers(from, to), CommitNote.of("WRITE"));
    }

    private void refresh(String view, long from, long to) {
        Dataset<Row> rows = numbers(from, to);
        CommitNote note = CommitNote.of("REFRESH").withDomain("tidewheel.view", "{}");
        lake.replace(path(view), TableLayout.of(rows.schema()), rows, note);
    }

    private TableHistory history(String table) throws IOException {
        List<TableContent> versions = new ArrayList<>();
        for (long version = 0; version <= folder(table).version(); version++) {
            versions.add(folder(table).read(version));
        }
        return TableHistory.of(versions);
    }

    /** Commits the removal of one of the files that the last commit has added. */
    private void loseAFile(String table) throws IOException {
        Path log = Path.of(path(table), "_delta_log");
        long version = folder(table).version();
        String added = Files.readAllLines(log.resolve(String.format("%020d.json", version))).stream()
                .filter(line -> line.startsWith("{\"add\""))
                .findFirst()
                .orElseThrow();
        String file = added.replaceFirst(".*\"path\":\"([^\"]+)\".*", "$1");
        Files.writeString(
                log.resolve(String.format("%020d.json", version + 1)),
                "{\"remove\":{\"path\":\"" + file + "\",\"deletionTimestamp\":0,\"dataChange\":true}}\n");
    }

    @Test
    void wholeBatchesInAnyOrderAreFine() throws IOException {
        create("expected");
        append("expected", 0, 10);
        append("expected", 10, 30);
        TableHistory history = history("expected");
        create("t");
        assertThat(history.objection(folder("t").read())).isEmpty();
        append("t", 10, 30);
        assertThat(history.objection(folder("t").read())).isEmpty();
        append("t", 0, 10);
        assertThat(history.objection(folder("t").read())).isEmpty();
        assertThat(folder("t").read().differencesTo(history.last())).isEmpty();

        DeltaFolder expected = folder("expected");
        TableHistory twoUpdates =
                TableHistory.of(List.of(expected.read(0), expected.read(1))).then(List.of(expected.read(2)));
        assertThat(twoUpdates.objection(folder("t").read())).isEmpty();
        assertThat(twoUpdates.objection(folder("t").read(1)))
                .as("rows of the second update without those of the first")
                .isPresent();
    }

    @Test
    void aLostFileADoubledBatchAndAMissingBatchAreSeen() throws IOException {
        create("expected");
        append("expected", 0, 10);
        append("expected", 10, 30);
        TableHistory history = history("expected");
        create("t");
        append("t", 0, 10);
        append("t", 10, 30);
        loseAFile("t");
        assertThat(history.objection(folder("t").read()).orElseThrow()).contains("no whole batches");
        assertThat(folder("t").read().differencesTo(history.last()))
                .first()
                .asString()
                .startsWith("a row is missing: ");
        create("twice");
        append("twice", 0, 10);
        append("twice", 0, 10);
        assertThat(history.objection(folder("twice").read()).orElseThrow()).contains("no whole batches");
        assertThat(folder("twice").read().differencesTo(history.last()))
                .anyMatch(difference -> difference.startsWith("a row is too much: "));
        create("less");
        append("less", 0, 10);
        assertThat(folder("less").read().differencesTo(history.last())).isNotEmpty();
    }

    @Test
    void afterAFullRefreshOldAndNewRowsMustNotMeet() throws IOException {
        create("expected");
        append("expected", 0, 10);
        append("expected", 10, 30);
        create("expected");
        append("expected", 20, 40);
        TableHistory history = history("expected");
        create("t");
        append("t", 0, 10);
        append("t", 20, 40);
        assertThat(history.objection(folder("t").read())).isPresent();
    }

    @Test
    void aViewShowsOneRefreshAndNothingElse() throws IOException {
        refresh("expected", 0, 10);
        refresh("expected", 0, 20);
        TableHistory history = history("expected");
        refresh("v", 0, 10);
        assertThat(history.objection(folder("v").read())).isEmpty();
        loseAFile("v");
        assertThat(history.objection(folder("v").read()).orElseThrow()).contains("no whole refresh");
        refresh("v", 0, 0);
        assertThat(history.objection(folder("v").read())).as("emptied first").isPresent();
    }

    @Test
    void onTheirWayContinuousUpdatesShowOtherBatchesButEachRowOnce() throws IOException {
        create("expected");
        append("expected", 0, 10);
        append("expected", 10, 30);
        DeltaFolder expected = folder("expected");
        TableHistory before = TableHistory.of(List.of(expected.read(0), expected.read(1)));
        TableHistory strict = before.then(List.of(expected.read(2)));
        TableHistory history = strict.reachedFrom(Optional.of(before.last()));
        create("t");
        append("t", 0, 10);
        append("t", 15, 20);
        assertThat(strict.objection(folder("t").read())).isPresent();
        assertThat(history.objection(folder("t").read())).isEmpty();
        append("t", 15, 20);
        assertThat(history.objection(folder("t").read())).as("doubled").isPresent();
        create("less");
        append("less", 5, 20);
        assertThat(history.objection(folder("less").read()))
                .as("without rows of the first update")
                .isPresent();

        refresh("view", 0, 10);
        refresh("view", 0, 20);
        DeltaFolder view = folder("view");
        TableHistory first = TableHistory.of(List.of(view.read(0)));
        TableHistory views = first.then(List.of(view.read(1))).reachedFrom(Optional.of(first.last()));
        refresh("v", 0, 15);
        assertThat(views.objection(folder("v").read())).isEmpty();
        refresh("v", 0, 0);
        assertThat(views.objection(folder("v").read())).as("emptied first").isPresent();
    }

    @Test
    void whatIsNoRowIsComparedToo() throws IOException {
        create("expected");
        TableContent expected = folder("expected").read();
        Dataset<Row> nothing = numbers(0, 0);
        TableLayout layout = TableLayout.of(nothing.schema());
        lake.replace(path("comment"), layout.withComment("other"), nothing, CommitNote.of("CREATE TABLE"));
        assertThat(folder("comment").read().differencesTo(expected)).hasSize(1);
        lake.replace(path("property"), layout.withProperties(Map.of("a", "b")), nothing, CommitNote.of("CREATE TABLE"));
        assertThat(folder("property").read().differencesTo(expected)).hasSize(1);
        Dataset<Row> columns = nothing.withColumnRenamed("id", "other");
        lake.replace(path("columns"), TableLayout.of(columns.schema()), columns, CommitNote.of("CREATE TABLE"));
        assertThat(folder("columns").read().differencesTo(expected)).hasSize(1);
        assertThat(TableHistory.of(List.of(expected))
                        .objection(folder("columns").read()))
                .isPresent();
    }

    @Test
    void theReaderObjectsToWhatItMustNotSee() throws Exception {
        create("t");
        append("t", 0, 10);
        append("t", 10, 30);
        Path pipeline = temp.resolve("pipeline");
        Undisturbed.Stage stage = new Undisturbed.Stage(
                new Phase(Map.of(), Map.of(), List.of()),
                new KillMoment.Pace(1, 1, 1),
                Map.of(pipeline.relativize(Path.of(path("t"))).toString(), history("t")),
                Map.of());
        try (PollingReader reader = new PollingReader(temp, pipeline, pipeline.resolve(".tidewheel"), stage)) {
            await().atMost(Duration.ofSeconds(60)).until(() -> reader.reads() > 3);
            assertThat(reader.objections()).isEmpty();
            loseAFile("t");
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> reader.objections().size() >= 2);
            assertThat(reader.objections())
                    .anyMatch(objection -> objection.contains("no whole batches"))
                    .anyMatch(objection -> objection.contains("had 30 rows and has"));
        }
        removeDataFiles("t");
        assertThatThrownBy(() -> folder("t").read()).isInstanceOf(Exception.class);
        try (PollingReader reader = new PollingReader(temp, pipeline, pipeline.resolve(".tidewheel"), stage)) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() ->
                            reader.objections().stream().anyMatch(objection -> objection.contains("cannot be read")));
        }
    }

    private void removeDataFiles(String table) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(path(table)))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
    }
}
