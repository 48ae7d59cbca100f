package dev.tidewheel.testkit.crash;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static java.nio.file.StandardWatchEventKinds.OVERFLOW;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Counts what happens to the files below a folder, as the operating system tells it: temporary files that get their names,
 * commits, batches of events. Logs for people do not count. Thread-safe.
 */
final class FolderChanges implements AutoCloseable {
    private static final String LOGS = "logs";

    private final WatchService watch = FileSystems.getDefault().newWatchService();
    private final Map<WatchKey, Path> watched = new HashMap<>();
    private final Thread thread = new Thread(this::follow, "folder-changes");
    private long count;

    /** @param folder there already; what is in it counts from now on */
    FolderChanges(Path folder) throws IOException {
        register(folder);
        thread.setDaemon(true);
        thread.start();
    }

    synchronized long count() {
        return count;
    }

    /** Waits until so many changes were counted, or the update has ended; false if it ended before. */
    boolean await(long wanted, RunningUpdate update) throws InterruptedException {
        return await(wanted, update, Long.MAX_VALUE);
    }

    /** The same, but no longer than so; true if the time is over. */
    boolean await(long wanted, RunningUpdate update, long mostMillis) throws InterruptedException {
        update.whenEnded(this::wake);
        long start = System.nanoTime();
        synchronized (this) {
            while (count < wanted && update.isRunning()) {
                long left = mostMillis - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
                if (left <= 0) {
                    return true;
                }
                wait(Math.min(left, 1_000));
            }
            return count >= wanted;
        }
    }

    private synchronized void wake() {
        notifyAll();
    }

    private synchronized void counted(int changes) {
        count += changes;
        notifyAll();
    }

    private void follow() {
        try {
            while (true) {
                WatchKey key = watch.take();
                Path folder = watched.get(key);
                for (WatchEvent<?> event : key.pollEvents()) {
                    counted(1);
                    if (event.kind() == ENTRY_CREATE && folder != null) {
                        enter(folder.resolve((Path) event.context()));
                    } else if (event.kind() == OVERFLOW) {
                        System.err.println("Some changes could not be counted");
                    }
                }
                key.reset();
            }
        } catch (ClosedWatchServiceException | InterruptedException ended) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            System.err.println("Changes are not counted any more: " + e);
        }
    }

    private void enter(Path path) throws IOException {
        if (!path.endsWith(LOGS) && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            // what came before the folder was watched would not be told
            counted(register(path));
        }
    }

    private int register(Path folder) throws IOException {
        try {
            watched.put(folder.register(watch, ENTRY_CREATE, ENTRY_DELETE, ENTRY_MODIFY), folder);
            int found = 0;
            try (Stream<Path> children = Files.list(folder)) {
                for (Path child : children.toList()) {
                    found++;
                    if (!child.endsWith(LOGS) && Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
                        found += register(child);
                    }
                }
            }
            return found;
        } catch (NoSuchFileException | NotDirectoryException gone) {
            return 0;
        }
    }

    @Override
    public void close() throws IOException {
        watch.close();
    }
}
