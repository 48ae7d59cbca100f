package dev.tidewheel.engine.source.listing;

import java.util.Comparator;
import java.util.Objects;

/**
 * A file as it was seen.
 *
 * @param path full path with scheme, not URL-encoded
 * @param size bytes
 * @param modified time of the last modification, milliseconds since 1970
 */
public record ListedFile(String path, long size, long modified) {
    /** Oldest first; equally old ones by path, so that the order is the same on every run. */
    static final Comparator<ListedFile> ORDER =
            Comparator.comparingLong(ListedFile::modified).thenComparing(ListedFile::path);

    public ListedFile {
        Objects.requireNonNull(path, "path is null");
    }

    /** The last part of the path. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
