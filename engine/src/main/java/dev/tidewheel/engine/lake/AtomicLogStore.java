package dev.tidewheel.engine.lake;

import dev.tidewheel.engine.file.AtomicPut;
import io.delta.storage.HadoopFileSystemLogStore;
import java.io.BufferedWriter;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Delta's log on the local disk. A commit is written whole to a hidden file and then gets its name in one step that
 * fails if the name is taken ({@link AtomicPut}), so racing threads and processes never overwrite each other, and a
 * killed writer leaves a hidden file at most. Used by delta-spark ({@code spark.delta.logStore.file.impl}) and by Delta
 * Kernel ({@code io.delta.kernel.logStore.file.impl}). Thread-safe.
 */
public final class AtomicLogStore extends HadoopFileSystemLogStore {

    public AtomicLogStore(Configuration configuration) {
        super(configuration);
    }

    @Override
    public void write(Path path, Iterator<String> actions, Boolean overwrite, Configuration configuration)
            throws IOException {
        java.nio.file.Path target = local(path).toPath();
        java.nio.file.Path folder = local(path.getParent()).toPath();
        if (!overwrite && Files.exists(target)) {
            throw new FileAlreadyExistsException(target.toString());
        }
        java.nio.file.Path complete = folder.resolve("." + path.getName() + "." + UUID.randomUUID() + ".tmp");
        try {
            writeLines(complete, actions);
            if (overwrite) {
                Files.move(complete, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } else {
                AtomicPut.link(complete, target);
            }
        } catch (NoSuchFileException e) {
            throw (IOException) new FileNotFoundException("No such file or directory: " + folder).initCause(e);
        } finally {
            Files.deleteIfExists(complete);
        }
    }

    private static void writeLines(java.nio.file.Path file, Iterator<String> lines) throws IOException {
        try (BufferedWriter out =
                Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW)) {
            while (lines.hasNext()) {
                out.write(lines.next());
                out.write('\n');
            }
        }
    }

    /** Looks only at the files that are asked for: a long log is listed by name, not by status. */
    @Override
    public Iterator<FileStatus> listFrom(Path path, Configuration configuration) throws IOException {
        File folder = local(path.getParent());
        String first = path.getName();
        String[] names = folder.list((ignored, name) -> name.compareTo(first) >= 0);
        if (names == null) {
            throw new FileNotFoundException("No such file or directory: " + folder);
        }
        Arrays.sort(names);
        Path parent = path.getFileSystem(configuration).makeQualified(path.getParent());
        List<FileStatus> found = new ArrayList<>(names.length);
        for (String name : names) {
            try {
                BasicFileAttributes attributes =
                        Files.readAttributes(new File(folder, name).toPath(), BasicFileAttributes.class);
                found.add(new FileStatus(
                        attributes.isDirectory() ? 0 : attributes.size(),
                        attributes.isDirectory(),
                        1,
                        0,
                        attributes.lastModifiedTime().toMillis(),
                        new Path(parent, name)));
            } catch (NoSuchFileException e) {
                // removed since it was listed, such as another writer's hidden file
            }
        }
        return found.iterator();
    }

    /** True: what does not go through {@link #write}, such as checkpoints, is seen while it is written. */
    @Override
    public Boolean isPartialWriteVisible(Path path, Configuration configuration) {
        return true;
    }

    private static File local(Path path) {
        return new File(path.toUri().getPath());
    }
}
