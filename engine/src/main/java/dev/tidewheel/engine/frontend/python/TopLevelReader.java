package dev.tidewheel.engine.frontend.python;

import dev.tidewheel.engine.frontend.python.connect.PythonRead;
import dev.tidewheel.engine.frontend.python.connect.PythonReader;
import dev.tidewheel.engine.spark.PlanRewrite;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.catalyst.analysis.CTESubstitution$;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser$;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** Reads for code outside of query functions: what is stored, as it is stored. Immutable. */
record TopLevelReader(UnaryOperator<String> paths) implements PythonReader {

    @Override
    public LogicalPlan read(PythonRead read, SparkReader spark, boolean executed) {
        if (read instanceof PythonRead.Table table) {
            List<String> parts = PlanRewrite.toJava(CatalystSqlParser$.MODULE$.parseMultipartIdentifier(table.name()));
            refuseLive(parts, table);
            return new UnresolvedRelation(
                    PlanRewrite.toScala(opened(parts)),
                    new CaseInsensitiveStringMap(table.options()),
                    table.streaming());
        }
        if (read instanceof PythonRead.Source source) {
            return spark.load(opened(source, paths));
        }
        return query((PythonRead.Sql) read, spark);
    }

    private LogicalPlan query(PythonRead.Sql sql, SparkReader spark) {
        LogicalPlan parsed =
                CTESubstitution$.MODULE$.apply(spark.parse(sql.text().text()));
        return PlanRewrite.up(parsed, node -> {
            if (!(node instanceof UnresolvedRelation relation)) {
                return node;
            }
            List<String> parts = PlanRewrite.toJava(relation.multipartIdentifier());
            Optional<LogicalPlan> view = sql.view(parts);
            if (view.isEmpty()) {
                refuseLive(parts, sql);
            }
            return view.orElseGet(() -> new UnresolvedRelation(
                    PlanRewrite.toScala(opened(parts)), relation.options(), relation.isStreaming()));
        });
    }

    /** A path as a name, such as {@code delta.`data/rules`}; for Spark, only its own catalog knows Delta tables by path. */
    private List<String> opened(List<String> parts) {
        if (parts.size() != 2 || !parts.get(1).contains("/")) {
            return parts;
        }
        String path = paths.apply(parts.get(1));
        return parts.get(0).equalsIgnoreCase("delta")
                ? List.of("spark_catalog", "delta", path)
                : List.of(parts.get(0), path);
    }

    private static void refuseLive(List<String> parts, PythonRead read) {
        if (parts.size() == 2 && parts.get(0).equalsIgnoreCase("live")) {
            throw new PipelineException(Problem.of(
                            ErrorCode.QUERY_INVALID,
                            "`" + String.join(".", parts) + "` is read outside of a query function")
                    .because("the datasets of the pipeline are not known while its files are run")
                    .remedy("move the read into the function that returns the DataFrame")
                    .at(read.place()));
        }
    }

    /** A source whose paths can be opened. */
    static PythonRead.Source opened(PythonRead.Source source, UnaryOperator<String> paths) {
        return new PythonRead.Source(
                source.format(),
                source.paths().stream().map(paths).toList(),
                source.schema(),
                source.options(),
                source.streaming(),
                source.place());
    }
}
