package dev.tidewheel.engine.graph;

import dev.tidewheel.engine.spark.PlanRewrite;
import dev.tidewheel.model.definition.ColumnDefinition;
import dev.tidewheel.model.definition.Expectation;
import dev.tidewheel.model.definition.Query;
import dev.tidewheel.model.definition.SqlQuery;
import dev.tidewheel.model.definition.TableDefinition;
import dev.tidewheel.model.definition.ViewDefinition;
import dev.tidewheel.model.text.SqlFragment;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.spark.sql.catalyst.plans.logical.CollectMetrics;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** A short text that changes when the rows of a query, over unchanged inputs, may change. Stateless. */
final class Fingerprints {

    /** Raise when the engine itself computes something differently, so that views are recomputed. */
    private static final String ENGINE = "1";

    private static final Pattern EXPRESSION_ID = Pattern.compile("#\\d+L?");

    /** Numbers of table expressions: counted over all queries of a process. */
    private static final Pattern CTE_ID = Pattern.compile("(?<=CTERelation(?:Def|Ref) )\\d+");

    /** How Java prints lambdas and other objects: different in each process. */
    private static final Pattern OBJECT_ID = Pattern.compile("(?<=\\$\\$Lambda)[\\w$/]*(@[0-9a-f]+)?|@[0-9a-f]{4,}");

    private Fingerprints() {}

    static String of(
            Query query,
            LogicalPlan analyzed,
            List<String> views,
            List<Expectation> rules,
            Map<String, String> configuration,
            List<ViewDefinition.ViewColumn> columns) {
        StringBuilder text = start(query, analyzed, views, rules, configuration);
        columns.forEach(column -> text.append('|').append(column.name()));
        return hash(text);
    }

    /** @param schema of the rows: a star in the query takes in what its inputs have gained */
    static String of(
            Query query,
            LogicalPlan analyzed,
            List<String> views,
            List<Expectation> rules,
            Map<String, String> configuration,
            TableDefinition target,
            StructType schema) {
        StringBuilder text = start(query, analyzed, views, rules, configuration);
        text.append('|').append(schema.sql());
        for (ColumnDefinition column : target.specification().columns()) {
            text.append('|')
                    .append(column.name())
                    .append(' ')
                    .append(column.type().text().strip())
                    .append(column.nullable() ? "" : " not null")
                    .append(fragment(column.generatedAs()))
                    .append(fragment(column.defaultValue()));
        }
        text.append("|partitioned ").append(target.specification().partitionedBy());
        return hash(text);
    }

    private static StringBuilder start(
            Query query,
            LogicalPlan analyzed,
            List<String> views,
            List<Expectation> rules,
            Map<String, String> configuration) {
        StringBuilder text = new StringBuilder(ENGINE).append('|');
        if (query instanceof SqlQuery sql) {
            text.append(sql.scope())
                    .append('|')
                    .append(SqlText.normalize(sql.sql().text()));
            for (Map.Entry<String, String> parameter : new TreeMap<>(sql.parameters()).entrySet()) {
                if (sql.sql().text().contains(":" + parameter.getKey())) {
                    text.append('|').append(parameter);
                }
            }
        } else {
            String plan = EXPRESSION_ID
                    .matcher(withoutNumbers(analyzed).treeString(true, false, Integer.MAX_VALUE, false, false))
                    .replaceAll("#");
            text.append(renumbered(OBJECT_ID.matcher(plan).replaceAll("")));
            PlanConstants.append(analyzed, text);
            if (QueryTraits.callsUserCode(analyzed)) {
                text.append('|').append(query.fingerprintText());
            }
        }
        views.forEach(view -> text.append('|').append(view));
        new TreeMap<>(configuration).forEach((key, value) -> {
            if (key.startsWith("spark.")) {
                text.append('|').append(key).append('=').append(value);
            }
        });
        for (Expectation rule : rules) {
            text.append('|')
                    .append(rule.name())
                    .append(' ')
                    .append(SqlText.normalize(rule.condition().text()))
                    .append(' ')
                    .append(rule.action());
        }
        return text;
    }

    /** Spark numbers DataFrames as they are made, and prints the number of one that is observed, as by expectations. */
    private static LogicalPlan withoutNumbers(LogicalPlan plan) {
        return PlanRewrite.up(
                plan,
                node -> node instanceof CollectMetrics observed
                        ? new CollectMetrics(observed.name(), observed.metrics(), observed.child(), 0)
                        : node);
    }

    /** Table expressions are told apart by the order in which they are named first. */
    private static String renumbered(String plan) {
        Map<String, Integer> numbers = new HashMap<>();
        return CTE_ID.matcher(plan).replaceAll(found -> {
            numbers.putIfAbsent(found.group(), numbers.size());
            return String.valueOf(numbers.get(found.group()));
        });
    }

    private static String fragment(@Nullable SqlFragment fragment) {
        return fragment == null ? "" : " " + SqlText.normalize(fragment.text());
    }

    private static String hash(StringBuilder text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
