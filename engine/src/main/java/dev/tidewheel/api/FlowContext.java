package dev.tidewheel.api;

import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What a query function reads from. The function is called while the pipeline is analysed, when all datasets are empty
 * but have their schemas, and may be called more than once: it describes rows and must not act on them.
 *
 * <p>Used by the thread that calls the function. Trouble with a name ends the call with an exception that the function
 * must let through.
 */
public interface FlowContext {

    /** All rows of a dataset or table, by its name of one to three parts. */
    Dataset<Row> read(String name);

    /** The rows of a dataset or table as a stream: each once. */
    Dataset<Row> readStream(String name);

    /** The same, with reader options such as {@code skipChangeCommits}. */
    Dataset<Row> readStream(String name, Map<String, String> options);

    /** Files of a folder or glob, as {@code read_files} in SQL reads them. */
    Dataset<Row> readFiles(String path, Map<String, String> options);

    /** New files of a folder or glob, each once, as {@code STREAM read_files} in SQL reads them. */
    Dataset<Row> readFilesStream(String path, Map<String, String> options);

    /**
     * All rows of another source that are there now, by the name of its format: {@code kafka}, {@code jdbc} and whatever
     * data source is on the class path.
     */
    Dataset<Row> readSource(String format, Map<String, String> options);

    /** The rows of such a source as a stream: each once, as far as the source can tell them apart. */
    Dataset<Row> readSourceStream(String format, Map<String, String> options);

    /** The result of a query in SQL, in which names and table functions mean what they mean in a SQL file. */
    Dataset<Row> sql(String query);

    /** The value of a key of the pipeline's configuration, or {@code otherwise}. */
    String configuration(String key, String otherwise);

    /**
     * The value of a secret. For options of sources, {@code {{secrets/scope/key}}} is enough, and keeps the value out of
     * the query.
     */
    String secret(String scope, String key);

    /** The session, for functions and literals; it does not know the pipeline's datasets. */
    SparkSession spark();
}
