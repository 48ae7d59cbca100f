package dev.tidewheel.engine.source.connector;

import dev.tidewheel.model.error.Problem;
import java.util.Optional;
import java.util.Set;

/**
 * A kind of source that Spark reads with a data source of others, once that is among the libraries. Queries name it, its
 * options and its columns as on Databricks; this says what they are called there. Found through {@link
 * java.util.ServiceLoader}. Implementations are stateless and safe for several threads.
 */
public interface SourceTranslator {

    /** The name that {@code spark.readStream.format(…)} takes, in lower case. */
    String format();

    /** The table functions of SQL that read it, in lower case. */
    Set<String> functions();

    /** The name of the data source that reads it; empty if there is none that we know. */
    Optional<String> dataSource();

    /** What to do if the data source is not here. */
    Problem missing(String name);

    /**
     * What the data source is asked for.
     *
     * @throws dev.tidewheel.model.error.PipelineException SOURCE_OPTION_INVALID if an option is wrong
     */
    TranslatedSource translate(ConnectorRequest request);
}
