package dev.tidewheel.engine.graph;

import dev.tidewheel.model.name.NameScope;
import dev.tidewheel.model.text.SourceLocation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.catalyst.analysis.UnresolvedTableValuedFunction;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.trees.Origin;
import org.jspecify.annotations.Nullable;

/** What the names in a query stand for. Implementations are safe for use by several threads. */
interface NameBinding {

    /**
     * The plan for a table, view or path.
     *
     * @param parts as written
     * @return empty to leave the name to Spark
     * @throws DatasetNotReady if it is a dataset whose schema is not known yet
     */
    Optional<LogicalPlan> relation(
            List<String> parts, boolean streaming, Map<String, String> options, NameScope scope, Places places);

    /**
     * The plan for {@code format(name).options(…).load()}; empty to leave the format to Spark.
     *
     * @param place where it is read, null if that is not known
     */
    Optional<LogicalPlan> source(
            String format, Map<String, String> options, boolean streaming, @Nullable SourceLocation place);

    /** Options of a data source that is left to Spark, with the values of secrets put in. */
    Map<String, String> revealed(Map<String, String> options);

    /** The plan for a table function; empty to leave it to Spark. */
    Optional<LogicalPlan> tableFunction(UnresolvedTableValuedFunction function, NameScope scope, Places places);

    /** Where in the user's files a part of a query stands; null if that is not known. */
    interface Places extends Function<Origin, @Nullable SourceLocation> {
        /** For queries that are not text. */
        Places UNKNOWN = origin -> null;
    }
}
