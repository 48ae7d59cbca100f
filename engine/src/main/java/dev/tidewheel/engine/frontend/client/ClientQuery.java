package dev.tidewheel.engine.frontend.client;

import dev.tidewheel.engine.frontend.python.RelationQuery;
import dev.tidewheel.engine.frontend.python.connect.PythonReader;
import dev.tidewheel.engine.frontend.python.connect.RelationPlanner;
import dev.tidewheel.engine.frontend.python.source.PythonSources;
import dev.tidewheel.model.name.NameScope;
import dev.tidewheel.model.text.SourceLocation;
import dev.tidewheel.model.text.SqlFragment;
import java.util.Optional;
import java.util.UUID;
import org.apache.spark.connect.proto.Relation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.SparkSession;

/**
 * The relation that a query function gave to a client. Immutable.
 *
 * @param path of the file in which it was declared
 */
record ClientQuery(
        RelationPlanner planner,
        Relation relation,
        PythonSources sources,
        NameScope scope,
        SourceLocation location,
        SqlFragment anchor,
        String path)
        implements RelationQuery {

    /** Of functions in the plan, only a part came over the wire: modules that they use did not. Nothing is like them. */
    @Override
    public String fingerprintText() {
        return UUID.randomUUID().toString();
    }

    @Override
    public LogicalPlan plan(SparkSession session, PythonReader reader) {
        return planner.plan(session, relation.toByteArray(), reader, sources);
    }

    @Override
    public LogicalPlan prepared(LogicalPlan analyzed) {
        return planner.prepared(analyzed);
    }

    @Override
    public SourceLocation place(String path, int line) {
        return sources.locate(path, line, "");
    }

    @Override
    public Optional<SqlFragment> written(String sql) {
        return sources.written(path, location.line(), sql);
    }
}
