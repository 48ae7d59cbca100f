package dev.tidewheel.engine.frontend.python;

import dev.tidewheel.engine.frontend.python.connect.PythonReader;
import dev.tidewheel.model.name.NameScope;
import dev.tidewheel.model.text.SourceLocation;
import dev.tidewheel.model.text.SqlFragment;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * A query given as a Python function. Its plan tells it apart, save for functions of the user inside of the plan, for
 * which {@link #fingerprintText} serves. Two loads of the same files give equal queries if the functions have given the
 * same relations: a function may have kept whatever its module found when it was run. Thread-safe.
 */
final class PythonQuery implements RelationQuery {

    private final PythonProgram program;
    private final int flow;
    private final byte @Nullable [] relation;
    private final SourceLocation location;
    private final SqlFragment anchor;
    private final String path;

    /**
     * @param flow number of the flow in the host
     * @param relation null if the function has to be run when its inputs are known
     * @param anchor has no text and stands where the query was declared
     * @param path of the file in which it was
     */
    PythonQuery(
            PythonProgram program,
            int flow,
            byte @Nullable [] relation,
            SourceLocation location,
            SqlFragment anchor,
            String path) {
        this.program = Objects.requireNonNull(program, "program is null");
        this.flow = flow;
        this.relation = relation == null ? null : relation.clone();
        this.location = Objects.requireNonNull(location, "location is null");
        this.anchor = Objects.requireNonNull(anchor, "anchor is null");
        this.path = Objects.requireNonNull(path, "path is null");
    }

    @Override
    public SourceLocation location() {
        return location;
    }

    @Override
    public SqlFragment anchor() {
        return anchor;
    }

    @Override
    public NameScope scope() {
        return program.scope();
    }

    @Override
    public String fingerprintText() {
        return program.version();
    }

    @Override
    public LogicalPlan plan(SparkSession session, PythonReader reader) {
        return program.plan(session, relation == null ? program.evaluate(flow, reader) : relation, reader);
    }

    @Override
    public boolean isFixed() {
        return relation != null;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof PythonQuery query
                        && relation != null
                        && Arrays.equals(relation, query.relation)
                        && flow == query.flow
                        && program.version().equals(query.program.version())
                        && location.equals(query.location)
                        && path.equals(query.path));
    }

    @Override
    public int hashCode() {
        return Objects.hash(flow, location, Arrays.hashCode(relation));
    }

    @Override
    public LogicalPlan prepared(LogicalPlan analyzed) {
        return program.prepared(analyzed);
    }

    @Override
    public SourceLocation place(String path, int line) {
        return program.sources().locate(path, line, "");
    }

    @Override
    public Optional<SqlFragment> written(String sql) {
        return program.sources().written(path, location.line(), sql);
    }
}
