package dev.tidewheel.engine.quality;

import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.raise_error;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;

import dev.tidewheel.model.definition.Expectation;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.name.TableName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.jspecify.annotations.Nullable;

/**
 * How a row that violates a FAIL expectation travels from a task to the user: as the text of an error that Spark
 * raises, with the violated rules and the row in it.
 */
public final class ExpectationViolation {

    private static final String START = "tidewheel-expectation:";
    private static final String SEPARATOR = "\u001f";

    private ExpectationViolation() {}

    /** A boolean expression that never returns: it raises the violation of the current row. */
    static Column raise(
            TableName dataset, List<Expectation> rules, List<Integer> failing, Column[] passed, Column[] record) {
        Column[] violated = new Column[failing.size()];
        for (int i = 0; i < violated.length; i++) {
            violated[i] = when(not(passed[i]), lit(rules.get(failing.get(i)).name()));
        }
        Column text = concat(
                lit(START + dataset + SEPARATOR),
                concat_ws(", ", violated),
                lit(SEPARATOR),
                to_json(struct(record), Map.of("ignoreNullFields", "false")),
                lit(SEPARATOR));
        return raise_error(text).cast("boolean");
    }

    /**
     * The violation that {@code error} or one of its causes reports.
     *
     * @param flow full name of the flow that ran
     * @param rules of the dataset concerned, for the place of the rule
     */
    public static Optional<Problem> find(
            Throwable error, String flow, java.util.function.Function<String, List<Expectation>> rules) {
        @Nullable Throwable next = error;
        while (next != null) {
            String message = next.getMessage();
            int start = message == null ? -1 : message.indexOf(START);
            if (message != null && start >= 0) {
                String[] parts = message.substring(start + START.length()).split(SEPARATOR, -1);
                if (parts.length >= 3) {
                    return Optional.of(problem(parts[0], parts[1], parts[2], flow, rules.apply(parts[0])));
                }
            }
            next = next.getCause() == next ? null : next.getCause();
        }
        return Optional.empty();
    }

    private static Problem problem(
            String dataset, String violated, String record, String flow, List<Expectation> rules) {
        String first = violated.split(", ", 2)[0];
        Optional<Expectation> rule = rules.stream()
                .filter(candidate -> candidate.name().equals(first))
                .findFirst();
        return Problem.of(
                        ErrorCode.EXPECTATION_VIOLATION,
                        "Flow '" + flow + "' failed to meet the expectation. Violated expectations: '" + violated
                                + "'. Output record: '" + record + "'")
                .because(rule.map(found ->
                                "the rule is: " + found.condition().text().strip())
                        .orElse(""))
                .remedy("correct the data, or let the rule drop the row with ON VIOLATION DROP ROW; nothing of this"
                        + " batch was written")
                .at(rule.map(Expectation::location).orElse(null))
                .in(dataset);
    }
}
