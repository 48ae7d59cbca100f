package dev.tidewheel.engine.source.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidewheel.engine.source.Backlog;
import dev.tidewheel.engine.source.StreamSource;
import dev.tidewheel.engine.source.option.FileSourceOptions;
import dev.tidewheel.engine.source.schema.FileSchema;
import dev.tidewheel.engine.source.schema.SchemaStore;
import dev.tidewheel.engine.source.schema.UnreadableFile;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileStreamSourceTest {
    @TempDir
    Path root;

    private SourceFixture files;
    private Path checkpoint;

    /** What a flow has committed: the position and the rows of the target. */
    private @Nullable String committed;

    private final List<String> target = new ArrayList<>();

    @BeforeEach
    void setUp() throws IOException {
        files = new SourceFixture(Files.createDirectories(root.resolve("in")));
        checkpoint = root.resolve("checkpoint/sources/0");
    }

    /** A source as a fresh process would have it. */
    private StreamSource stream(String... options) {
        return stream(Clock.systemUTC(), options);
    }

    private StreamSource stream(Clock clock, String... options) {
        Map<String, String> all = new TreeMap<>(SourceFixture.options(options));
        all.putIfAbsent("schema", "id INT");
        all.putIfAbsent("format", "json");
        FileSource source = FileSource.streamOf(
                SourceFixture.session(), files.folder().toString(), FileSourceOptions.forReadFiles(all));
        FileSchema schema = source.resolveSchema(SchemaStore.none());
        return source.stream(schema, checkpoint.toString(), clock);
    }

    /** Takes all that is there; gives the number of batches. */
    private int drain(StreamSource source) {
        Backlog horizon = source.look(committed);
        int batches = 0;
        Optional<String> next = source.advance(committed, horizon);
        while (next.isPresent()) {
            commit(source, next.get());
            batches++;
            next = source.advance(committed, horizon);
        }
        return batches;
    }

    private void commit(StreamSource source, String end) {
        target.addAll(SourceFixture.rows(SourceFixture.dataset(source.rows(committed, end))));
        committed = end;
    }

    private List<String> ids(int... ids) {
        return IntStream.of(ids).mapToObj(id -> "[" + id + "]").toList();
    }

    @Test
    void takesEachFileOnce() {
        files.write("a.json", "{\"id\": 1}");
        StreamSource source = stream();

        Backlog first = source.look(null);
        assertThat(first.isEmpty()).isFalse();
        assertThat(first.files()).isEqualTo(1);
        assertThat(first.bytes()).isEqualTo(10);
        assertThat(drain(source)).isEqualTo(1);
        assertThat(drain(source)).isZero();
        files.write("sub/b.json", "{\"id\": 2}");
        files.write("c.json", "{\"id\": 3}");
        assertThat(drain(source)).isEqualTo(1);

        assertThat(target).containsExactlyElementsOf(ids(1, 2, 3));
        assertThat(committed).matches("\\{\"entry\":\"0000000002-[-0-9a-f]{36}\\.json\",\"sequence\":2}");
    }

    @Test
    void doesNothingIfNothingIsNew() throws IOException {
        files.write("a.json", "{\"id\": 1}");
        drain(stream());
        List<Path> before = documents();

        StreamSource afterRestart = stream();
        Backlog backlog = afterRestart.look(committed);

        assertThat(backlog.isEmpty()).isTrue();
        assertThat(afterRestart.advance(committed, backlog)).isEmpty();
        assertThat(documents()).isEqualTo(before);
    }

    @Test
    void doesNotReachBeyondTheHorizon() {
        files.write("a.json", "{\"id\": 1}");
        StreamSource source = stream();
        Backlog horizon = source.look(null);
        files.write("b.json", "{\"id\": 2}");

        commit(source, source.advance(null, horizon).orElseThrow());

        assertThat(source.advance(committed, horizon)).isEmpty();
        assertThat(target).containsExactlyElementsOf(ids(1));
        assertThat(source.look(committed).files()).isEqualTo(1);
    }

    @Test
    void respectsLimitsOldestFirst() {
        for (int i = 0; i < 5; i++) {
            files.writeAt(100_000L - i * 1000, i + ".json", "{\"id\": " + i + "}");
        }
        StreamSource source = stream("maxFilesPerTrigger", "2");

        assertThat(drain(source)).isEqualTo(3);
        assertThat(target).containsExactlyElementsOf(ids(3, 4, 1, 2, 0));

        for (int i = 5; i < 8; i++) {
            files.write(i + ".json", "{\"id\": " + i + "}");
        }
        assertThat(drain(stream("maxBytesPerTrigger", "15"))).isEqualTo(2);
    }

    @Test
    void givesTheSameRowsAfterARestart() {
        files.write("a.json", "{\"id\": 1}");
        StreamSource source = stream();
        String end = source.advance(null, source.look(null)).orElseThrow();
        files.write("b.json", "{\"id\": 2}");

        assertThat(SourceFixture.rows(SourceFixture.dataset(stream().rows(null, end))))
                .containsExactlyElementsOf(ids(1));
        commit(source, end);
        String second = source.advance(end, source.look(end)).orElseThrow();
        assertThat(SourceFixture.rows(SourceFixture.dataset(stream().rows(end, second))))
                .containsExactlyElementsOf(ids(2));
        assertThat(SourceFixture.rows(SourceFixture.dataset(stream().rows(null, second))))
                .containsExactlyElementsOf(ids(1, 2));
        assertThat(SourceFixture.rows(SourceFixture.dataset(stream().rows(second, second))))
                .isEmpty();
    }

    @Test
    void isExactlyOnceWhateverCrashes() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        List<Integer> written = new ArrayList<>();
        StreamSource source = stream("maxFilesPerTrigger", "2");
        for (int round = 0; round < 120; round++) {
            for (int i = random.nextInt(3); i > 0; i--) {
                int id = written.size();
                files.write("f" + id + ".json", "{\"id\": " + id + "}");
                written.add(id);
            }
            if (random.nextInt(3) == 0) {
                source = stream("maxFilesPerTrigger", "2");
            }
            Backlog horizon = source.look(committed);
            Optional<String> next = source.advance(committed, horizon);
            while (next.isPresent()) {
                // a crash: the batch is lost, or it was committed although nobody heard of it
                boolean crash = random.nextInt(4) == 0;
                if (!crash || random.nextBoolean()) {
                    commit(source, next.get());
                }
                if (crash) {
                    source = stream("maxFilesPerTrigger", "2");
                    break;
                }
                next = source.advance(committed, horizon);
            }
        }
        drain(stream());

        assertThat(target)
                .as("seed %s", seed)
                .containsExactlyInAnyOrderElementsOf(
                        ids(written.stream().mapToInt(Integer::intValue).toArray()));
    }

    @Test
    void keepsTheStateSmallToRead() throws IOException {
        for (int i = 1; i <= 70; i++) {
            files.writeAt(i * 1000L, i + ".json", "{\"id\": " + i + "}");
        }
        assertThat(drain(stream("maxFilesPerTrigger", "1"))).isEqualTo(70);

        assertThat(documents())
                .filteredOn(path -> path.toString().endsWith(".seen"))
                .hasSize(2);
        // all but what the position needs may go
        for (Path document : documents()) {
            int sequence = Integer.parseInt(document.getFileName().toString().substring(0, 10));
            if (sequence < 64) {
                Files.delete(document);
            }
        }
        StreamSource afterRestart = stream();
        assertThat(afterRestart.look(committed).isEmpty()).isTrue();
        files.write("new.json", "{\"id\": 71}");
        assertThat(drain(afterRestart)).isEqualTo(1);
        assertThat(target).hasSize(71);
    }

    @Test
    void beginsAfterTheFilesThatAreThereIfAsked() {
        files.write("old.json", "{\"id\": 1}");
        StreamSource source = stream("includeExistingFiles", "false");

        assertThat(source.look(null).files()).isZero();
        assertThat(source.look(null).isEmpty()).isFalse();
        assertThat(drain(source)).isEqualTo(1);
        files.write("new.json", "{\"id\": 2}");
        assertThat(drain(stream("includeExistingFiles", "false"))).isEqualTo(1);

        assertThat(target).containsExactlyElementsOf(ids(2));
    }

    @Test
    void readsOverwrittenFilesOnlyIfAsked() {
        files.writeAt(1000, "a.json", "{\"id\": 1}");
        drain(stream());
        files.writeAt(2000, "a.json", "{\"id\": 2}");

        assertThat(drain(stream())).isZero();
        assertThat(drain(stream("allowOverwrites", "true"))).isEqualTo(1);
        assertThat(drain(stream("allowOverwrites", "true"))).isZero();
        assertThat(target).containsExactlyElementsOf(ids(1, 2));
    }

    @Test
    void saysWhichFileVanished() throws IOException {
        Path file = files.write("a b.json", "{\"id\": 1}");
        files.write("c.json", "{\"id\": 2}");
        StreamSource source = stream();
        String end = source.advance(null, source.look(null)).orElseThrow();
        Files.delete(file);

        assertThatThrownBy(() -> commit(source, end))
                .satisfies(failure -> assertThat(UnreadableFile.explain(failure))
                        .hasValueSatisfying(problem -> {
                            assertThat(problem.code()).isEqualTo(ErrorCode.SOURCE_UNREADABLE);
                            assertThat(problem.message()).contains("`" + file).contains("not there any more");
                        }));
        commit(stream("ignoreMissingFiles", "true"), end);
        assertThat(target).containsExactlyElementsOf(ids(2));
    }

    @Test
    void saysWhichFileIsCorrupt() throws IOException {
        Path file = files.folder().resolve("ä.json.gz");
        Files.writeString(file, "this is not compressed");
        StreamSource source = stream();
        String end = source.advance(null, source.look(null)).orElseThrow();

        assertThatThrownBy(() -> commit(source, end))
                .satisfies(failure -> assertThat(UnreadableFile.explain(failure))
                        .hasValueSatisfying(problem -> {
                            assertThat(problem.message()).contains("`" + file);
                            assertThat(problem.cause()).contains("gzip");
                        }));
        commit(stream("ignoreCorruptFiles", "true"), end);
        assertThat(target).isEmpty();
    }

    @Test
    void saysWhatIsWrongWithAPosition() throws IOException {
        files.write("a.json", "{\"id\": 1}");
        drain(stream());
        for (Path document : documents()) {
            Files.delete(document);
        }

        assertThatThrownBy(() -> stream().look(committed))
                .isInstanceOfSatisfying(
                        PipelineException.class,
                        failure -> assertThat(failure.problems().get(0).code()).isEqualTo(ErrorCode.SOURCE_CHANGED));
        assertThatThrownBy(() -> stream().look("{\"version\": 3}"))
                .isInstanceOf(PipelineException.class)
                .hasMessageContaining("not a position in a stream of files");
    }

    @Test
    void takesNamesWithAnyCharacters() {
        List<String> names = List.of(
                "a b.json",
                "ü.json",
                "100%.json",
                "a%20b.json",
                "x#y.json",
                "q?r.json",
                "[z].json",
                "日本.json",
                "k=v/{w},.json");
        for (int i = 0; i < names.size(); i++) {
            files.write(names.get(i), "{\"id\": " + i + "}");
        }

        assertThat(drain(stream())).isEqualTo(1);
        assertThat(drain(stream())).isZero();
        assertThat(target).hasSize(names.size());
    }

    @Test
    void readsPartitionColumnsOfEachBatch() {
        files.writeAt(1000, "day=2026-01-01/a.json", "{\"id\": 1}");
        StreamSource source = stream("schema", "id INT, day DATE");
        assertThat(drain(source)).isEqualTo(1);
        files.write("day=2026-01-02/b.json", "{\"id\": 2}");
        files.write("c.json", "{\"id\": 3}");
        assertThat(drain(source)).isEqualTo(1);

        assertThat(target).containsExactly("[1,2026-01-01]", "[2,2026-01-02]", "[3,null]");
    }

    private List<Path> documents() throws IOException {
        try (var paths = Files.list(checkpoint)) {
            return paths.sorted().toList();
        }
    }

    @Test
    void deletesFilesThatWereTakenLongAgo() throws IOException {
        files.writeAt(1000, "a.json", "{\"id\": 1}");
        files.writeAt(2000, "b.json", "{\"id\": 2}");
        String[] options = {"cleanSource", "DELETE", "cleanSource.retentionDuration", "8 days"};
        StreamSource source = stream(options);
        drain(source);
        source.committed(committed);
        assertThat(files.folder().resolve("a.json")).as("too early").exists();

        files.writeAt(3000, "b.json", "{\"id\": 3, \"longer\": true}");
        files.writeAt(4000, "new.json", "{\"id\": 4}");
        Clock late = Clock.fixed(Instant.now().plus(Duration.ofDays(9)), ZoneOffset.UTC);
        for (int i = 0; i < 2; i++) {
            stream(late, options).committed(committed);
            assertThat(files.folder().resolve("a.json")).doesNotExist();
            assertThat(files.folder().resolve("b.json")).as("written anew").exists();
            assertThat(files.folder().resolve("new.json")).as("not taken yet").exists();
        }
        drain(stream(late, options));
        assertThat(target).containsExactlyElementsOf(ids(1, 2, 4));
    }

    /** As in a continuous update: the source stays open, and batches come. */
    @Test
    void cleansNowAndThenWhileItIsOpen() throws IOException {
        files.writeAt(1000, "a.json", "{\"id\": 1}");
        String[] options = {"cleanSource", "DELETE", "cleanSource.retentionDuration", "8 days"};
        MovableClock clock = new MovableClock();
        StreamSource source = stream(clock, options);
        drain(source);
        source.committed(committed);
        files.writeAt(2000, "b.json", "{\"id\": 2}");
        drain(source);
        clock.advance(Duration.ofDays(9));
        source.committed(committed);
        assertThat(files.folder().resolve("a.json")).doesNotExist();
        assertThat(files.folder().resolve("b.json")).doesNotExist();
        files.writeAt(3000, "c.json", "{\"id\": 3}");
        drain(source);
        clock.advance(Duration.ofDays(9));
        source.committed(committed);
        assertThat(files.folder().resolve("c.json")).doesNotExist();
        assertThat(documents())
                .filteredOn(file -> file.getFileName().toString().startsWith("cleaned-"))
                .hasSize(1);
    }

    private static final class MovableClock extends Clock {
        private Instant now = Instant.now();

        void advance(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void movesFilesThatWereTakenLongAgo() {
        files.writeAt(1000, "day=1/a.json", "{\"id\": 1}");
        String[] options = {
            "cleanSource", "MOVE",
            "cleanSource.retentionDuration", "1 hour",
            "cleanSource.moveDestination", root.resolve("archive").toString()
        };
        drain(stream(options));
        Clock late = Clock.fixed(Instant.now().plus(Duration.ofHours(2)), ZoneOffset.UTC);
        stream(late, options).committed(committed);
        assertThat(files.folder().resolve("day=1/a.json")).doesNotExist();
        assertThat(root.resolve("archive/day=1/a.json")).exists();

        options[5] = files.folder().resolve("archive").toString();
        assertThatThrownBy(() -> stream(options))
                .isInstanceOf(PipelineException.class)
                .hasMessageContaining("inside of the source");
    }

    @Test
    void oldFilesAreNeitherTakenNorRemembered() {
        long now = System.currentTimeMillis();
        files.writeAt(now - Duration.ofDays(20).toMillis(), "old.json", "{\"id\": 1}");
        files.writeAt(now - Duration.ofDays(10).toMillis(), "young.json", "{\"id\": 2}");
        drain(stream("maxFileAge", "14 days"));
        assertThat(target).containsExactlyElementsOf(ids(2));
    }

    @Test
    void worksOnAFileSystemThatCannotRename() {
        SlowFileSystem.register(SourceFixture.session());
        for (int i = 1; i <= 70; i++) {
            files.writeAt(i * 1000L, "day=" + i % 3 + "/" + i + ".json", "{\"id\": " + i + ", \"b\": \"x\"}");
        }
        Map<String, String> all =
                SourceFixture.options("format", "json", "schema", "id INT", "maxFilesPerTrigger", "2");
        FileSource source = FileSource.streamOf(
                SourceFixture.session(), "slow:" + files.folder(), FileSourceOptions.forReadFiles(all));
        FileSchema schema = source.resolveSchema(
                SchemaStore.writable(SourceFixture.configuration(), "slow:" + root.resolve("schemas")));
        for (int i = 0; i < 3; i++) {
            StreamSource stream = source.stream(schema, "slow:" + checkpoint);
            Backlog horizon = stream.look(committed);
            Optional<String> next = stream.advance(committed, horizon);
            for (int batch = 0; next.isPresent() && batch < 30; batch++) {
                commit(stream, next.get());
                next = stream.advance(committed, horizon);
            }
        }
        assertThat(target)
                .containsExactlyInAnyOrderElementsOf(
                        ids(IntStream.rangeClosed(1, 70).toArray()));
        assertThat(source.stream(schema, "slow:" + checkpoint).look(committed).isEmpty())
                .isTrue();
        assertThat(SlowFileSystem.renames()).isZero();
    }

    @Test
    void beginsAfterVeryManyFilesAsWell() {
        for (int i = 0; i < 10_050; i++) {
            files.write("old/" + i + ".json", "{\"id\": 0}");
        }
        drain(stream("includeExistingFiles", "false"));
        files.write("new.json", "{\"id\": 1}");
        for (int i = 0; i < 2; i++) {
            drain(stream("includeExistingFiles", "false"));
        }
        assertThat(target).containsExactlyElementsOf(ids(1));
    }
}
