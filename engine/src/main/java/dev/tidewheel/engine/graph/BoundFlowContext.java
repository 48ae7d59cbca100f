package dev.tidewheel.engine.graph;

import dev.tidewheel.api.FlowContext;
import dev.tidewheel.engine.frontend.java.FunctionQuery;
import dev.tidewheel.engine.spark.PlanRewrite;
import dev.tidewheel.model.definition.SqlQuery;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.name.NameScope;
import dev.tidewheel.model.text.SourceLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.analysis.UnresolvedTableValuedFunction;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal$;
import org.apache.spark.sql.catalyst.expressions.NamedArgumentExpression;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser$;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.SparkSession;

/** The reader of a query function, bound to the names of one query. Used by one thread. */
final class BoundFlowContext implements FlowContext {

    private final SparkSession session;
    private final NameBinding names;
    private final FunctionQuery query;
    private final NameScope scope;
    private final Map<String, String> configuration;
    private final BinaryOperator<String> secrets;
    private final Function<LogicalPlan, Dataset<Row>> rows;
    private final Function<SqlQuery, Dataset<Row>> analysis;

    BoundFlowContext(
            SparkSession session,
            NameBinding names,
            FunctionQuery query,
            Map<String, String> configuration,
            BinaryOperator<String> secrets,
            Function<LogicalPlan, Dataset<Row>> rows,
            Function<SqlQuery, Dataset<Row>> analysis) {
        this.session = session;
        this.names = names;
        this.query = query;
        this.scope = query.scope();
        this.configuration = configuration;
        this.secrets = secrets;
        this.rows = rows;
        this.analysis = analysis;
    }

    @Override
    public Dataset<Row> read(String name) {
        return relation(name, false, Map.of());
    }

    @Override
    public Dataset<Row> readStream(String name) {
        return relation(name, true, Map.of());
    }

    @Override
    public Dataset<Row> readStream(String name, Map<String, String> options) {
        return relation(name, true, options);
    }

    private Dataset<Row> relation(String name, boolean streaming, Map<String, String> options) {
        List<String> parts = PlanRewrite.toJava(CatalystSqlParser$.MODULE$.parseMultipartIdentifier(name));
        SourceLocation place = query.place(name);
        Optional<LogicalPlan> plan =
                located(place, () -> names.relation(parts, streaming, options, scope, origin -> place));
        if (plan.isPresent()) {
            return rows.apply(plan.get());
        }
        return streaming ? session.readStream().options(options).table(name) : session.table(name);
    }

    @Override
    public Dataset<Row> readFiles(String path, Map<String, String> options) {
        return files(path, options, false);
    }

    @Override
    public Dataset<Row> readFilesStream(String path, Map<String, String> options) {
        return files(path, options, true);
    }

    private Dataset<Row> files(String path, Map<String, String> options, boolean streaming) {
        List<Expression> arguments = new ArrayList<>();
        arguments.add(Literal$.MODULE$.apply(path));
        options.forEach((key, value) -> arguments.add(new NamedArgumentExpression(key, Literal$.MODULE$.apply(value))));
        UnresolvedTableValuedFunction function = new UnresolvedTableValuedFunction(
                PlanRewrite.toScala(List.of("read_files")), PlanRewrite.toScala(arguments), streaming);
        SourceLocation place = query.place(path);
        return rows.apply(located(place, () -> names.tableFunction(function, scope, origin -> place))
                .orElseThrow());
    }

    @Override
    public Dataset<Row> readSource(String format, Map<String, String> options) {
        return source(format, options, false);
    }

    @Override
    public Dataset<Row> readSourceStream(String format, Map<String, String> options) {
        return source(format, options, true);
    }

    private Dataset<Row> source(String format, Map<String, String> options, boolean streaming) {
        SourceLocation place = query.place(format);
        Optional<LogicalPlan> plan = located(place, () -> names.source(format, options, streaming, place));
        if (plan.isPresent()) {
            return rows.apply(plan.get());
        }
        Map<String, String> revealed = located(place, () -> names.revealed(options));
        return streaming
                ? session.readStream().format(format).options(revealed).load()
                : session.read().format(format).options(revealed).load();
    }

    private static <T> T located(SourceLocation place, Supplier<T> binding) {
        try {
            return binding.get();
        } catch (PipelineException e) {
            throw e.locatedAt(place);
        }
    }

    @Override
    public Dataset<Row> sql(String text) {
        return analysis.apply(new SqlQuery(query.fragment(text), scope, Map.of()));
    }

    @Override
    public String secret(String scope, String key) {
        return secrets.apply(scope, key);
    }

    @Override
    public String configuration(String key, String otherwise) {
        return configuration.getOrDefault(key, otherwise);
    }

    @Override
    public org.apache.spark.sql.SparkSession spark() {
        return session;
    }
}
