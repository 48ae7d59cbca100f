package dev.tidewheel.engine.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Gives a complete file its final name, if nobody has that name yet. A hard link does it in one step of the operating
 * system, so it holds between threads and processes; where links are not to be had, a lock file guards the rename.
 */
public final class AtomicPut {
    private static final Object WITHIN_PROCESS = new Object();

    private AtomicPut() {}

    /**
     * Renames {@code source} to {@code target}.
     *
     * @throws org.apache.hadoop.fs.FileAlreadyExistsException if there is a target; the source is left alone
     */
    public static void rename(Path source, Path target) throws IOException {
        try {
            link(source, target);
        } catch (FileAlreadyExistsException e) {
            throw (IOException) new org.apache.hadoop.fs.FileAlreadyExistsException(
                            "rename destination " + target + " already exists.")
                    .initCause(e);
        }
    }

    /**
     * Renames {@code source} to {@code target}.
     *
     * @throws FileAlreadyExistsException if there is a target; the source is left alone
     */
    public static void link(Path source, Path target) throws IOException {
        try {
            Files.createLink(target, source);
            Files.delete(source);
        } catch (FileAlreadyExistsException | NoSuchFileException e) {
            throw e;
        } catch (FileSystemException | UnsupportedOperationException e) {
            moveUnderLock(source, target);
        }
    }

    static void moveUnderLock(Path source, Path target) throws IOException {
        Path lockFile = target.resolveSibling(".put.lock");
        // file locks belong to the process, so threads need a lock of their own
        synchronized (WITHIN_PROCESS) {
            try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (!lock.isValid() || Files.exists(target)) {
                    throw new FileAlreadyExistsException(target.toString());
                }
                Files.move(source, target);
            }
        }
    }
}
