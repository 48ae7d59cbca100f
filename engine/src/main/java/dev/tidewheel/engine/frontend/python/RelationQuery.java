package dev.tidewheel.engine.frontend.python;

import dev.tidewheel.engine.frontend.python.connect.PythonReader;
import dev.tidewheel.model.definition.Query;
import dev.tidewheel.model.name.NameScope;
import dev.tidewheel.model.text.SourceLocation;
import dev.tidewheel.model.text.SqlFragment;
import java.util.Optional;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.SparkSession;

/** A query that a client of Spark Connect built. Implementations are safe for use by several threads. */
public interface RelationQuery extends Query {

    /** For what is part of the query and whose own place is not known; it has no text. */
    SqlFragment anchor();

    /** What unqualified names mean. */
    NameScope scope();

    /**
     * The plan with its reads bound, not analysed.
     *
     * @throws dev.tidewheel.model.error.PipelineException at the user's line if the user's code fails
     */
    LogicalPlan plan(SparkSession session, PythonReader reader);

    /** True if the plan is known without a look at the inputs, and equal queries have equal ones. */
    default boolean isFixed() {
        return false;
    }

    /** An analysed plan whose Python functions run in the pipeline's environment. */
    LogicalPlan prepared(LogicalPlan analyzed);

    /** The place of a line of the user's files. */
    SourceLocation place(String path, int line);

    /** SQL of this query, if it stands as a literal where the query was declared. */
    Optional<SqlFragment> written(String sql);
}
