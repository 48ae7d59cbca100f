package dev.tidewheel.engine;

import dev.tidewheel.engine.run.Failures;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.text.SqlFragment;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Rows of a query as they are computed; a failure is a {@link PipelineException} at its place in the query. */
final class QueryRows implements Iterator<Row> {
    private final Dataset<Row> query;
    private final SqlFragment sql;
    private @Nullable Iterator<Row> rows;

    QueryRows(Dataset<Row> query, SqlFragment sql) {
        this.query = query;
        this.sql = sql;
    }

    @Override
    public boolean hasNext() {
        return attempt(() -> started().hasNext());
    }

    @Override
    public Row next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return attempt(() -> started().next());
    }

    private Iterator<Row> started() {
        if (rows == null) {
            rows = query.toLocalIterator();
        }
        return rows;
    }

    private <T> T attempt(Callable<T> work) {
        try {
            return work.call();
        } catch (Exception e) {
            throw new PipelineException(Failures.of(e, sql), e);
        }
    }
}
