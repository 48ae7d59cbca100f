package dev.tidewheel.engine.source.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.source.Backlog;
import dev.tidewheel.engine.source.StreamSource;
import dev.tidewheel.engine.source.option.FileSourceOptions;
import dev.tidewheel.engine.source.schema.SchemaStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the documents of a stream of files over time. */
final class EntryCleaningTest {
    @TempDir
    Path root;

    private SourceFixture files;
    private Path checkpoint;
    private @Nullable String committed;

    @BeforeEach
    void setUp() throws IOException {
        files = new SourceFixture(Files.createDirectories(root.resolve("in")));
        checkpoint = root.resolve("checkpoint/sources/0");
    }

    private StreamSource stream(Clock clock) {
        FileSource source = FileSource.streamOf(
                SourceFixture.session(),
                files.folder().toString(),
                FileSourceOptions.forReadFiles(
                        SourceFixture.options("schema", "id INT", "format", "json", "maxFilesPerTrigger", "1")));
        return source.stream(source.resolveSchema(SchemaStore.none()), checkpoint.toString(), clock);
    }

    private StreamSource stream() {
        return stream(Clock.systemUTC());
    }

    private void arrive(int count) {
        for (int i = 0; i < count; i++) {
            files.writeAt(1_000_000 + i * 1000L, i + ".json", "{\"id\": " + i + "}");
        }
    }

    private List<Path> documents() throws IOException {
        try (var paths = Files.list(checkpoint)) {
            return paths.sorted().toList();
        }
    }

    @Test
    void cleansDocumentsThatNobodyCanNeedAnyMore() throws IOException {
        Instant late = Instant.now().plus(Duration.ofDays(100));
        arrive(140);
        advance(stream(Clock.fixed(late, ZoneOffset.UTC)), 70);
        assertThat(firstDocument()).as("not more than once an hour").isEqualTo(1);
        Clock later = Clock.fixed(late.plus(Duration.ofHours(1)), ZoneOffset.UTC);
        advance(stream(later), 30);
        assertThat(firstDocument()).as("an hour later").isEqualTo(64);
        advance(stream(later), 40);
        assertThat(firstDocument()).as("in the same hour").isEqualTo(64);
        assertThat(stream().look(committed).isEmpty()).isTrue();
    }

    private int firstDocument() throws IOException {
        return documents().stream()
                .mapToInt(path -> Integer.parseInt(path.getFileName().toString().substring(0, 10)))
                .min()
                .orElseThrow();
    }

    /** Takes batches that nobody reads; gives the positions after each. */
    private List<String> advance(StreamSource source, int batches) {
        List<String> positions = new ArrayList<>();
        Backlog horizon = source.look(committed);
        for (int i = 0; i < batches; i++) {
            committed = source.advance(committed, horizon).orElseThrow();
            positions.add(committed);
        }
        return positions;
    }

    /** A clock that goes on by some seconds each time it is looked at. */
    private static Clock hurrying(Duration step) {
        return new Clock() {
            private Instant now = Instant.now().plus(Duration.ofDays(1));

            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                now = now.plus(step);
                return now;
            }
        };
    }

    @Test
    void aStreamOfManyBatchesKeepsFewDocuments() throws IOException {
        int batches = 2 * EntryPacks.ENTRIES + 500;
        arrive(batches);
        List<String> positions = advance(stream(hurrying(Duration.ofSeconds(20))), batches);

        assertThat(documents())
                .filteredOn(path -> path.toString().endsWith(".json"))
                .hasSizeLessThan(EntryPacks.ENTRIES);
        assertThat(FileState.rows(
                        SourceFixture.configuration(), checkpoint.toString(), String.valueOf(committed), "f", "s"))
                .as("what was taken when is known as before")
                .hasSize(batches);
        for (int at : new int[] {0, 1, 31, 32, 500, EntryPacks.ENTRIES - 1, EntryPacks.ENTRIES, batches - 2}) {
            StreamSource restored = stream();
            assertThat(restored.look(positions.get(at)).files())
                    .as("the files after batch %s", at)
                    .isEqualTo(batches - 1 - at);
        }
        assertThat(SourceFixture.rows(SourceFixture.dataset(stream().rows(positions.get(9), positions.get(12)))))
                .as("a batch of then")
                .containsExactlyElementsOf(List.of("[10]", "[11]", "[12]"));

        committed = positions.get(700);
        advance(stream(hurrying(Duration.ofSeconds(20))), batches - 701);
        assertThat(stream().look(committed).isEmpty())
                .as("back, and on from there")
                .isTrue();
        assertThat(stream().look(positions.get(batches - 1)).isEmpty())
                .as("where it was before it went back")
                .isTrue();
    }
}
