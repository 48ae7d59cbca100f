package dev.tidewheel.engine.graph;

import dev.tidewheel.model.definition.Dataset;
import dev.tidewheel.model.definition.Expectation;
import dev.tidewheel.model.name.TableName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A dataset whose schema is known.
 *
 * @param schema what its readers see
 * @param view for a view: its analysed plan with expectations applied; null for a table
 * @param reads tables of the pipeline that a view reads, through other views too
 * @param watched for a view: the expectations in its plan, by dataset
 * @param fingerprint of a view's own query and of those below it; of a table: empty
 * @param published for a persistent view: what others are given to run; else null
 */
public record ResolvedDataset(
        Dataset definition,
        StructType schema,
        @Nullable LogicalPlan view,
        Set<TableName> reads,
        Map<TableName, List<Expectation>> watched,
        String fingerprint,
        @Nullable PublishedQuery published) {

    public ResolvedDataset {
        reads = Set.copyOf(reads);
        watched = Map.copyOf(watched);
    }

    public TableName name() {
        return definition.name();
    }

    public boolean isView() {
        return view != null;
    }
}
