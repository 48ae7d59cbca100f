package dev.tidewheel.engine.lake;

import java.io.Serializable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A data file that a task wrote and closed. {@code path} is relative to the table, not encoded. */
record WrittenFile(
        String path,
        long bytes,
        long modified,
        Map<String, @Nullable String> partitionValues,
        long rows,
        String statistics)
        implements Serializable {}
