package dev.tidewheel.engine.graph;

import dev.tidewheel.engine.spark.PlanRewrite;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.EvalMode;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.CTERelationRef;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.types.DataTypeUtils;
import org.apache.spark.sql.classic.Dataset$;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import scala.Option;

/** Puts real rows in the place of the virtual inputs of an analysed plan. Stateless. */
public final class PlanBinding {

    private PlanBinding() {}

    /**
     * {@code plan} with each virtual leaf replaced.
     *
     * @param rows the rows of an input as a batch plan; it must have the columns that the leaf has, by name
     */
    public static LogicalPlan bind(SparkSession session, LogicalPlan plan, Function<LeafInput, LogicalPlan> rows) {
        return PlanRewrite.up(
                plan,
                node -> QueryTraits.input(node)
                        .map(input -> fit(session, columns(node), rows.apply(input)))
                        .orElseGet(() -> batch(node)));
    }

    /** A reference to a table expression remembers that the expression was a stream when it was analysed. */
    private static LogicalPlan batch(LogicalPlan node) {
        return node instanceof CTERelationRef reference && reference.isStreaming()
                ? new CTERelationRef(
                        reference.cteId(),
                        reference.resolved(),
                        reference.output(),
                        false,
                        reference.statsOpt(),
                        reference.recursive(),
                        reference.maxRows(),
                        reference.isUnlimitedRecursion())
                : node;
    }

    /** {@code plan} with each streaming virtual leaf replaced by a leaf of Spark's that streams; batch leaves as in bind. */
    public static LogicalPlan bindStreaming(
            SparkSession session,
            LogicalPlan plan,
            Function<StreamingLeaf, LogicalPlan> streams,
            Function<LeafInput, LogicalPlan> rows) {
        return PlanRewrite.up(
                plan,
                node -> QueryTraits.input(node)
                        .map(input -> input.streaming()
                                ? streams.apply(new StreamingLeaf(input, columns(node)))
                                : fit(session, columns(node), rows.apply(input)))
                        .orElse(node));
    }

    /** A virtual leaf that is to become a stream with exactly these output columns. */
    public record StreamingLeaf(LeafInput input, List<AttributeReference> output) {}

    /** What {@code rows} gives for an input that has nothing new. */
    public static LogicalPlan nothing() {
        return new LocalRelation(PlanRewrite.toScala(List.of()), PlanRewrite.toScala(List.of()), false, Option.empty());
    }

    private static List<AttributeReference> columns(LogicalPlan leaf) {
        return PlanRewrite.toJava(((LogicalRelation) leaf).output());
    }

    /** {@code rows} with exactly the columns {@code wanted}, found by name; those that are lacking are null. */
    public static LogicalPlan fit(SparkSession session, List<AttributeReference> wanted, LogicalPlan rows) {
        if (rows instanceof LocalRelation local && local.output().isEmpty()) {
            return new LocalRelation(
                    PlanRewrite.<Attribute>toScala(wanted), PlanRewrite.toScala(List.of()), false, Option.empty());
        }
        Dataset<Row> all = Dataset$.MODULE$.ofRows(session, rows);
        Map<String, String> given = new HashMap<>();
        for (String name : all.columns()) {
            given.put(name.toLowerCase(Locale.ROOT), name);
        }
        List<Column> columns = new ArrayList<>();
        for (AttributeReference attribute : wanted) {
            if (isMetadata(attribute) && attribute.dataType() instanceof StructType fields) {
                columns.add(metadata(attribute.name(), fields));
                continue;
            }
            String name = given.getOrDefault(attribute.name().toLowerCase(Locale.ROOT), attribute.name());
            boolean known = given.containsKey(attribute.name().toLowerCase(Locale.ROOT));
            columns.add(
                    known
                            ? functions.col("`" + name.replace("`", "``") + "`")
                            : functions.lit(null).cast(attribute.dataType()).as(attribute.name()));
        }
        LogicalPlan selected = ((org.apache.spark.sql.classic.Dataset<Row>) all.select(columns.toArray(Column[]::new)))
                .queryExecution()
                .analyzed();
        List<NamedExpression> aliases = new ArrayList<>();
        List<Attribute> actual = PlanRewrite.toJava(selected.output());
        for (int i = 0; i < wanted.size(); i++) {
            aliases.add(alias(wanted.get(i), actual.get(i)));
        }
        return new Project(PlanRewrite.toScala(aliases), selected);
    }

    /** The fields that were known when the query was analysed; some formats have more. */
    private static Column metadata(String name, StructType fields) {
        return functions
                .struct(Arrays.stream(fields.fieldNames())
                        .map(field -> functions.col(name).getField(field).as(field))
                        .toArray(Column[]::new))
                .as(name);
    }

    /** True for the hidden column that tells of the file of a row. */
    public static boolean isMetadata(AttributeReference attribute) {
        return attribute.metadata().contains("__metadata_col")
                || attribute.name().equals("_metadata");
    }

    private static NamedExpression alias(AttributeReference wanted, Attribute actual) {
        Expression value = DataTypeUtils.equalsIgnoreNullability(actual.dataType(), wanted.dataType())
                ? actual
                : new Cast(actual, wanted.dataType(), Option.apply("UTC"), EvalMode.ANSI());
        return new Alias(
                value,
                wanted.name(),
                wanted.exprId(),
                wanted.qualifier(),
                Option.apply(wanted.metadata()),
                PlanRewrite.toScala(List.of()));
    }
}
