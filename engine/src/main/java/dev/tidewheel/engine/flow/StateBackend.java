package dev.tidewheel.engine.flow;

import dev.tidewheel.engine.spark.PlanRewrite;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.TransformWithState;
import org.apache.spark.sql.catalyst.plans.logical.TransformWithStateInPySpark;
import org.apache.spark.sql.classic.SparkSession;

/**
 * Where a query keeps its state: where Spark's settings say, save for operators that work with one kind of store only.
 * Stateless.
 */
final class StateBackend {

    private static final String PROVIDER = "spark.sql.streaming.stateStore.providerClass";
    private static final String ROCKS = "org.apache.spark.sql.execution.streaming.state.RocksDBStateStoreProvider";

    private StateBackend() {}

    /** The session, or one like it with the store that the query needs. */
    static SparkSession sessionFor(SparkSession session, LogicalPlan query) {
        if (!needsRocks(query) || session.sessionState().conf().contains(PROVIDER)) {
            return session;
        }
        SparkSession own = session.cloneSession();
        own.conf().set(PROVIDER, ROCKS);
        return own;
    }

    private static boolean needsRocks(LogicalPlan query) {
        boolean[] found = {false};
        PlanRewrite.visit(
                query,
                node -> found[0] |= node instanceof TransformWithState || node instanceof TransformWithStateInPySpark);
        return found[0];
    }
}
