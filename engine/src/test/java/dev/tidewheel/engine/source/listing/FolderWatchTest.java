package dev.tidewheel.engine.source.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidewheel.engine.testing.ChildProcess;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderWatchTest {

    private static final int OPEN_FILES = 2_000;

    @TempDir
    private Path folder;

    @Test
    void changesInAFolderAndBelowAreHeard() throws IOException {
        AtomicInteger heard = new AtomicInteger();
        try (FolderWatch watch = FolderWatch.begin()) {
            watch.add(folder, heard::incrementAndGet);
            Path below = Files.createDirectory(folder.resolve("below"));
            await().atMost(Duration.ofSeconds(30)).until(() -> heard.get() > 0);
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                int before = heard.get();
                Files.createTempFile(below, "some", "");
                Thread.yield();
                return heard.get() > before;
            });
        }
    }

    /** A process that has no file left to open, and so can have no notifications either. */
    public static final class Exhausted {
        public static void main(String[] arguments) throws IOException {
            Path folder = Path.of(arguments[0]);
            // all classes that are needed later
            try (FolderWatch watch = FolderWatch.begin()) {
                watch.add(folder, () -> {});
            }
            List<FileOutputStream> all = new ArrayList<>();
            try {
                while (all.size() <= OPEN_FILES) {
                    all.add(new FileOutputStream("/dev/null"));
                }
            } catch (FileNotFoundException noMore) {
                // as it is to be
            }
            try (FolderWatch watch = FolderWatch.begin()) {
                watch.add(folder, () -> {});
            } finally {
                for (FileOutputStream file : all) {
                    file.close();
                }
            }
            System.out.print("it goes on without\n");
        }
    }

    @Test
    void whereTheSystemGrantsNoneNothingIsHeard() throws Exception {
        try (ChildProcess process = ChildProcess.startLimited(OPEN_FILES, Exhausted.class, folder.toString())) {
            assertThat(process.await()).isZero();
            assertThat(process.lines()).contains("it goes on without");
        }
    }
}
