package dev.tidewheel.engine.frontend.python.connect;

import dev.tidewheel.engine.frontend.python.source.PythonSources;
import dev.tidewheel.engine.spark.PlanRewrite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.api.python.SimplePythonFunction;
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

    private final String python;
    private final Map<String, String> variables;
    private final Map<SparkSession, SessionHolder> holders = new ConcurrentHashMap<>();

    /**
     * @param python the interpreter that functions of the user run in
     * @param variables of its environment
     */
    public RelationPlanner(String python, Map<String, String> variables) {
        this.python = python;
        this.variables = Map.copyOf(variables);
    }

    /** The plan, not analysed. */
    public LogicalPlan plan(SparkSession session, byte[] relation, PythonReader reader, PythonSources sources) {
        return new Reading(reader, sources)
                .during(() -> withPython(planner(session).transformRelation(parse(relation))));
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

    /** The plan with its Python functions bound to the pipeline's interpreter; Spark takes the one of its own process. */
    public LogicalPlan withPython(LogicalPlan plan) {
        return PlanRewrite.expressions(plan, this::withPython);
    }

    /** The same for one expression, those below it left as they are. */
    public org.apache.spark.sql.catalyst.expressions.Expression withPython(
            org.apache.spark.sql.catalyst.expressions.Expression expression) {
        boolean[] found = {false};
        Object[] arguments = new Object[expression.productArity()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = expression.productElement(i);
            if (arguments[i] instanceof SimplePythonFunction function
                    && !function.pythonExec().equals(python)) {
                arguments[i] = withPython(function);
                found[0] = true;
            }
        }
        return found[0]
                ? (org.apache.spark.sql.catalyst.expressions.Expression) expression.makeCopy(arguments)
                : expression;
    }

    private SimplePythonFunction withPython(SimplePythonFunction function) {
        Map<String, String> environment = new java.util.HashMap<>(function.envVars());
        environment.putAll(variables);
        return new SimplePythonFunction(
                function.command(),
                environment,
                function.pythonIncludes(),
                python,
                function.pythonVer(),
                function.broadcastVars(),
                function.accumulator());
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

    private static CodedInputStream coded(byte[] message) {
        CodedInputStream input = CodedInputStream.newInstance(message);
        input.setRecursionLimit(RECURSION_LIMIT);
        return input;
    }
}
