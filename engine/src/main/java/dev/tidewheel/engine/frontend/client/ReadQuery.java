package dev.tidewheel.engine.frontend.client;

import dev.tidewheel.engine.frontend.python.RelationQuery;
import dev.tidewheel.engine.frontend.python.connect.PythonRead;
import dev.tidewheel.engine.frontend.python.connect.PythonReader;
import dev.tidewheel.engine.frontend.python.connect.PythonReader.SparkReader;
import dev.tidewheel.model.name.NameScope;
import dev.tidewheel.model.text.SourceLocation;
import dev.tidewheel.model.text.SqlFragment;
import java.util.Optional;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.SparkSession;

/** A single read as a query, to find out its columns. Immutable. */
record ReadQuery(PythonRead read, SparkReader spark, NameScope scope) implements RelationQuery {

    @Override
    public SourceLocation location() {
        return read.place();
    }

    @Override
    public SqlFragment anchor() {
        return SqlFragment.detached("", read.place().file());
    }

    @Override
    public String fingerprintText() {
        return "";
    }

    @Override
    public LogicalPlan plan(SparkSession session, PythonReader reader) {
        return reader.read(read, spark, false);
    }

    @Override
    public LogicalPlan prepared(LogicalPlan analyzed) {
        return analyzed;
    }

    @Override
    public SourceLocation place(String path, int line) {
        return read.place();
    }

    @Override
    public Optional<SqlFragment> written(String sql) {
        return Optional.empty();
    }
}
