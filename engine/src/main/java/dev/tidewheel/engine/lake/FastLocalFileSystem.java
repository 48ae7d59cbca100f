package dev.tidewheel.engine.lake;

import java.io.IOException;
import java.util.EnumSet;
import java.util.concurrent.CompletableFuture;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.impl.OpenFileParameters;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * The local disk without forked processes and without checksum files, for {@code fs.file.impl}. It is a
 * {@link LocalFileSystem} by type only, because some users of Hadoop cast to that; all work goes to
 * {@link PlainLocalFileSystem}. Thread-safe.
 */
public final class FastLocalFileSystem extends LocalFileSystem {

    public FastLocalFileSystem() {
        super(new PlainLocalFileSystem());
    }

    @Override
    public FSDataInputStream open(Path path, int bufferSize) throws IOException {
        return fs.open(path, bufferSize);
    }

    @Override
    protected CompletableFuture<FSDataInputStream> openFileWithOptions(Path path, OpenFileParameters parameters)
            throws IOException {
        CompletableFuture<FSDataInputStream> opened = new CompletableFuture<>();
        try {
            opened.complete(fs.open(path, parameters.getBufferSize()));
        } catch (IOException e) {
            opened.completeExceptionally(e);
        }
        return opened;
    }

    @Override
    public FSDataOutputStream append(Path path, int bufferSize, Progressable progress) throws IOException {
        return fs.append(path, bufferSize, progress);
    }

    @Override
    public boolean truncate(Path path, long length) throws IOException {
        return fs.truncate(path, length);
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
        return fs.create(path, permission, overwrite, bufferSize, replication, blockSize, progress);
    }

    @Override
    public FSDataOutputStream create(
            Path path,
            FsPermission permission,
            EnumSet<CreateFlag> flags,
            int bufferSize,
            short replication,
            long blockSize,
            Progressable progress,
            Options.ChecksumOpt checksum)
            throws IOException {
        return fs.create(path, permission, flags, bufferSize, replication, blockSize, progress, checksum);
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
        return fs.createNonRecursive(path, permission, overwrite, bufferSize, replication, blockSize, progress);
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
        return fs.createNonRecursive(path, permission, flags, bufferSize, replication, blockSize, progress);
    }

    @Override
    public boolean rename(Path source, Path target) throws IOException {
        return fs.rename(source, target);
    }

    @Override
    public boolean delete(Path path, boolean recursive) throws IOException {
        return fs.delete(path, recursive);
    }

    @Override
    public FileStatus[] listStatus(Path path) throws IOException {
        return fs.listStatus(path);
    }

    @Override
    public RemoteIterator<FileStatus> listStatusIterator(Path path) throws IOException {
        return fs.listStatusIterator(path);
    }

    @Override
    public RemoteIterator<LocatedFileStatus> listLocatedStatus(Path path) throws IOException {
        return fs.listLocatedStatus(path);
    }

    @Override
    public FileStatus getFileLinkStatus(Path path) throws IOException {
        return fs.getFileStatus(path);
    }

    @Override
    public boolean mkdirs(Path path) throws IOException {
        return fs.mkdirs(path);
    }

    @Override
    public boolean mkdirs(Path path, FsPermission permission) throws IOException {
        return fs.mkdirs(path);
    }

    @Override
    public void setPermission(Path path, FsPermission permission) {
        // the umask decides
    }

    @Override
    public void setOwner(Path path, String user, String group) {
        // files belong to whoever runs the pipeline
    }

    @Override
    public boolean setReplication(Path path, short replication) {
        return true;
    }
}
