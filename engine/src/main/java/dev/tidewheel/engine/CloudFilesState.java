package dev.tidewheel.engine;

import dev.tidewheel.engine.lake.Lake;
import dev.tidewheel.engine.lake.TableSnapshot;
import dev.tidewheel.engine.plan.FlowProgress;
import dev.tidewheel.engine.plan.StorageLayout;
import dev.tidewheel.engine.source.file.FileState;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.name.NameScope;
import dev.tidewheel.model.name.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.analysis.UnresolvedTableValuedFunction;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.FunctionTableSubqueryArgumentExpression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.Dataset;
import org.apache.spark.sql.classic.SparkSession;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The table function {@code cloud_files_state('<table>')} or {@code cloud_files_state(TABLE(<table>))}: the files whose
 * rows are in a streaming table, as its last commit has them. Immutable.
 */
final class CloudFilesState {
    private static final String NAME = "cloud_files_state";
    private static final String PROGRESS = "tidewheel.flow.";
    private static final String FILES = "files:";

    private final SparkSession session;
    private final Lake lake;
    private final StorageLayout storage;
    private final NameScope scope;

    CloudFilesState(SparkSession session, Lake lake, StorageLayout storage, NameScope scope) {
        this.session = session;
        this.lake = lake;
        this.storage = storage;
        this.scope = scope;
    }

    /** The rows of a call; empty if it is one of another function. */
    Optional<LogicalPlan> plan(UnresolvedTableValuedFunction call) {
        List<String> name = CollectionConverters.asJava(call.name());
        if (!name.get(name.size() - 1).toLowerCase(Locale.ROOT).equals(NAME)) {
            return Optional.empty();
        }
        List<Row> rows = rows(table(argument(call)));
        // no local relation: what a view is computed from must not be taken for constants
        Dataset<Row> data = (Dataset<Row>) session.createDataFrame(
                JavaSparkContext.fromSparkContext(session.sparkContext()).parallelize(rows, 1), FileState.SCHEMA);
        return Optional.of(data.queryExecution().analyzed());
    }

    private List<Row> rows(TableName table) {
        TableSnapshot snapshot = lake.snapshot(storage.table(table)).orElseThrow(() -> unknown(table.toString()));
        Configuration configuration = session.sessionState().newHadoopConf();
        List<Row> rows = new ArrayList<>();
        for (String domain : snapshot.domains().keySet()) {
            if (!domain.startsWith(PROGRESS)) {
                continue;
            }
            String flow = domain.substring(PROGRESS.length());
            Optional<TableName> flowName = scope.qualify(List.of(flow.split("\\.")));
            if (flowName.isEmpty()) {
                continue;
            }
            FlowProgress progress = FlowProgress.read(snapshot.domains(), flowName.get());
            for (Map.Entry<String, String> position : progress.positions().entrySet()) {
                if (position.getKey().startsWith(FILES)) {
                    rows.addAll(FileState.rows(
                            configuration,
                            storage.sourceState(table, flowName.get(), progress.generation(), position.getKey()),
                            position.getValue(),
                            flow,
                            position.getKey().substring(FILES.length())));
                }
            }
        }
        return rows;
    }

    private TableName table(List<String> parts) {
        return scope.qualify(parts).orElseThrow(() -> unknown(String.join(".", parts)));
    }

    private static List<String> argument(UnresolvedTableValuedFunction call) {
        List<Expression> arguments = CollectionConverters.asJava(call.functionArgs());
        if (arguments.size() == 1) {
            if (arguments.get(0) instanceof Literal literal && literal.value() != null) {
                return List.of(literal.value().toString().split("\\."));
            }
            if (arguments.get(0) instanceof FunctionTableSubqueryArgumentExpression table
                    && table.plan() instanceof UnresolvedRelation relation) {
                return CollectionConverters.asJava(relation.multipartIdentifier());
            }
        }
        throw new PipelineException(
                Problem.of(ErrorCode.QUERY_INVALID, NAME + " takes one argument, a streaming table that reads files")
                        .remedy("Write " + NAME + "('<table>') or " + NAME + "(TABLE(<table>))"));
    }

    private static PipelineException unknown(String name) {
        return new PipelineException(
                Problem.of(ErrorCode.DATASET_NOT_FOUND, "There is no table `" + name + "` whose files could be shown")
                        .remedy("Give the name of a streaming table that has been updated"));
    }
}
