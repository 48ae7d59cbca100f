package dev.tidewheel.api;

import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The part of a declaration that says which rows. A query is given once, in one of the two ways.
 *
 * @param <B> the kind of declaration
 */
public interface QueryBuilder<B extends QueryBuilder<B>> {

    /**
     * The rows that a function describes.
     *
     * <p>The function is called when the graph is resolved, with datasets that have their schemas but no rows; it may be
     * called several times and by any thread, though not after an update of the pipeline has ended. It must give an
     * equal query each time and must not act on rows (collect, write, count). Its exceptions are reported as errors of
     * the pipeline, with the line of the function that they came from.
     *
     * @param query from what can be read to the rows; never gives null
     */
    B from(Function<FlowContext, Dataset<Row>> query);

    /**
     * The rows of a query in SQL, which is read as in a SQL file of the pipeline: {@code STREAM}, {@code read_files} and
     * {@code :parameter} included. Variables such as <code>${key}</code> are not replaced; use
     * {@link Pipeline#configuration}.
     */
    B sql(String query);
}
