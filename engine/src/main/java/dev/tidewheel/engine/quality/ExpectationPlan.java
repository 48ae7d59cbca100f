package dev.tidewheel.engine.quality;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import dev.tidewheel.engine.spark.ColonPaths;
import dev.tidewheel.model.definition.Expectation;
import dev.tidewheel.model.definition.ExpectationAction;
import dev.tidewheel.model.name.TableName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Puts expectations on top of a query. A row passes a rule only if the condition is true, so NULL violates it. Every
 * rule sees every row; a violated FAIL wins over a DROP. Semantics: Databricks, "Manage data quality with pipeline
 * expectations". Stateless.
 */
public final class ExpectationPlan {

    static final String OBSERVATION = "expectations:";
    static final String ROWS = "rows";
    static final String DROPPED = "dropped";
    static final String FAILED = "failed_";
    private static final String RULE = "__tw_rule_";

    private ExpectationPlan() {}

    /**
     * {@code rows} with the rules applied: counted, dropped, or failing when a row says so.
     *
     * @throws org.apache.spark.sql.AnalysisException if a condition cannot be analysed; check each with
     *     {@link ExpectationCheck} first for an error that points at it
     */
    public static Dataset<Row> apply(Dataset<Row> rows, TableName dataset, List<Expectation> rules) {
        if (rules.isEmpty()) {
            return rows;
        }
        Column[] original = columns(rows);
        Column[] evaluated = new Column[rules.size()];
        for (int i = 0; i < rules.size(); i++) {
            evaluated[i] = passes(rules.get(i)).as(RULE + i);
        }
        Dataset<Row> judged = rows.select(
                Stream.concat(Arrays.stream(original), Arrays.stream(evaluated)).toArray(Column[]::new));
        List<Integer> dropping = indexes(rules, ExpectationAction.DROP);
        List<Column> counts = new ArrayList<>();
        counts.add(count(lit(1)).as(ROWS));
        counts.add(countViolations(all(dropping)).as(DROPPED));
        for (int i = 0; i < rules.size(); i++) {
            counts.add(countViolations(rule(i)).as(FAILED + i));
        }
        Dataset<Row> observed = judged.observe(
                OBSERVATION + dataset,
                counts.get(0),
                counts.subList(1, counts.size()).toArray(Column[]::new));
        List<Integer> failing = indexes(rules, ExpectationAction.FAIL);
        if (!failing.isEmpty()) {
            // Above the counting, which Spark moves no filter through: below a join of the query, a row could fail that
            // the query does not give.
            observed = observed.filter(when(all(failing), lit(true))
                    .otherwise(ExpectationViolation.raise(dataset, rules, failing, rulesOf(failing), original)));
        }
        Dataset<Row> kept = dropping.isEmpty() ? observed : observed.filter(all(dropping));
        return kept.select(original);
    }

    static Column passes(Expectation rule) {
        return coalesce(ColonPaths.column(rule.condition().text()), lit(false));
    }

    private static Column[] columns(Dataset<Row> rows) {
        return Arrays.stream(rows.columns())
                .map(name -> col("`" + name.replace("`", "``") + "`"))
                .toArray(Column[]::new);
    }

    private static Column rule(int index) {
        return col(RULE + index);
    }

    private static Column[] rulesOf(List<Integer> indexes) {
        return indexes.stream().map(ExpectationPlan::rule).toArray(Column[]::new);
    }

    private static Column all(List<Integer> indexes) {
        Column result = lit(true);
        for (int index : indexes) {
            result = index == indexes.get(0) ? rule(index) : result.and(rule(index));
        }
        return result;
    }

    private static Column countViolations(Column passed) {
        return count(when(not(passed), lit(1)));
    }

    private static List<Integer> indexes(List<Expectation> rules, ExpectationAction action) {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).action() == action) {
                found.add(i);
            }
        }
        return found;
    }
}
