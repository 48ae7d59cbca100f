package dev.tidewheel.engine.source.file;

import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.spark.sql.classic.SparkSession;

/** Local files behind another scheme, in the manner of an object store: nothing is renamed, and folders have no times. */
public final class SlowFileSystem extends RawLocalFileSystem {
    private static final AtomicInteger RENAMES = new AtomicInteger();

    static void register(SparkSession session) {
        session.sparkContext().hadoopConfiguration().set("fs.slow.impl", SlowFileSystem.class.getName());
        RENAMES.set(0);
    }

    /** How often somebody wanted to rename a file. */
    static int renames() {
        return RENAMES.get();
    }

    @Override
    public String getScheme() {
        return "slow";
    }

    @Override
    public URI getUri() {
        return URI.create("slow:///");
    }

    @Override
    public boolean rename(Path from, Path to) throws IOException {
        RENAMES.incrementAndGet();
        throw new IOException("nothing can be renamed here");
    }

    @Override
    public FileStatus[] listStatus(Path folder) throws IOException {
        return Arrays.stream(super.listStatus(folder))
                .map(SlowFileSystem::withoutTime)
                .toArray(FileStatus[]::new);
    }

    @Override
    public FileStatus getFileStatus(Path path) throws IOException {
        return withoutTime(super.getFileStatus(path));
    }

    private static FileStatus withoutTime(FileStatus status) {
        return status.isDirectory() ? new FileStatus(0, true, 0, 0, 0, status.getPath()) : status;
    }
}
