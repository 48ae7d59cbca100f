package dev.tidewheel.engine.lake;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A data file of a table.
 *
 * @param path as the log has it: relative to the table and URL-encoded, or absolute
 * @param partitionValues by column; null values are nulls
 * @param statistics Delta's JSON, null if there is none
 * @param deletionVector Delta's JSON, null if no row of the file is deleted
 */
public record DataFile(
        String path,
        long bytes,
        long modified,
        Map<String, @Nullable String> partitionValues,
        @Nullable String statistics,
        @Nullable String deletionVector) {

    public DataFile {
        partitionValues = Collections.unmodifiableMap(new LinkedHashMap<>(partitionValues));
    }
}
