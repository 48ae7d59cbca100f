package dev.tidewheel.model.event;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a materialized view could have been brought up to date, and how it was. Names of techniques and issues are kept as
 * text, as the set of them grows with the planner.
 */
public record RefreshPlanning(
        List<Technique> techniques,
        List<TableInformation> sources,
        @Nullable TableInformation target) {

    public RefreshPlanning {
        techniques = List.copyOf(techniques);
        sources = List.copyOf(sources);
    }

    /**
     * One way of refreshing.
     *
     * @param maintenanceType such as {@code MAINTENANCE_TYPE_COMPLETE_RECOMPUTE}
     * @param cost in units of the planner, null if not estimated
     * @param changeSet {@code CHANGE_SET_TYPE_…}, null if it does not apply
     */
    public record Technique(
            String maintenanceType,
            boolean chosen,
            boolean applicable,
            @Nullable Double cost,
            List<Issue> issues,
            @Nullable String changeSet) {
        public Technique {
            Objects.requireNonNull(maintenanceType, "maintenanceType is null");
            issues = List.copyOf(issues);
        }
    }

    /**
     * Something that hinders, or would hinder, an incremental refresh.
     *
     * @param issueType such as {@code CHANGE_SET_MISSING}
     * @param preventing false for mere warnings
     * @param subType more exactly; null if there is none
     */
    public record Issue(
            String issueType,
            boolean preventing,
            @Nullable String subType,
            @Nullable String tableName,
            @Nullable String operatorName,
            @Nullable String expressionName,
            @Nullable String joinType,
            @Nullable String fingerprintBefore,
            @Nullable String fingerprintNow) {
        public Issue {
            Objects.requireNonNull(issueType, "issueType is null");
        }

        public static Issue of(String issueType, boolean preventing) {
            return new Issue(issueType, preventing, null, null, null, null, null, null, null);
        }
    }

    /** A table that the view reads, or the view's own. */
    public record TableInformation(
            String tableName,
            @Nullable String tableId,
            @Nullable String catalogTableType,
            List<String> partitionColumns,
            @Nullable String tableChangeType,
            @Nullable Long fullSize,
            @Nullable Long changeSize,
            @Nullable Long changedPartitions,
            @Nullable Boolean sizeAfterPruning,
            @Nullable Boolean rowIdEnabled,
            @Nullable Boolean changeFeedEnabled,
            @Nullable Boolean deletionVectorEnabled,
            @Nullable Boolean changeFromLegacyChangeFeed) {
        public TableInformation {
            Objects.requireNonNull(tableName, "tableName is null");
            partitionColumns = List.copyOf(partitionColumns);
        }
    }
}
