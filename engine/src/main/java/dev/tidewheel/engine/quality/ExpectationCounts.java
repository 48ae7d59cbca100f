package dev.tidewheel.engine.quality;

import dev.tidewheel.model.definition.Expectation;
import dev.tidewheel.model.name.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/**
 * What the expectations of one dataset counted while one flow ran once.
 *
 * @param dropped rows removed, each counted once however many rules it violated
 * @param rules in the order of the definition
 */
public record ExpectationCounts(TableName dataset, long rows, long dropped, List<RuleCount> rules) {

    /** Rows that passed and rows that violated one rule. */
    public record RuleCount(String name, long passed, long failed) {}

    public ExpectationCounts {
        rules = List.copyOf(rules);
    }

    /**
     * Reads the counts out of a finished query.
     *
     * @param observed metrics of the query, by name of the observation
     * @param watched datasets whose expectations are in the query's plan, with their rules
     */
    public static List<ExpectationCounts> read(Map<String, Row> observed, Map<TableName, List<Expectation>> watched) {
        List<ExpectationCounts> all = new ArrayList<>();
        watched.forEach((dataset, rules) -> {
            Row row = observed.get(ExpectationPlan.OBSERVATION + dataset);
            if (row == null || rules.isEmpty()) {
                return;
            }
            long rows = row.getAs(ExpectationPlan.ROWS);
            List<RuleCount> counts = new ArrayList<>();
            for (int i = 0; i < rules.size(); i++) {
                long failed = row.getAs(ExpectationPlan.FAILED + i);
                counts.add(new RuleCount(rules.get(i).name(), rows - failed, failed));
            }
            all.add(new ExpectationCounts(dataset, rows, row.getAs(ExpectationPlan.DROPPED), counts));
        });
        return all;
    }

    /** The sum of two runs over the same rules. */
    public ExpectationCounts plus(ExpectationCounts other) {
        List<RuleCount> sums = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            RuleCount mine = rules.get(i);
            RuleCount theirs = other.rules.get(i);
            sums.add(new RuleCount(mine.name(), mine.passed() + theirs.passed(), mine.failed() + theirs.failed()));
        }
        return new ExpectationCounts(dataset, rows + other.rows, dropped + other.dropped, sums);
    }
}
