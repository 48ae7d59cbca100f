package dev.tidewheel.engine.source.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.source.document.DocumentFolder;
import dev.tidewheel.engine.testing.PipelineFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables go back to savepoints whose entries have been put together since. */
class PackedEntriesTest {
    private static final int BEFORE = 10;
    private static final int FILES = 30;

    @TempDir
    Path folder;

    private PipelineFixture pipeline;

    @BeforeEach
    void open() {
        pipeline = PipelineFixture.in(folder);
        pipeline.sql("CREATE STREAMING TABLE raw AS SELECT id FROM STREAM read_files('data', format => 'json',"
                + " schema => 'id INT', maxFilesPerTrigger => 1);"
                + "CREATE STREAMING TABLE ids AS SELECT DISTINCT id FROM STREAM read_files('data', format => 'json',"
                + " schema => 'id INT', maxFilesPerTrigger => 5);");
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    private void arrive(int from, int to) {
        for (int file = from; file <= to; file++) {
            pipeline.file("data/" + file + ".json", "{\"id\":" + file + "}");
        }
    }

    private static List<String> ids(int to) {
        return IntStream.rangeClosed(1, to).mapToObj(String::valueOf).sorted().toList();
    }

    /** Puts all entries of all sources together, a few to a document. */
    private int pack() throws IOException {
        int sources = 0;
        try (Stream<Path> found = Files.walk(pipeline.path(".tidewheel"))) {
            List<Path> folders = found.filter(
                            path -> path.getFileName().toString().matches("0000000001-.*[.]json"))
                    .map(Path::getParent)
                    .distinct()
                    .toList();
            for (Path documents : folders) {
                for (int round = 0; round < 2; round++) {
                    DocumentFolder stored = new DocumentFolder(SourceFixture.configuration(), documents.toString());
                    List<DocumentFolder.Entry> all = stored.list();
                    new EntryPacks(stored, 3)
                            .pack(
                                    all,
                                    all.stream()
                                            .map(DocumentFolder.Entry::name)
                                            .filter(name -> name.endsWith(".json"))
                                            .toList());
                }
                try (Stream<Path> left = Files.list(documents)) {
                    assertThat(left.filter(path -> path.toString().endsWith(".json")))
                            .hasSizeLessThan(3);
                }
                sources++;
            }
        }
        return sources;
    }

    @Test
    void theWayBackToASavepointThatIsOlder() throws IOException {
        arrive(1, BEFORE);
        pipeline.update();
        pipeline.engine().savepoints().create("then", List.of());
        arrive(BEFORE + 1, FILES);
        pipeline.restart().update();
        assertThat(pack()).as("sources").isGreaterThanOrEqualTo(2);

        pipeline.restart();
        assertThat(pipeline.update().jobs()).as("nothing is new").isZero();
        pipeline.engine().savepoints().restore("then", List.of());
        assertThat(pipeline.table("raw")).isEqualTo(ids(BEFORE));
        assertThat(pipeline.table("ids")).isEqualTo(ids(BEFORE));
        arrive(FILES + 1, FILES + 1);
        pipeline.restart().update();
        assertThat(pipeline.table("raw")).as("each file once").isEqualTo(ids(FILES + 1));
        assertThat(pipeline.table("ids")).isEqualTo(ids(FILES + 1));
        assertThat(pipeline.rows("SELECT count(*) FROM cloud_files_state(TABLE(raw))"))
                .containsExactly(String.valueOf(FILES + 1));
        assertThat(pipeline.update().jobs()).isZero();
    }
}
