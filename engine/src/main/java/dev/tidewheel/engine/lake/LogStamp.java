package dev.tidewheel.engine.lake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.jspecify.annotations.Nullable;

/**
 * The last commit file of a table as seen on disk. As long as it looks the same and has no successor, the table is at
 * this version: two looks at the file system tell.
 */
record LogStamp(
        String log,
        long version,
        long modified,
        long size,
        @Nullable Object identity) {

    static LogStamp of(String log, long version, Configuration configuration) throws IOException {
        if (log.startsWith("file:")) {
            BasicFileAttributes found = Files.readAttributes(local(log, version), BasicFileAttributes.class);
            return new LogStamp(
                    log, version, found.lastModifiedTime().toMillis(), found.size(), String.valueOf(found.fileKey()));
        }
        org.apache.hadoop.fs.Path file = new org.apache.hadoop.fs.Path(log, name(version));
        FileStatus found = file.getFileSystem(configuration).getFileStatus(file);
        return new LogStamp(log, version, found.getModificationTime(), found.getLen(), null);
    }

    boolean isCurrent(Configuration configuration) throws IOException {
        if (log.startsWith("file:")) {
            try {
                return !Files.exists(local(log, version + 1)) && equals(of(log, version, configuration));
            } catch (NoSuchFileException e) {
                return false;
            }
        }
        org.apache.hadoop.fs.Path next = new org.apache.hadoop.fs.Path(log, name(version + 1));
        FileSystem fileSystem = next.getFileSystem(configuration);
        try {
            return !fileSystem.exists(next) && equals(of(log, version, configuration));
        } catch (java.io.FileNotFoundException e) {
            return false;
        }
    }

    private static Path local(String log, long version) {
        return Path.of(log.substring("file:".length()), name(version));
    }

    static String name(long version) {
        return String.format(Locale.ROOT, "%020d.json", version);
    }
}
