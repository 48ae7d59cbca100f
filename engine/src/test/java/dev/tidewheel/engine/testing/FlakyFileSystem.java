package dev.tidewheel.engine.testing;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/** The local disk under the scheme {@code flaky}, where reading or writing fails as often as a test says. */
public final class FlakyFileSystem extends RawLocalFileSystem {
    private static final AtomicInteger FAILURES = new AtomicInteger();
    private static final AtomicInteger WRITE_FAILURES = new AtomicInteger();

    /** The next so many attempts to open a file fail. */
    public static void failNextReads(int times) {
        FAILURES.set(times);
    }

    /** The next so many attempts to create a file, or to give one another name, fail. */
    public static void failNextWrites(int times) {
        WRITE_FAILURES.set(times);
    }

    @Override
    public FSDataOutputStream create(
            Path file,
            FsPermission permission,
            boolean overwrite,
            int bufferSize,
            short replication,
            long blockSize,
            Progressable progress)
            throws IOException {
        failIfAsked(file);
        return super.create(file, permission, overwrite, bufferSize, replication, blockSize, progress);
    }

    @Override
    public boolean rename(Path source, Path target) throws IOException {
        failIfAsked(target);
        return super.rename(source, target);
    }

    private static void failIfAsked(Path file) throws IOException {
        if (WRITE_FAILURES.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new IOException("connection reset while writing " + file);
        }
    }

    @Override
    public URI getUri() {
        return URI.create("flaky:///");
    }

    @Override
    public String getScheme() {
        return "flaky";
    }

    @Override
    public FSDataInputStream open(Path file, int bufferSize) throws IOException {
        if (FAILURES.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new IOException("connection reset while reading " + file);
        }
        return super.open(file, bufferSize);
    }
}
