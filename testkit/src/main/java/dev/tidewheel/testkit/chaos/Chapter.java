package dev.tidewheel.testkit.chaos;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a random pipeline is for one update. Immutable.
 *
 * @param datasets in an order in which each comes after what it reads
 * @param edited whether they are others than before
 * @param files rows of the files that arrive, by the source
 * @param options of the command {@code run}
 * @param blurred datasets whose rows depend on when their definition changed, so that they cannot be told from their inputs
 * @param continuity what continuous updates may do of it
 * @param judged whether tables are compared with what another computation gives
 */
record Chapter(
        List<Node> datasets,
        boolean edited,
        Map<String, List<List<SourceRow>>> files,
        List<String> options,
        Set<String> blurred,
        Continuity continuity,
        boolean judged) {

    /** What may come in batches other than those of one update, so that the same comes of it. */
    enum Continuity {
        NOTHING,
        /** all that reads what is there already */
        TABLES,
        /** files, too, while the update runs */
        FILES
    }

    Chapter {
        datasets = List.copyOf(datasets);
        files = new LinkedHashMap<>(files);
        options = List.copyOf(options);
        blurred = Set.copyOf(blurred);
    }

    Chapter withJudgement() {
        return new Chapter(datasets, edited, files, options, blurred, continuity, true);
    }
}
