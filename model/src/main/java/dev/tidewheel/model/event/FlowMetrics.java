package dev.tidewheel.model.event;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Figures of a flow since its last report; null means not known, which is not zero. */
public record FlowMetrics(
        @Nullable Long outputRows,
        @Nullable Long outputBytes,
        @Nullable Long upsertedRows,
        @Nullable Long deletedRows,
        @Nullable Long backlogBytes,
        @Nullable Long backlogRecords,
        @Nullable Long backlogFiles,
        @Nullable Long backlogSeconds,
        @Nullable Long executorTimeMillis,
        @Nullable Long executorCpuTimeMillis,
        List<SourceMetrics> sources) {

    public static final FlowMetrics NONE =
            new FlowMetrics(null, null, null, null, null, null, null, null, null, null, List.of());

    public FlowMetrics {
        sources = List.copyOf(sources);
    }

    /** What waits to be read in one source of a flow. */
    public record SourceMetrics(
            String sourceName,
            @Nullable Long backlogBytes,
            @Nullable Long backlogRecords,
            @Nullable Long backlogFiles,
            @Nullable Long backlogSeconds) {
        public SourceMetrics {
            Objects.requireNonNull(sourceName, "sourceName is null");
        }
    }

    /** Rows and bytes appended. */
    public static FlowMetrics written(long rows, long bytes) {
        return NONE.withOutput(rows, bytes);
    }

    /** Rows given to a sink, which does not say how many bytes they were. */
    public static FlowMetrics given(long rows) {
        return new FlowMetrics(rows, null, null, null, null, null, null, null, null, null, List.of());
    }

    public FlowMetrics withOutput(long rows, long bytes) {
        return new FlowMetrics(
                rows,
                bytes,
                upsertedRows,
                deletedRows,
                backlogBytes,
                backlogRecords,
                backlogFiles,
                backlogSeconds,
                executorTimeMillis,
                executorCpuTimeMillis,
                sources);
    }

    public FlowMetrics withChanges(long upserted, long deleted) {
        return new FlowMetrics(
                outputRows,
                outputBytes,
                upserted,
                deleted,
                backlogBytes,
                backlogRecords,
                backlogFiles,
                backlogSeconds,
                executorTimeMillis,
                executorCpuTimeMillis,
                sources);
    }

    /** What is left in all sources together; the parts go in {@link #sources()}. */
    public FlowMetrics withBacklog(
            @Nullable Long files, @Nullable Long bytes, @Nullable Long records, @Nullable Long seconds) {
        return new FlowMetrics(
                outputRows,
                outputBytes,
                upsertedRows,
                deletedRows,
                bytes,
                records,
                files,
                seconds,
                executorTimeMillis,
                executorCpuTimeMillis,
                sources);
    }

    public FlowMetrics withExecutorTime(long millis, long cpuMillis) {
        return new FlowMetrics(
                outputRows,
                outputBytes,
                upsertedRows,
                deletedRows,
                backlogBytes,
                backlogRecords,
                backlogFiles,
                backlogSeconds,
                millis,
                cpuMillis,
                sources);
    }

    public FlowMetrics withSources(List<SourceMetrics> newSources) {
        return new FlowMetrics(
                outputRows,
                outputBytes,
                upsertedRows,
                deletedRows,
                backlogBytes,
                backlogRecords,
                backlogFiles,
                backlogSeconds,
                executorTimeMillis,
                executorCpuTimeMillis,
                newSources);
    }
}
