package dev.tidewheel.engine.frontend.python.connect;

import dev.tidewheel.engine.spark.PlanRewrite;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.api.python.SimplePythonFunction;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.jspecify.annotations.Nullable;

/**
 * The interpreter in which functions of the user run. Spark takes the one that it finds for its own process, so plans
 * are told. Thread-safe.
 */
public final class WorkerPython {

    private final Supplier<Interpreter> source;
    private @Nullable Interpreter found;

    /**
     * An interpreter.
     *
     * @param python its path
     * @param variables of its environment
     */
    public record Interpreter(String python, Map<String, String> variables) {
        public Interpreter {
            variables = Map.copyOf(variables);
        }
    }

    private WorkerPython(Supplier<Interpreter> source) {
        this.source = source;
    }

    /**
     * A certain one.
     *
     * @param variables of its environment
     */
    public WorkerPython(String python, Map<String, String> variables) {
        Interpreter given = new Interpreter(python, variables);
        this.source = () -> given;
    }

    /** One that is asked for when the first function is to be run, as it may have to be made. */
    public static WorkerPython later(Supplier<Interpreter> source) {
        return new WorkerPython(source);
    }

    private synchronized Interpreter interpreter() {
        Interpreter known = found;
        if (known == null) {
            known = source.get();
            found = known;
        }
        return known;
    }

    /** The plan with all functions in it bound to this interpreter. */
    public LogicalPlan in(LogicalPlan plan) {
        return PlanRewrite.expressions(plan, this::in);
    }

    /** The same for one expression, those below it left as they are. */
    public Expression in(Expression expression) {
        boolean[] found = {false};
        Object[] arguments = new Object[expression.productArity()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = expression.productElement(i);
            if (arguments[i] instanceof SimplePythonFunction function && !runs(function)) {
                arguments[i] = in(function);
                found[0] = true;
            }
        }
        return found[0] ? (Expression) expression.makeCopy(arguments) : expression;
    }

    /** The function, run by this interpreter. */
    SimplePythonFunction in(SimplePythonFunction function) {
        Map<String, String> environment = new HashMap<>(function.envVars());
        environment.putAll(interpreter().variables());
        return new SimplePythonFunction(
                function.command(),
                environment,
                function.pythonIncludes(),
                interpreter().python(),
                function.pythonVer(),
                function.broadcastVars(),
                function.accumulator());
    }

    private boolean runs(SimplePythonFunction function) {
        return function.pythonExec().equals(interpreter().python());
    }

    /** Does this to every plan of a session. */
    Rule<LogicalPlan> rule() {
        return new Rule<>() {
            @Override
            public LogicalPlan apply(LogicalPlan plan) {
                return in(plan);
            }
        };
    }
}
