package dev.tidewheel.engine.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidewheel.engine.testing.ChildProcess;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateStoreTest {
    @TempDir
    Path storage;

    private StateStore open() {
        return StateStore.open(storage.toString(), "plan", 4, new Configuration());
    }

    @Test
    void theLastVersionCounts() {
        StateStore store = open();
        assertThat(store.latest()).isEmpty();

        assertThat(store.put(-1, "{\"a\":1}").version()).isZero();
        store.put(0, "{\"a\":2}");

        assertThat(open().latest()).contains(new StateDocument(1, "{\"a\":2}"));
    }

    @Test
    void aVersionIsWrittenOnce() {
        StateStore store = open();
        store.put(-1, "{}");

        assertThat(store.tryPut(-1, "{\"other\":1}")).isEmpty();
        assertThatThrownBy(() -> store.put(-1, "{}"))
                .isInstanceOfSatisfying(
                        PipelineException.class,
                        failure -> assertThat(failure.problems().get(0).code()).isEqualTo(ErrorCode.CONCURRENT_COMMIT));
        assertThat(store.latest()).contains(new StateDocument(0, "{}"));
    }

    @Test
    void oldVersionsGoAndCannotComeBack() throws Exception {
        StateStore store = open();
        for (int i = 0; i < 10; i++) {
            store.put(i - 1, "{\"v\":" + i + "}");
        }

        try (var files = Files.list(storage.resolve("state/plan"))) {
            assertThat(files.map(file -> file.getFileName().toString()).sorted())
                    .containsExactly(
                            "00000000000000000006.json",
                            "00000000000000000007.json",
                            "00000000000000000008.json",
                            "00000000000000000009.json");
        }
        assertThat(store.tryPut(2, "{\"late\":true}")).isEmpty();
        assertThat(store.latest()).contains(new StateDocument(9, "{\"v\":9}"));
    }

    @Test
    void aStorageThatCannotBeWrittenIsNamed() throws Exception {
        Path file = Files.writeString(storage.resolve("file"), "");
        StateStore store = StateStore.open(file.toString(), "plan", 4, new Configuration());

        assertThatThrownBy(() -> store.put(-1, "{}"))
                .isInstanceOfSatisfying(
                        PipelineException.class,
                        failure ->
                                assertThat(failure.problems().get(0).code()).isEqualTo(ErrorCode.STORAGE_NOT_WRITABLE))
                .hasMessageContaining(file + "/state/plan");
    }

    /** Adds its versions to the document, whoever else does. */
    public static final class Writer {
        public static void main(String[] arguments) {
            StateStore store = StateStore.open(arguments[0], "plan", 1_000, new Configuration());
            for (int written = 0; written < Integer.parseInt(arguments[1]); ) {
                long latest = store.latest().map(StateDocument::version).orElse(-1L);
                if (store.tryPut(latest, "{\"writer\":\"" + arguments[2] + "\"}")
                        .isPresent()) {
                    System.out.print((latest + 1) + "\n");
                    written++;
                }
            }
        }
    }

    @Test
    void racingProcessesNeverWriteTheSameVersion() throws Exception {
        List<ChildProcess> writers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            writers.add(ChildProcess.start(Writer.class, storage.toString(), "60", String.valueOf(i)));
        }
        List<Long> versions = new ArrayList<>();
        for (ChildProcess writer : writers) {
            assertThat(writer.await()).isZero();
            writer.lines().forEach(line -> versions.add(Long.valueOf(line)));
        }
        versions.sort(null);

        assertThat(versions)
                .containsExactlyElementsOf(LongStream.range(0, 180).boxed().toList());
    }

    /** The local disk under a name that nothing of ours knows as local. */
    public static final class OtherFileSystem extends RawLocalFileSystem {
        @Override
        public URI getUri() {
            return URI.create("other:///");
        }

        @Override
        public String getScheme() {
            return "other";
        }
    }

    /** The same for the newer interface of Hadoop, which Delta's log store uses. */
    public static final class OtherFs extends DelegateToFileSystem {
        public OtherFs(URI uri, Configuration configuration) throws Exception {
            super(uri, new OtherFileSystem(), configuration, "other", false);
        }
    }

    @Test
    void otherFileSystemsDoAsDeltaDoesForItsCommits() {
        Configuration configuration = new Configuration();
        configuration.set("fs.other.impl", OtherFileSystem.class.getName());
        configuration.set("fs.AbstractFileSystem.other.impl", OtherFs.class.getName());
        StateStore store = StateStore.open("other://" + storage, "plan", 3, configuration);
        assertThat(store.latest()).isEmpty();

        for (int i = 0; i < 5; i++) {
            store.put(i - 1, "{\n\"v\": " + i + "\n}");
        }

        assertThat(store.tryPut(3, "{}")).isEmpty();
        assertThat(store.latest()).contains(new StateDocument(4, "{\n\"v\": 4\n}"));
        assertThat(storage.resolve("state/plan/00000000000000000002.json")).exists();
        assertThat(storage.resolve("state/plan/00000000000000000001.json")).doesNotExist();
    }
}
