package dev.tidewheel.engine.frontend.python.connect;

import dev.tidewheel.engine.spark.PlanRewrite;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.apache.spark.api.python.SimplePythonFunction;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistryBase;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.execution.datasources.DataSourceManager;
import org.apache.spark.sql.execution.datasources.v2.python.UserDefinedPythonDataSource;
import scala.Function1;
import scala.collection.immutable.Seq;

/**
 * What the user's code registers in its session (functions, table functions, formats) and flows call by name in theirs.
 * Thread-safe.
 */
final class SharedFunctions {

    private final SparkSession own;
    private final Map<SparkSession, Set<String>> shared = new ConcurrentHashMap<>();

    SharedFunctions(SparkSession own) {
        this.own = own;
    }

    /** Functions are known in {@code target} from now on, and run by {@code python}. */
    void shareWith(SparkSession target, WorkerPython python) {
        Set<String> known = shared.computeIfAbsent(target, key -> ConcurrentHashMap.newKeySet());
        share(
                own.sessionState().functionRegistry(),
                target.sessionState().functionRegistry(),
                "function",
                known,
                python::in);
        share(
                own.sessionState().tableFunctionRegistry(),
                target.sessionState().tableFunctionRegistry(),
                "table function",
                known,
                python::in);
    }

    private static <T> void share(
            FunctionRegistryBase<T> own,
            FunctionRegistryBase<T> others,
            String kind,
            Set<String> known,
            UnaryOperator<T> prepared) {
        for (FunctionIdentifier name : PlanRewrite.toJava(own.listFunction())) {
            if (known.contains(kind + name) || !others.functionExists(name)) {
                Function1<Seq<org.apache.spark.sql.catalyst.expressions.Expression>, T> builder =
                        own.lookupFunctionBuilder(name).get();
                others.registerFunction(
                        name, own.lookupFunction(name).get(), arguments -> prepared.apply(builder.apply(arguments)));
                known.add(kind + name);
            }
        }
    }

    /** If {@code format} is one of the user's own, it is known in {@code target} from now on, and run by {@code python}. */
    void shareFormat(String format, SparkSession target, WorkerPython python) {
        DataSourceManager sources = own.sessionState().dataSourceManager();
        if (!sources.dataSourceExists(format)) {
            return;
        }
        UserDefinedPythonDataSource prepared = new UserDefinedPythonDataSource(python.in(
                (SimplePythonFunction) sources.lookupDataSource(format).dataSourceCls()));
        DataSourceManager others = target.sessionState().dataSourceManager();
        if (!others.dataSourceExists(format) || !others.lookupDataSource(format).equals(prepared)) {
            others.registerDataSource(format, prepared);
        }
    }
}
