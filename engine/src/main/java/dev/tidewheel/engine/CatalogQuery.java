package dev.tidewheel.engine;

import dev.tidewheel.engine.event.query.EventLogFunction;
import dev.tidewheel.engine.lake.Lake;
import dev.tidewheel.engine.plan.StorageLayout;
import dev.tidewheel.engine.spark.ColonPaths;
import dev.tidewheel.engine.spark.SparkProblems;
import dev.tidewheel.model.definition.Definitions;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.settings.PipelineSettings;
import dev.tidewheel.model.text.SqlFragment;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.analysis.CTESubstitution$;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.Dataset$;
import org.apache.spark.sql.classic.SparkSession;

/** A query of a person over the pipeline's tables and its event log. Used by one thread. */
final class CatalogQuery {

    private final SparkSession session;
    private final PipelineSettings settings;
    private final Lake lake;
    private final StorageLayout storage;
    private final Supplier<Definitions> definitions;

    /** @param definitions of the pipeline, asked for only if a name is not known */
    CatalogQuery(
            SparkSession session,
            PipelineSettings settings,
            Lake lake,
            StorageLayout storage,
            Supplier<Definitions> definitions) {
        this.session = session;
        this.settings = settings;
        this.lake = lake;
        this.storage = storage;
        this.definitions = definitions;
    }

    QueryResult rows(String sql) {
        Dataset<Row> rows = run(sql);
        return new QueryResult(rows.schema(), new QueryRows(rows, fragment(sql)));
    }

    Dataset<Row> run(String sql) {
        try {
            session.sessionState().catalogManager().setCurrentCatalog(settings.catalog());
            session.sessionState().catalogManager().setCurrentNamespace(new String[] {settings.schema()});
            LogicalPlan parsed = CTESubstitution$.MODULE$.apply(
                    session.sessionState().sqlParser().parsePlan(sql));
            LogicalPlan logs = new EventLogFunction(this::storageOf).resolve(session, ColonPaths.rewrite(parsed));
            LogicalPlan plan = new QueryInputs(session, settings, lake, storage).bind(logs);
            return Dataset$.MODULE$.ofRows(session, plan);
        } catch (PipelineException e) {
            throw e;
        } catch (Exception e) {
            // also Spark's exceptions that are checked, though Scala does not declare them
            throw new PipelineException(problem(e, fragment(sql)), e);
        }
    }

    private static SqlFragment fragment(String sql) {
        return SqlFragment.detached(sql, "<query>");
    }

    private Problem problem(Exception error, SqlFragment sql) {
        if (error instanceof ParseException) {
            return SparkProblems.of(error, sql, ErrorCode.SQL_SYNTAX);
        }
        Problem problem = SparkProblems.of(error, sql, ErrorCode.QUERY_INVALID);
        if (problem.code() == ErrorCode.DATASET_NOT_FOUND && error instanceof SparkThrowable known) {
            String name = known.getMessageParameters().getOrDefault("relationName", "");
            return MissingTable.explain(problem, name, settings.defaultScope(), declared());
        }
        return problem;
    }

    private Definitions declared() {
        try {
            return definitions.get();
        } catch (PipelineException e) {
            // the sources have problems of their own, which this query has nothing to do with
            return Definitions.NONE;
        }
    }

    /** This pipeline is known by its id, its name, and the name of any of its tables. */
    private Optional<String> storageOf(String name) {
        return name.equals(settings.id()) || name.equals(settings.name()) || isOwnTable(name)
                ? Optional.of(storage.root())
                : Optional.empty();
    }

    private boolean isOwnTable(String name) {
        return settings.defaultScope()
                .qualify(java.util.List.of(name.split("\\.")))
                .filter(table -> lake.snapshot(storage.table(table)).isPresent())
                .isPresent();
    }
}
