package dev.tidewheel.engine.graph;

import dev.tidewheel.engine.source.connector.ConnectorOptions;
import dev.tidewheel.engine.spark.SparkProblems;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.SparkSession;

/** {@code read_source('format', option => 'value')}: any data source that Spark finds by its name. Stateless. */
final class DataSourceFunction {

    /** Name of the first argument. */
    static final String FORMAT = "format";

    private static final String SCHEMA = "schema";

    private DataSourceFunction() {}

    /** The plan for a format that no connector of ours has. */
    static LogicalPlan load(SparkSession session, ConnectorOptions given, boolean streaming) {
        String format = given.required(FORMAT, "read_source('rate')");
        Map<String, String> options = new LinkedHashMap<>(given.all());
        options.keySet().removeIf(name -> name.equalsIgnoreCase(FORMAT) || name.equalsIgnoreCase(SCHEMA));
        try {
            Dataset<Row> rows;
            if (streaming) {
                var reader = session.readStream().format(format).options(options);
                given.text(SCHEMA).ifPresent(reader::schema);
                rows = reader.load();
            } else {
                var reader = session.read().format(format).options(options);
                given.text(SCHEMA).ifPresent(reader::schema);
                rows = reader.load();
            }
            return ((org.apache.spark.sql.classic.Dataset<Row>) rows).logicalPlan();
        } catch (PipelineException e) {
            throw e;
        } catch (Exception e) {
            // Scala does not declare what it throws
            throw new PipelineException(
                    Problem.of(ErrorCode.QUERY_INVALID, "the data source `" + format + "` cannot be read")
                            .because(SparkProblems.message(e))
                            .remedy("correct the name or the options, or add the jar of its connector to the libraries")
                            .at(given.place(FORMAT)),
                    e);
        }
    }
}
