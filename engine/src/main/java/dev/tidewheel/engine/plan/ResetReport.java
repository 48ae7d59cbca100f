package dev.tidewheel.engine.plan;

import dev.tidewheel.model.name.TableName;
import java.util.ArrayList;
import java.util.List;

/**
 * What it means to compute a table anew, or to give a sink all rows again. Immutable.
 *
 * @param dataset table or sink
 * @param rows that the table has now, -1 if not known or of a sink
 * @param bytes that the table has now, -1 of a sink
 * @param losses what cannot be had again, each a sentence
 * @param unknown what cannot be told, each a sentence
 * @param dependants what happens to those that read the table, each a sentence
 */
public record ResetReport(
        TableName dataset, long rows, long bytes, List<String> losses, List<String> unknown, List<String> dependants) {

    public ResetReport {
        losses = List.copyOf(losses);
        unknown = List.copyOf(unknown);
        dependants = List.copyOf(dependants);
    }

    /** All sentences. */
    public List<String> sentences() {
        List<String> all = new ArrayList<>(losses);
        all.addAll(unknown);
        all.addAll(dependants);
        return all;
    }
}
