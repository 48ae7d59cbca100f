package dev.tidewheel.engine;

import dev.tidewheel.engine.lake.Lake;
import dev.tidewheel.engine.plan.StorageLayout;
import dev.tidewheel.engine.source.file.FileFunctions;
import dev.tidewheel.engine.source.file.FileSource;
import dev.tidewheel.engine.source.schema.SchemaStore;
import dev.tidewheel.engine.spark.PlanRewrite;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.settings.PipelineSettings;
import java.util.List;
import org.apache.spark.sql.catalyst.analysis.RelationTimeTravel;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.analysis.UnresolvedTableValuedFunction;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.SparkSession;

/**
 * What a person's query reads besides the tables of the catalog: tables and files by path. Paths mean what they mean in
 * the pipeline's files. Used by one thread.
 */
final class QueryInputs {

    private static final String DELTA = "delta";

    private final SparkSession session;
    private final PipelineSettings settings;
    private final Lake lake;
    private final StorageLayout storage;

    QueryInputs(SparkSession session, PipelineSettings settings, Lake lake, StorageLayout storage) {
        this.session = session;
        this.settings = settings;
        this.lake = lake;
        this.storage = storage;
    }

    /** The parsed query with these inputs in it; all other names are left to Spark. */
    LogicalPlan bind(LogicalPlan parsed) {
        return PlanRewrite.up(parsed, node -> {
            if (node instanceof UnresolvedRelation relation) {
                refuseStream(relation.isStreaming());
                return relation(relation);
            }
            if (node instanceof RelationTimeTravel travel && travel.relation() instanceof UnresolvedRelation relation) {
                return new RelationTimeTravel(relation(relation), travel.timestamp(), travel.version());
            }
            if (node instanceof UnresolvedTableValuedFunction function && FileFunctions.reads(function)) {
                refuseStream(function.isStreaming());
                return rows(files().fromTableFunction(function));
            }
            if (node instanceof UnresolvedTableValuedFunction function) {
                return new CloudFilesState(session, lake, storage, settings.defaultScope())
                        .plan(function)
                        .orElse(node);
            }
            return node;
        });
    }

    private LogicalPlan relation(UnresolvedRelation relation) {
        List<String> parts = PlanRewrite.toJava(relation.multipartIdentifier());
        if (parts.size() != 2 || isTable(parts)) {
            return relation;
        }
        return parts.get(0).equalsIgnoreCase(DELTA)
                ? delta(settings.mounts().resolve(parts.get(1)), relation)
                : files().fromRelation(relation).map(QueryInputs::rows).orElse(relation);
    }

    private boolean isTable(List<String> parts) {
        return settings.defaultScope()
                .qualify(parts)
                .filter(name -> lake.snapshot(storage.table(name)).isPresent())
                .isPresent();
    }

    /** The table as Spark finds it by its path, whatever the current catalog is. */
    private LogicalPlan delta(String path, UnresolvedRelation written) {
        if (lake.snapshot(path).isEmpty()) {
            throw new PipelineException(
                    Problem.of(ErrorCode.SOURCE_PATH_NOT_FOUND, "there is no Delta table at " + path)
                            .remedy("correct the path, or add a mount for it in the pipeline file"));
        }
        return new UnresolvedRelation(
                PlanRewrite.toScala(List.of("spark_catalog", DELTA, path)), written.options(), false);
    }

    private FileFunctions files() {
        return new FileFunctions(session, settings.mounts()::resolve, origin -> null);
    }

    private static LogicalPlan rows(FileSource source) {
        return source.batch(source.resolveSchema(SchemaStore.none()));
    }

    private static void refuseStream(boolean streaming) {
        if (streaming) {
            throw new PipelineException(
                    Problem.of(ErrorCode.QUERY_NOT_BATCH, "a query shows the rows of now, it follows no stream")
                            .remedy("remove STREAM"));
        }
    }
}
