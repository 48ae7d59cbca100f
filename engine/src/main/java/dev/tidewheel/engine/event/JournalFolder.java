package dev.tidewheel.engine.event;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The folder of one journal, owned by this process until closed. The operating system takes the ownership from a dead
 * process, so a folder that can be had belongs to nobody. Folders are used again by later processes: that keeps the
 * number of writers that the Delta table has to remember small.
 */
final class JournalFolder implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;
    private final FileLock lock;

    private JournalFolder(Path path, FileChannel channel, FileLock lock) {
        this.path = path;
        this.channel = channel;
        this.lock = lock;
    }

    /** All journals under {@code root}, owned or not, in a fixed order. */
    static List<Path> list(Path root) throws IOException {
        List<Path> folders = new ArrayList<>();
        try (var entries = Files.newDirectoryStream(root, Files::isDirectory)) {
            entries.forEach(folders::add);
        } catch (NoSuchFileException notYet) {
            return List.of();
        }
        folders.sort(null);
        return folders;
    }

    /** Those that belong to nobody, now ours. */
    static List<JournalFolder> takeFree(Path root) throws IOException {
        List<JournalFolder> taken = new ArrayList<>();
        for (Path folder : list(root)) {
            take(folder).ifPresent(taken::add);
        }
        return taken;
    }

    /** A new one, ours. */
    static JournalFolder create(Path root) throws IOException {
        Path folder = Files.createDirectories(root.resolve(UUID.randomUUID().toString()));
        return take(folder).orElseThrow(() -> new IOException("The new folder " + folder + " is locked"));
    }

    private static Optional<JournalFolder> take(Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return Optional.of(new JournalFolder(folder, channel, lock));
            }
        } catch (OverlappingFileLockException ownedHere) {
            // by another bus of this process
        }
        channel.close();
        return Optional.empty();
    }

    Path path() {
        return path;
    }

    /** Names the journal in the transactions of the event table. */
    String id() {
        return String.valueOf(path.getFileName());
    }

    List<JournalSegment> segments() throws IOException {
        return JournalSegment.list(path);
    }

    @Override
    public void close() throws IOException {
        lock.release();
        channel.close();
    }
}
