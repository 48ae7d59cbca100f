package dev.tidewheel.engine.source.listing;

import java.io.IOException;
import java.net.URI;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears of changes in folders of the local disk, and of folders in them, from the operating system. It may miss some, where
 * that has no notifications or too many folders are to be watched: whoever listens has to look by itself now and then.
 * Thread-safe.
 */
public final class FolderWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FolderWatch.class);
    private static final int MOST_FOLDERS = 4096;

    private final @Nullable WatchService watches;
    private final Map<WatchKey, List<Runnable>> listeners = new ConcurrentHashMap<>();
    private final Map<WatchKey, Path> folders = new ConcurrentHashMap<>();

    private FolderWatch(@Nullable WatchService watches) {
        this.watches = watches;
    }

    /** A watch of no folder yet; one that never hears anything if the operating system grants no more of them. */
    public static FolderWatch begin() {
        WatchService watches;
        try {
            watches = FileSystems.getDefault().newWatchService();
        } catch (IOException e) {
            LOG.warn(
                    "Folders are looked at now and then, as the system does not tell of changes in them: {}",
                    e.toString());
            return new FolderWatch(null);
        }
        FolderWatch watch = new FolderWatch(watches);
        Thread thread = new Thread(() -> watch.listen(watches), "folder-watch");
        thread.setDaemon(true);
        thread.start();
        return watch;
    }

    /** True for a path or URI on the local disk, whether or not it is there. */
    public static boolean isLocal(String place) {
        String scheme = place.isEmpty() ? null : uri(place).getScheme();
        return scheme == null || scheme.equals("file");
    }

    private static URI uri(String place) {
        return new org.apache.hadoop.fs.Path(place).toUri();
    }

    /** The folder at a path or URI, if it is on the local disk. */
    public static Optional<Path> local(String place) {
        return Optional.of(uri(place).getPath())
                .filter(text -> isLocal(place) && !text.isEmpty())
                .map(Path::of)
                .filter(Files::isDirectory);
    }

    /** Has the listener called, by a thread of its own, when something changes in the folder or below. */
    public void add(Path folder, Runnable listener) {
        if (watches != null) {
            add(watches, folder, listener);
        }
    }

    private void add(WatchService service, Path folder, Runnable listener) {
        try {
            Files.walkFileTree(
                    folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult preVisitDirectory(Path inside, BasicFileAttributes attributes)
                                throws IOException {
                            if (folders.size() >= MOST_FOLDERS) {
                                return FileVisitResult.TERMINATE;
                            }
                            WatchKey key = inside.register(
                                    service,
                                    StandardWatchEventKinds.ENTRY_CREATE,
                                    StandardWatchEventKinds.ENTRY_MODIFY);
                            folders.put(key, inside);
                            List<Runnable> heard =
                                    listeners.computeIfAbsent(key, unheard -> new CopyOnWriteArrayList<>());
                            if (!heard.contains(listener)) {
                                heard.add(listener);
                            }
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException gone) {
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            LOG.info("{} is looked at now and then, as it cannot be watched: {}", folder, e.toString());
        }
    }

    private void listen(WatchService service) {
        try {
            while (true) {
                WatchKey key = service.take();
                Path folder = folders.get(key);
                List<Runnable> heard = listeners.getOrDefault(key, List.of());
                for (WatchEvent<?> event : key.pollEvents()) {
                    if (folder != null
                            && event.context() instanceof Path name
                            && Files.isDirectory(folder.resolve(name))) {
                        heard.forEach(listener -> add(service, folder.resolve(name), listener));
                    }
                }
                heard.forEach(Runnable::run);
                if (!key.reset()) {
                    folders.remove(key);
                    listeners.remove(key);
                }
            }
        } catch (ClosedWatchServiceException e) {
            // it is over
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            if (watches != null) {
                watches.close();
            }
        } catch (IOException e) {
            LOG.debug("The watch could not be closed", e);
        }
    }
}
