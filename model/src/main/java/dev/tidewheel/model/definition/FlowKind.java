package dev.tidewheel.model.definition;

import dev.tidewheel.model.text.SqlFragment;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How the rows of a flow's query get into its target. */
public sealed interface FlowKind {

    /** New rows of a streaming query are appended. */
    record Append() implements FlowKind {}

    /** The groups of a streaming aggregate that changed are given to a sink, each as it is now. */
    record Update() implements FlowKind {}

    /** The rows of a batch query are appended once, and again only after a full refresh. */
    record Once() implements FlowKind {}

    /** The rows of a batch query replace the content of a materialized view. */
    record Refresh() implements FlowKind {}

    /** The rows of a batch query replace those rows of the target for which {@code predicate} is true. */
    record ReplaceWhere(SqlFragment predicate) implements FlowKind {
        public ReplaceWhere {
            Objects.requireNonNull(predicate, "predicate is null");
        }
    }

    /** For each key in a batch, the rows with the highest sequence replace all rows of the target with that key. */
    record ReplaceUsing(List<String> keys, SqlFragment sequenceBy) implements FlowKind {
        public ReplaceUsing {
            keys = List.copyOf(keys);
            Objects.requireNonNull(sequenceBy, "sequenceBy is null");
        }
    }

    /**
     * Change events are applied to the target; {@code AUTO CDC INTO}, formerly {@code APPLY CHANGES INTO}.
     *
     * @param once true if the source is read as a batch, one time
     * @param keys columns that identify a row
     * @param ignoreNullUpdates null if not asked for
     * @param deleteWhen null if nothing is a delete
     * @param truncateWhen null if nothing is a truncate
     * @param sequenceBy orders the events of a key
     * @param systemSequenceBy for bitemporal targets only, else null
     * @param columns which columns of the source land in the target
     * @param trackHistoryOn whose changes make a new version, for {@link ScdType#TYPE_2}
     * @param columnsToUpdate source column that names the columns to update, null if none
     */
    record AutoCdc(
            boolean once,
            List<SqlFragment> keys,
            @Nullable ColumnSelection ignoreNullUpdates,
            @Nullable SqlFragment deleteWhen,
            @Nullable SqlFragment truncateWhen,
            SqlFragment sequenceBy,
            @Nullable SqlFragment systemSequenceBy,
            ColumnSelection columns,
            ScdType storedAs,
            ColumnSelection trackHistoryOn,
            @Nullable String columnsToUpdate)
            implements FlowKind {
        public AutoCdc {
            keys = List.copyOf(keys);
            Objects.requireNonNull(sequenceBy, "sequenceBy is null");
            Objects.requireNonNull(columns, "columns is null");
            Objects.requireNonNull(storedAs, "storedAs is null");
            Objects.requireNonNull(trackHistoryOn, "trackHistoryOn is null");
        }
    }

    /** How much history a target of change data keeps. */
    enum ScdType {
        TYPE_1,
        TYPE_2,
        BITEMPORAL
    }

    /**
     * A list of columns, or all but a list.
     *
     * @param except true for {@code * EXCEPT (…)}
     */
    record ColumnSelection(boolean except, List<String> columns) {
        public static final ColumnSelection ALL = new ColumnSelection(true, List.of());

        public ColumnSelection {
            columns = List.copyOf(columns);
        }
    }
}
