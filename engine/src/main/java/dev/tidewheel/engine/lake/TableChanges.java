package dev.tidewheel.engine.lake;

import java.util.List;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** What a run of commits did, oldest first. */
public record TableChanges(List<Commit> commits) {

    public TableChanges {
        commits = List.copyOf(commits);
    }

    /**
     * One commit.
     *
     * @param timestamp milliseconds since 1970
     * @param operation as the commit names it, such as {@code MERGE}
     * @param added files with rows that are new to the table; files that were only rearranged are not among them
     * @param removed number of files whose rows left the table, in whole or in part, or were written anew
     * @param tableId if the commit describes the table, else null
     * @param schema if the commit describes the table, else null
     * @param restored the version whose rows the commit has brought back, -1 if it did something else
     */
    public record Commit(
            long version,
            long timestamp,
            String operation,
            List<DataFile> added,
            int removed,
            @Nullable String tableId,
            @Nullable StructType schema,
            long restored) {

        public Commit {
            added = List.copyOf(added);
        }

        /** True if rows that were there have gone or changed. */
        public boolean changesRows() {
            return removed > 0;
        }
    }
}
