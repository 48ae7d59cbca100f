package dev.tidewheel.engine.frontend.python.connect;

import dev.tidewheel.engine.frontend.python.source.PythonSources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.connect.proto.Expression;
import org.apache.spark.connect.proto.Relation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.connect.planner.SparkConnectPlanner;
import org.apache.spark.sql.connect.service.SessionHolder;
import org.sparkproject.connect.protobuf.CodedInputStream;
import scala.Option;

/** Turns relations as they come over the wire into plans of this process. Thread-safe. */
public final class RelationPlanner {

    /** As deep as Spark's own server reads. */
    private static final int RECURSION_LIMIT = 1024;

    private final UserSession user;
    private final WorkerPython python;
    private final List<String> formats;
    private final Map<SparkSession, SessionHolder> holders = new ConcurrentHashMap<>();

    /**
     * @param user the session in which the user's code registers functions and formats
     * @param python what they are run by
     * @param formats names of the data sources among them
     */
    public RelationPlanner(UserSession user, WorkerPython python, List<String> formats) {
        this.user = user;
        this.python = python;
        this.formats = List.copyOf(formats);
    }

    /** The plan, not analysed. */
    public LogicalPlan plan(SparkSession session, byte[] relation, PythonReader reader, PythonSources sources) {
        shareFunctions(session);
        return user.reading(reader, sources, python)
                .during(() -> python.in(planner(session).transformRelation(parse(relation))));
    }

    /** The SQL of a column expression. */
    public String sql(SparkSession session, byte[] expression) {
        try {
            return planner(session)
                    .transformExpression(Expression.parseFrom(coded(expression)))
                    .sql();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Functions and formats that the user's code has registered are known in {@code target} from now on. */
    public void shareFunctions(SparkSession target) {
        user.shareFunctions(target, python);
        formats.forEach(format -> user.shareFormat(format, target, python));
    }

    /** An analysed plan whose functions are run by the pipeline's Python: those that Spark took from its registry too. */
    public LogicalPlan prepared(LogicalPlan analyzed) {
        return python.in(analyzed);
    }

    private SparkConnectPlanner planner(SparkSession session) {
        return new SparkConnectPlanner(
                holders.computeIfAbsent(
                        session,
                        key -> new SessionHolder("tidewheel", UUID.randomUUID().toString(), key)),
                Option.empty());
    }

    private static Relation parse(byte[] relation) {
        try {
            return Relation.parseFrom(coded(relation));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static CodedInputStream coded(byte[] message) {
        CodedInputStream input = CodedInputStream.newInstance(message);
        input.setRecursionLimit(RECURSION_LIMIT);
        return input;
    }
}
