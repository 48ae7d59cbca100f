package dev.tidewheel.engine.testing;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/** The local disk under the scheme {@code flaky}, where reading or writing fails as often as a test says. */
public final class FlakyFileSystem extends RawLocalFileSystem {
    public static final String SCHEME = "flaky";

    private static final AtomicInteger FAILURES = new AtomicInteger();
    private static final AtomicInteger THROTTLED = new AtomicInteger();
    private static final AtomicInteger WRITE_FAILURES = new AtomicInteger();
    private static final AtomicReference<String> UNREADABLE_PLACE = new AtomicReference<>("");
    private static final AtomicReference<String> FAILING_PLACE = new AtomicReference<>("");

    /** The next so many attempts to open a file fail. */
    public static void failNextReads(int times) {
        FAILURES.set(times);
    }

    /** All attempts to open a file fail whose path contains this; empty for none. */
    public static void failReadsFrom(String place) {
        UNREADABLE_PLACE.set(place);
    }

    /**
     * The next so many attempts to open a file fail as in a store that throttles: its client has an exception of its own,
     * and Hadoop puts it into another one.
     */
    public static void throttleNextReads(int times) {
        THROTTLED.set(times);
    }

    /** The next attempt to create a file fails whose path contains this; empty for none. */
    public static void failNextWriteTo(String place) {
        FAILING_PLACE.set(place);
    }

    /** True if a write that was to fail has failed. */
    public static boolean hasFailed() {
        return FAILING_PLACE.get().isEmpty();
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
    public FSDataOutputStream create(
            Path file, boolean overwrite, int bufferSize, short replication, long blockSize, Progressable progress)
            throws IOException {
        failIfAsked(file);
        return super.create(file, overwrite, bufferSize, replication, blockSize, progress);
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
        String place = FAILING_PLACE.get();
        if (!place.isEmpty() && file.toUri().getPath().contains(place) && FAILING_PLACE.compareAndSet(place, "")) {
            throw new IOException("connection reset while writing " + file);
        }
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
    public FSDataInputStream open(Path file, int bufferSize) throws IOException {
        String place = UNREADABLE_PLACE.get();
        boolean unreadable = !place.isEmpty() && file.toUri().getPath().contains(place);
        if (unreadable || FAILURES.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new IOException("connection reset while reading " + file);
        }
        if (THROTTLED.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new ThrottledException("open " + file, new StoreClientException("Please reduce your request rate"));
        }
        return super.open(file, bufferSize);
    }

    /** As those of clients of stores, which know nothing of Hadoop. */
    private static final class StoreClientException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StoreClientException(String message) {
            super(message);
        }
    }

    /** As S3A's exceptions for throttling. */
    private static final class ThrottledException extends IOException {
        private static final long serialVersionUID = 1L;

        ThrottledException(String operation, StoreClientException cause) {
            super(operation + ": " + cause.getMessage(), cause);
        }
    }
}
