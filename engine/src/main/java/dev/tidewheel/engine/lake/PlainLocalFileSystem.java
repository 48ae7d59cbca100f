package dev.tidewheel.engine.lake;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * The local disk through {@code java.nio} alone. Hadoop's own implementation starts a process ({@code chmod},
 * {@code ls}, {@code readlink}) for each permission that it sets or reads, which costs far more than the file itself.
 * Permissions follow the umask of the process here. Thread-safe.
 */
class PlainLocalFileSystem extends RawLocalFileSystem {
    private static final int BLOCK_SIZE = 32 * 1024 * 1024;

    @Override
    public FileStatus getFileStatus(Path path) throws IOException {
        File file = pathToFile(path);
        try {
            return status(file, Files.readAttributes(file.toPath(), BasicFileAttributes.class));
        } catch (NoSuchFileException e) {
            throw missing(path, e);
        } catch (java.nio.file.FileSystemException e) {
            if (!file.exists()) {
                // a parent that is a file: "not a directory" means the same as "not there"
                throw missing(path, e);
            }
            throw e;
        }
    }

    @Override
    public FileStatus getFileLinkStatus(Path path) throws IOException {
        return getFileStatus(path);
    }

    @Override
    public boolean exists(Path path) {
        return pathToFile(path).exists();
    }

    @Override
    public FileStatus[] listStatus(Path path) throws IOException {
        File file = pathToFile(path);
        String[] names = file.list();
        if (names == null) {
            return new FileStatus[] {getFileStatus(path)};
        }
        List<FileStatus> found = new ArrayList<>(names.length);
        for (String name : names) {
            File child = new File(file, name);
            try {
                found.add(status(child, Files.readAttributes(child.toPath(), BasicFileAttributes.class)));
            } catch (IOException e) {
                // removed between listing and looking, or a dangling link: not there
                if (Files.exists(child.toPath(), LinkOption.NOFOLLOW_LINKS) && child.exists()) {
                    throw e;
                }
            }
        }
        return found.toArray(FileStatus[]::new);
    }

    @Override
    public FSDataOutputStream create(
            Path path,
            FsPermission permission,
            boolean overwrite,
            int bufferSize,
            short replication,
            long blockSize,
            Progressable progress)
            throws IOException {
        return create(path, overwrite, bufferSize, replication, blockSize, progress);
    }

    @Override
    public FSDataOutputStream create(
            Path path, boolean overwrite, int bufferSize, short replication, long blockSize, Progressable progress)
            throws IOException {
        File parent = pathToFile(path).getParentFile();
        if (parent != null) {
            Files.createDirectories(parent.toPath());
        }
        return open(path, overwrite, bufferSize);
    }

    @Override
    public FSDataOutputStream createNonRecursive(
            Path path,
            FsPermission permission,
            boolean overwrite,
            int bufferSize,
            short replication,
            long blockSize,
            Progressable progress)
            throws IOException {
        return open(path, overwrite, bufferSize);
    }

    @Override
    public FSDataOutputStream createNonRecursive(
            Path path,
            FsPermission permission,
            EnumSet<CreateFlag> flags,
            int bufferSize,
            short replication,
            long blockSize,
            Progressable progress)
            throws IOException {
        if (flags.contains(CreateFlag.APPEND)) {
            return append(path, bufferSize, progress);
        }
        return open(path, flags.contains(CreateFlag.OVERWRITE), bufferSize);
    }

    /** Whoever creates a file that must not exist, creates it: there is no moment between the check and the act. */
    private FSDataOutputStream open(Path path, boolean overwrite, int bufferSize) throws IOException {
        File file = pathToFile(path);
        OutputStream out;
        try {
            if (!overwrite) {
                Files.newByteChannel(file.toPath(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)
                        .close();
            }
            out = new SyncableFileStream(new FileOutputStream(file));
        } catch (FileAlreadyExistsException e) {
            throw alreadyExists(path, e);
        } catch (NoSuchFileException e) {
            throw missing(path, e);
        }
        return new FSDataOutputStream(new SyncableBuffer(out, Math.max(bufferSize, 8192)), statistics);
    }

    @Override
    public boolean mkdirs(Path path) throws IOException {
        File file = pathToFile(path);
        try {
            Files.createDirectories(file.toPath());
            return true;
        } catch (FileAlreadyExistsException e) {
            throw (IOException) new org.apache.hadoop.fs.ParentNotDirectoryException(
                            "Cannot create folder " + path + ": a file is in the way")
                    .initCause(e);
        } catch (java.nio.file.FileSystemException e) {
            for (File up = file; up != null; up = up.getParentFile()) {
                if (up.isFile()) {
                    throw (IOException) new org.apache.hadoop.fs.ParentNotDirectoryException(
                                    "Cannot create folder " + path + ": " + up + " is a file")
                            .initCause(e);
                }
            }
            throw e;
        }
    }

    @Override
    public boolean mkdirs(Path path, FsPermission permission) throws IOException {
        return mkdirs(path);
    }

    @Override
    public void setPermission(Path path, FsPermission permission) {
        // the umask decides
    }

    @Override
    public void setOwner(Path path, String user, String group) {
        // files belong to whoever runs the pipeline
    }

    private FileStatus status(File file, BasicFileAttributes attributes) {
        return new FileStatus(
                attributes.isDirectory() ? 0 : attributes.size(),
                attributes.isDirectory(),
                1,
                BLOCK_SIZE,
                attributes.lastModifiedTime().toMillis(),
                attributes.lastAccessTime().toMillis(),
                attributes.isDirectory() ? FsPermission.getDirDefault() : FsPermission.getFileDefault(),
                "",
                "",
                new Path(file.getPath()).makeQualified(getUri(), getWorkingDirectory()));
    }

    private static IOException missing(Path path, Exception cause) {
        return (IOException) new FileNotFoundException("File " + path + " does not exist").initCause(cause);
    }

    private static IOException alreadyExists(Path path, Exception cause) {
        return (IOException)
                new org.apache.hadoop.fs.FileAlreadyExistsException("File already exists: " + path).initCause(cause);
    }

    /** A buffer that hands the demand for durability down. */
    private static final class SyncableBuffer extends BufferedOutputStream implements org.apache.hadoop.fs.Syncable {
        SyncableBuffer(OutputStream out, int size) {
            super(out, size);
        }

        @Override
        public void hflush() throws IOException {
            flush();
        }

        @Override
        public void hsync() throws IOException {
            flush();
            ((SyncableFileStream) out).force();
        }
    }

    private static final class SyncableFileStream extends OutputStream {
        private final FileOutputStream file;

        SyncableFileStream(FileOutputStream file) {
            this.file = file;
        }

        @Override
        public void write(int value) throws IOException {
            file.write(value);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            file.write(bytes, offset, length);
        }

        void force() throws IOException {
            file.getFD().sync();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
