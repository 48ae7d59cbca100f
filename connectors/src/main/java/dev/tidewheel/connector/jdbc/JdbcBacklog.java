package dev.tidewheel.connector.jdbc;

import dev.tidewheel.engine.source.Backlog;
import org.jspecify.annotations.Nullable;

/**
 * What a table holds beyond a value. Immutable.
 *
 * @param last the largest value; null if there is none
 */
record JdbcBacklog(@Nullable String last, long records, double seconds) implements Backlog {

    @Override
    public boolean isEmpty() {
        return last == null;
    }

    @Override
    public long files() {
        return -1;
    }

    @Override
    public long bytes() {
        return -1;
    }
}
