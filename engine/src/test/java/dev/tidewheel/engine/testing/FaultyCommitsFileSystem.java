package dev.tidewheel.engine.testing;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.Progressable;
import org.jspecify.annotations.Nullable;

/**
 * An object store under the scheme {@code faulty} in which commits to the tables of a pipeline go wrong as often as a test
 * says: what is asked for holds for the process.
 */
public final class FaultyCommitsFileSystem extends ObjectStoreFileSystem {
    public static final String SCHEME = "faulty";

    private static final Pattern COMMIT = Pattern.compile(".*/tables/.*/_delta_log/\\d{20}\\.json");
    private static final AtomicInteger REFUSED = new AtomicInteger();
    private static final AtomicInteger LOST = new AtomicInteger();
    private static final AtomicInteger LOOKS = new AtomicInteger();
    private static final AtomicInteger BEATEN = new AtomicInteger();
    private static final AtomicInteger LATE = new AtomicInteger();
    private static final AtomicReference<@Nullable LatePut> COMING = new AtomicReference<>();

    /** Nothing goes wrong from now on. */
    public static void behave() {
        REFUSED.set(0);
        LOST.set(0);
        LOOKS.set(0);
        BEATEN.set(0);
        LATE.set(0);
        COMING.set(null);
    }

    /** The next so many commits are not put, and their writers are told so. */
    public static void refuseCommits(int times) {
        REFUSED.set(times);
    }

    /** The next commit is put, but its writer is told that the connection broke; so are the next so many looks at commits. */
    public static void loseAnAnswer(int looksAfterwards) {
        LOOKS.set(looksAfterwards);
        LOST.set(1);
    }

    /** The next commit is not there when its writer has been told that the connection broke, but in front of the one after it. */
    public static void delayACommit() {
        LATE.set(1);
    }

    /** In front of each of the next so many commits somebody else's is put, with its number. */
    public static void beatCommits(int times) {
        BEATEN.set(times);
    }

    /** True if all that was asked for has gone wrong. */
    public static boolean isDone() {
        return REFUSED.get() + LOST.get() + LOOKS.get() + BEATEN.get() + LATE.get() == 0;
    }

    private static boolean isNext(AtomicInteger left) {
        return left.getAndUpdate(number -> Math.max(0, number - 1)) > 0;
    }

    private static boolean isCommit(Path file) {
        return COMMIT.matcher(file.toUri().getPath()).matches();
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
    public FSDataOutputStream create(
            Path file, boolean overwrite, int bufferSize, short replication, long blockSize, Progressable progress)
            throws IOException {
        if (!isCommit(file)) {
            return super.create(file, overwrite, bufferSize, replication, blockSize, progress);
        }
        if (isNext(REFUSED)) {
            throw new IOException("slow down");
        }
        if (isNext(BEATEN)) {
            String other = "{\"txn\":{\"appId\":\"somebody else\",\"version\":1}}\n";
            Files.write(pathToFile(file).toPath(), other.getBytes(StandardCharsets.UTF_8));
        }
        @Nullable LatePut late = COMING.getAndSet(null);
        if (late != null) {
            Files.write(late.file, late.toByteArray());
        }
        if (isNext(LATE)) {
            return new FSDataOutputStream(new LatePut(pathToFile(file).toPath()), statistics);
        }
        FSDataOutputStream out = super.create(file, overwrite, bufferSize, replication, blockSize, progress);
        return isNext(LOST) ? new FSDataOutputStream(new LostAnswer(out), statistics) : out;
    }

    @Override
    public FSDataInputStream open(Path file, int bufferSize) throws IOException {
        failIfAsked(file);
        return super.open(file, bufferSize);
    }

    @Override
    public FileStatus getFileStatus(Path file) throws IOException {
        failIfAsked(file);
        return super.getFileStatus(file);
    }

    private static void failIfAsked(Path file) throws IOException {
        if (isCommit(file) && LOST.get() == 0 && isNext(LOOKS)) {
            throw new IOException("connection reset while looking at " + file);
        }
    }

    /** Nothing is written, until somebody else puts something. */
    private static final class LatePut extends ByteArrayOutputStream {
        private final java.nio.file.Path file;

        LatePut(java.nio.file.Path file) {
            this.file = file;
        }

        @Override
        public void close() throws IOException {
            if (COMING.compareAndSet(null, this)) {
                throw new IOException("timed out");
            }
        }
    }

    /** Everything is written, and nobody is told. */
    private static final class LostAnswer extends FilterOutputStream {
        LostAnswer(OutputStream out) {
            super(out);
        }

        @Override
        public void close() throws IOException {
            super.close();
            throw new IOException("connection reset by peer");
        }
    }
}
