package dev.tidewheel.engine;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One dataset of a pipeline as it is now.
 *
 * @param name full name
 * @param kind {@code STREAMING_TABLE}, {@code MATERIALIZED_VIEW} or {@code VIEW}
 * @param rows null if nothing is stored
 * @param bytes null if nothing is stored
 * @param version of the Delta table, null if nothing is stored
 * @param updated when the last commit was made, null if never
 * @param state {@code ACTIVE}, {@code NOT_CREATED} or {@code INACTIVE} (stored, but no longer defined)
 */
public record TableStatus(
        String name,
        String kind,
        @Nullable Long rows,
        @Nullable Long bytes,
        @Nullable Long version,
        @Nullable Instant updated,
        String state,
        @Nullable String path) {}
