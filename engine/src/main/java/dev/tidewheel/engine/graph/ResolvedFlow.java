package dev.tidewheel.engine.graph;

import dev.tidewheel.engine.frontend.python.RelationQuery;
import dev.tidewheel.model.definition.Expectation;
import dev.tidewheel.model.definition.FlowDefinition;
import dev.tidewheel.model.definition.SqlQuery;
import dev.tidewheel.model.name.TableName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.StructType;

/**
 * A flow whose query is analysed against virtual inputs.
 *
 * @param query analysed query as the user wrote it, views inlined
 * @param output {@code query} made to fit the target: columns cast and ordered, expectations applied; what is executed
 * @param inputs every leaf that is read, each key once
 * @param reads datasets of the pipeline that must be up to date before this flow runs (tables, not views)
 * @param shape how the rows can be computed
 * @param volatileReasons why the same inputs may give other rows next time; empty if they cannot
 * @param watched datasets (the target and inlined views) whose expectations are in {@code output}
 * @param fingerprint changes when the meaning of the flow changes
 * @param queryFingerprint changes when the meaning of the query alone changes: not with expectations, nor with columns
 *     that the target declares or that a star takes in
 */
public record ResolvedFlow(
        FlowDefinition definition,
        LogicalPlan query,
        LogicalPlan output,
        StructType schema,
        List<LeafInput> inputs,
        Set<TableName> reads,
        FlowShape shape,
        List<String> volatileReasons,
        Map<TableName, List<Expectation>> watched,
        String fingerprint,
        String queryFingerprint) {

    public ResolvedFlow {
        inputs = List.copyOf(inputs);
        reads = Set.copyOf(reads);
        volatileReasons = List.copyOf(volatileReasons);
        watched = Map.copyOf(watched);
    }

    static final String UNKNOWN_SOURCE = "reads a source whose version is not known";
    static final String TIME_OF_ANALYSIS = "depends on the time at which it is analysed";

    /** True if rows may have come into a source that only Spark knows. */
    public boolean readsForeignStream() {
        return QueryTraits.readsForeignStream(query);
    }

    /** False if what is read cannot be told from {@link #inputs} alone. */
    public boolean knowsSources() {
        return volatileReasons.stream().noneMatch(reason -> reason.startsWith(UNKNOWN_SOURCE));
    }

    /** True if the same text, analysed again, is the same plan. */
    public boolean staysAsAnalyzed() {
        boolean known = definition.query() instanceof SqlQuery
                || (definition.query() instanceof RelationQuery python && python.isFixed());
        return known
                && knowsSources()
                && volatileReasons.stream().noneMatch(reason -> reason.startsWith(TIME_OF_ANALYSIS));
    }

    public TableName name() {
        return definition.name();
    }

    public TableName target() {
        return definition.target();
    }
}
