package dev.tidewheel.engine.lake;

import java.util.Map;
import org.apache.spark.sql.Row;

/**
 * What a write did.
 *
 * @param version of the commit; the current version if skipped
 * @param rows written; -1 if unknown
 * @param light true if no delta-spark was involved
 * @param skipped true if the commit's transaction was in the log already, so nothing was written
 * @param observed metrics that the data's plan collected ({@code Dataset.observe}), by name
 */
public record WriteResult(
        long version, long rows, long bytes, int files, boolean light, boolean skipped, Map<String, Row> observed) {

    public WriteResult {
        observed = Map.copyOf(observed);
    }

    /** Of a commit that is in the log already. */
    public static WriteResult skipped(long version) {
        return new WriteResult(version, 0, 0, 0, true, true, Map.of());
    }
}
