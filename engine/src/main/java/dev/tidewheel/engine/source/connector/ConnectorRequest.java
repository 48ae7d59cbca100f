package dev.tidewheel.engine.source.connector;

import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.classic.SparkSession;

/**
 * What a query asks a connector for. Immutable.
 *
 * @param name of the function or format that the query uses, in lower case
 * @param streaming true if each row is wanted once, false for all rows that are there
 * @param paths turns a path as the user wrote it into one that can be opened
 * @param secrets puts the values in the place of {@code {{secrets/scope/key}}}; to be called when a connection is made,
 *     so that the values get into no plan, fingerprint or message
 * @param ignored is told the names of options that are accepted and have no effect here
 */
public record ConnectorRequest(
        SparkSession session,
        String name,
        ConnectorOptions options,
        boolean streaming,
        UnaryOperator<String> paths,
        UnaryOperator<String> secrets,
        Consumer<String> ignored) {

    /** The same with other options. */
    public ConnectorRequest with(ConnectorOptions others) {
        return new ConnectorRequest(session, name, others, streaming, paths, secrets, ignored);
    }
}
