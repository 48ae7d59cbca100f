package dev.tidewheel.engine.file;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathFilter;
import org.apache.spark.sql.execution.streaming.checkpointing.CheckpointFileManager;

/**
 * Checkpoints and state of Structured Streaming in an {@link ObjectStore}, without renames: a file is kept back until it
 * is complete, and then written in one request. Batches that a listing does not show yet are asked for by their numbers.
 * Set by {@code spark.sql.streaming.checkpointFileManagerClass}; made by Spark, which does not declare what its own ones
 * throw. Safe for use by several threads.
 */
public final class ObjectCheckpoints implements CheckpointFileManager {
    private static final String NUMBER = "\\d{1,18}";

    private final Path root;
    private final FileSystem files;

    public ObjectCheckpoints(Path root, Configuration configuration) throws IOException {
        this.root = root;
        this.files = root.getFileSystem(configuration);
    }

    @Override
    public CheckpointFileManager.CancellableFSDataOutputStream createAtomic(Path path, boolean overwriteIfPossible) {
        return undeclared(() -> HeldBackFile.to(content -> {
            if (!overwriteIfPossible) {
                create(path, content.readAllBytes());
                return;
            }
            try (OutputStream out = files.create(path, true)) {
                content.transferTo(out);
            }
        }));
    }

    private void create(Path path, byte[] content) throws IOException {
        try {
            ObjectStore.create(files, path, content);
        } catch (java.nio.file.FileAlreadyExistsException e) {
            throw (IOException) new FileAlreadyExistsException(path + " already exists.").initCause(e);
        }
    }

    @Override
    public FSDataInputStream open(Path path) {
        return undeclared(() -> files.open(path));
    }

    @Override
    public FileStatus[] list(Path path, PathFilter filter) {
        return undeclared(() -> {
            List<FileStatus> found = new ArrayList<>(List.of(files.listStatus(path, filter)));
            OptionalLong last = found.stream()
                    .map(status -> status.getPath().getName())
                    .filter(name -> name.matches(NUMBER))
                    .mapToLong(Long::parseLong)
                    .max();
            long next = last.isPresent() ? last.getAsLong() + 1 : 0;
            for (boolean more = true; more; next++) {
                Path late = new Path(path, String.valueOf(next));
                try {
                    FileStatus status = files.getFileStatus(late);
                    more = status.isFile() && filter.accept(late);
                    if (more) {
                        found.add(status);
                    }
                } catch (FileNotFoundException e) {
                    more = false;
                }
            }
            return found.toArray(FileStatus[]::new);
        });
    }

    @Override
    public void mkdirs(Path path) {
        undeclared(() -> files.mkdirs(path));
    }

    @Override
    public boolean exists(Path path) {
        return undeclared(() -> files.exists(path));
    }

    @Override
    public void delete(Path path) {
        undeclared(() -> files.delete(path, true));
    }

    @Override
    public boolean isLocal() {
        return false;
    }

    @Override
    public Path createCheckpointDirectory() {
        return undeclared(() -> {
            Path qualified = files.makeQualified(root);
            files.mkdirs(qualified);
            return qualified;
        });
    }

    private interface Work<T> {
        T run() throws IOException;
    }

    private static <T> T undeclared(Work<T> work) {
        try {
            return work.run();
        } catch (IOException e) {
            throw ObjectCheckpoints.<RuntimeException>as(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static <E extends Exception> E as(Exception exception) throws E {
        throw (E) exception;
    }
}
