package dev.tidewheel.model.event;

import java.util.List;
import java.util.Objects;

/**
 * How the rows of a flow did against its expectations since the last report.
 *
 * @param droppedRecords each dropped row counts once, however many rules it broke
 */
public record DataQuality(long droppedRecords, List<ExpectationResult> expectations) {

    public DataQuality {
        expectations = List.copyOf(expectations);
    }

    /**
     * The count of one expectation.
     *
     * @param dataset the dataset that carries the expectation; for a view's, not the one that was written
     */
    public record ExpectationResult(String name, String dataset, long passedRecords, long failedRecords) {
        public ExpectationResult {
            Objects.requireNonNull(name, "name is null");
            Objects.requireNonNull(dataset, "dataset is null");
        }
    }
}
