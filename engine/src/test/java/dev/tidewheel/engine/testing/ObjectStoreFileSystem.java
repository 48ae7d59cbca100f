package dev.tidewheel.engine.testing;

import dev.tidewheel.engine.file.AtomicPut;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * A folder of this machine that behaves like an object store, under the scheme {@code objects}: nothing can be renamed or
 * appended to; a file is there, whole, when it is closed, and one that must not be there is refused then; and a listing
 * does not show what is younger than a while, though it can be opened.
 */
public class ObjectStoreFileSystem extends RawLocalFileSystem {
    public static final String SCHEME = "objects";

    /** Age that a file must have to be listed. */
    private static final long LATE_MILLIS = 1_500;

    private static final String UPLOAD = ".upload-";
    private static final AtomicInteger LATE = new AtomicInteger();

    /** How often a listing has left something out so far. */
    public static int lateListings() {
        return LATE.get();
    }

    @Override
    public URI getUri() {
        return URI.create(SCHEME + ":///");
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public boolean rename(org.apache.hadoop.fs.Path source, org.apache.hadoop.fs.Path target) {
        throw new UnsupportedOperationException("an object store renames nothing: " + source);
    }

    @Override
    public FSDataOutputStream append(org.apache.hadoop.fs.Path file, int bufferSize, Progressable progress) {
        throw new UnsupportedOperationException("an object store appends nothing: " + file);
    }

    @Override
    public FSDataOutputStream create(
            org.apache.hadoop.fs.Path file,
            FsPermission permission,
            boolean overwrite,
            int bufferSize,
            short replication,
            long blockSize,
            Progressable progress)
            throws IOException {
        return create(file, overwrite, bufferSize, replication, blockSize, progress);
    }

    @Override
    public FSDataOutputStream create(
            org.apache.hadoop.fs.Path file,
            boolean overwrite,
            int bufferSize,
            short replication,
            long blockSize,
            Progressable progress)
            throws IOException {
        return new FSDataOutputStream(new Upload(pathToFile(file).toPath(), overwrite), statistics);
    }

    @Override
    public FSDataOutputStream createNonRecursive(
            org.apache.hadoop.fs.Path file,
            FsPermission permission,
            EnumSet<CreateFlag> flags,
            int bufferSize,
            short replication,
            long blockSize,
            Progressable progress)
            throws IOException {
        return create(file, flags.contains(CreateFlag.OVERWRITE), bufferSize, replication, blockSize, progress);
    }

    @Override
    public FileStatus[] listStatus(org.apache.hadoop.fs.Path path) throws IOException {
        File file = pathToFile(path);
        if (!file.isDirectory()) {
            return super.listStatus(path);
        }
        List<FileStatus> shown = new ArrayList<>();
        long now = System.currentTimeMillis();
        for (FileStatus status : super.listStatus(path)) {
            boolean late = status.isFile() && now - status.getModificationTime() < LATE_MILLIS;
            boolean upload = status.getPath().getName().startsWith(UPLOAD);
            if (late && !upload) {
                LATE.incrementAndGet();
            }
            if (!late && !upload) {
                shown.add(status);
            }
        }
        return shown.toArray(FileStatus[]::new);
    }

    @Override
    public void setPermission(org.apache.hadoop.fs.Path path, FsPermission permission) {
        // it has none
    }

    /** Nothing is there until it is closed. */
    private static final class Upload extends ByteArrayOutputStream {
        private final Path target;
        private final boolean overwrite;
        private boolean closed;

        Upload(Path target, boolean overwrite) {
            this.target = target;
            this.overwrite = overwrite;
        }

        @Override
        public void close() throws IOException {
            if (closed) {
                return;
            }
            closed = true;
            Files.createDirectories(target.getParent());
            Path aside = target.resolveSibling(UPLOAD + UUID.randomUUID());
            Files.write(aside, toByteArray());
            if (overwrite) {
                Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                return;
            }
            try {
                AtomicPut.link(aside, target);
            } catch (java.nio.file.FileAlreadyExistsException e) {
                Files.delete(aside);
                throw (IOException) new FileAlreadyExistsException(target + " is there").initCause(e);
            }
        }
    }
}
