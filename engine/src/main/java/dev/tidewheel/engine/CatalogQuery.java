package dev.tidewheel.engine;

import dev.tidewheel.engine.event.query.EventLogFunction;
import dev.tidewheel.engine.lake.Lake;
import dev.tidewheel.engine.plan.StorageLayout;
import dev.tidewheel.engine.spark.ColonPaths;
import dev.tidewheel.engine.spark.SparkProblems;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.settings.PipelineSettings;
import dev.tidewheel.model.text.SqlFragment;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.analysis.CTESubstitution$;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.Dataset$;
import org.apache.spark.sql.classic.SparkSession;

/** A query of a person over the pipeline's tables and its event log. Used by one thread. */
final class CatalogQuery {

    private final SparkSession session;
    private final PipelineSettings settings;
    private final Lake lake;
    private final StorageLayout storage;

    CatalogQuery(SparkSession session, PipelineSettings settings, Lake lake, StorageLayout storage) {
        this.session = session;
        this.settings = settings;
        this.lake = lake;
        this.storage = storage;
    }

    Dataset<Row> run(String sql) {
        SqlFragment fragment = SqlFragment.detached(sql, "<query>");
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
        } catch (RuntimeException e) {
            throw new PipelineException(SparkProblems.of(e, fragment, ErrorCode.QUERY_INVALID), e);
        } catch (Exception e) {
            // Spark's exceptions are checked, but Scala does not declare them.
            throw new PipelineException(SparkProblems.of(e, fragment, ErrorCode.QUERY_INVALID), e);
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
