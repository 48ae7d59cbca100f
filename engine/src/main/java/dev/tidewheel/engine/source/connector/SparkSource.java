package dev.tidewheel.engine.source.connector;

import dev.tidewheel.engine.spark.SessionScope;
import dev.tidewheel.engine.spark.SparkProblems;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.execution.datasources.DataSource$;

/** Sources that Spark reads itself, by the names of their data sources. Stateless. */
public final class SparkSource {

    private static final String SCHEMA = "schema";

    private SparkSource() {}

    /** True if Spark finds a data source by this name: in a jar, or one in Python that the session knows. */
    public static boolean isKnown(String format, SparkSession session) {
        try {
            SessionScope.in(
                    session,
                    () -> DataSource$.MODULE$.lookupDataSource(
                            format, session.sessionState().conf()));
            return true;
        } catch (Exception e) {
            // Spark throws checked exceptions without saying so
            return false;
        }
    }

    /**
     * The rows of a data source. An option {@code schema} is the schema of the rows.
     *
     * @throws PipelineException at the place of the source if it cannot be opened
     */
    public static LogicalPlan load(String format, ConnectorRequest request) {
        Map<String, String> options = new LinkedHashMap<>();
        request.options().all().forEach((name, value) -> {
            if (!name.equalsIgnoreCase(SCHEMA)) {
                options.put(name, request.secrets().apply(value));
            }
        });
        Optional<String> schema = request.options().text(SCHEMA);
        SparkSession session = request.session();
        try {
            Dataset<Row> rows;
            if (request.streaming()) {
                var reader = session.readStream().format(format).options(options);
                schema.ifPresent(reader::schema);
                rows = reader.load();
            } else {
                var reader = session.read().format(format).options(options);
                schema.ifPresent(reader::schema);
                rows = reader.load();
            }
            return ((org.apache.spark.sql.classic.Dataset<Row>) rows).logicalPlan();
        } catch (PipelineException e) {
            throw e;
        } catch (Exception | LinkageError e) {
            // Scala does not declare what it throws; a jar for another version of Spark lacks classes
            throw new PipelineException(
                    Problem.of(ErrorCode.QUERY_INVALID, "the data source `" + format + "` cannot be read")
                            .because(SparkProblems.message(e))
                            .remedy("correct the name or the options, or add the jar of its connector to the libraries")
                            .at(request.options().place(format)),
                    e);
        }
    }

    /**
     * The rows of a source that is named as on Databricks.
     *
     * @return empty if the data source is not here, but Spark knows another one by the very name
     * @throws PipelineException that names the data source to add if there is none, and all that is wrong with options
     */
    public static Optional<LogicalPlan> translated(SourceTranslator translator, ConnectorRequest request) {
        boolean here = translator
                .dataSource()
                .filter(name -> isKnown(name, request.session()))
                .isPresent();
        if (!here && isKnown(translator.format(), request.session())) {
            return Optional.empty();
        }
        if (!request.streaming()) {
            throw new PipelineException(
                    Problem.of(ErrorCode.QUERY_NOT_BATCH, "`" + request.name() + "` can be read as a stream only")
                            .remedy("write STREAM " + request.name() + "(…) in SQL, or spark.readStream")
                            .at(request.options().place(translator.format())));
        }
        TranslatedSource source = translator.translate(request);
        if (!here) {
            throw new PipelineException(translator.missing(request.name()));
        }
        source.withoutEffect().forEach(request.ignored());
        LogicalPlan plan = load(
                translator.dataSource().orElseThrow(),
                request.with(request.options().withValues(source.options())));
        return Optional.of(source.columns().isEmpty() ? plan : selected(request.session(), plan, source));
    }

    private static LogicalPlan selected(SparkSession session, LogicalPlan plan, TranslatedSource source) {
        return ((org.apache.spark.sql.classic.Dataset<Row>) org.apache.spark.sql.classic.Dataset.ofRows(session, plan)
                        .selectExpr(source.columns().toArray(String[]::new)))
                .queryExecution()
                .analyzed();
    }
}
