package dev.tidewheel.engine.testing;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** The local disk under the scheme {@code flaky}, where reading a file fails as often as a test says. */
public final class FlakyFileSystem extends RawLocalFileSystem {
    private static final AtomicInteger FAILURES = new AtomicInteger();

    /** The next so many attempts to open a file fail. */
    public static void failNextReads(int times) {
        FAILURES.set(times);
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
