package dev.tidewheel.engine.lake;

import dev.tidewheel.engine.spark.StorageFailure;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.io.IOException;

/** What can go wrong with tables, in words. */
final class LakeProblems {

    private LakeProblems() {}

    static PipelineException io(String what, IOException cause) {
        return new PipelineException(
                StorageFailure.explain(what, cause)
                        .orElseGet(() ->
                                Problem.of(ErrorCode.IO_FAILURE, what).because(String.valueOf(cause.getMessage()))),
                cause);
    }

    /** True if the failure of a commit is sure to have left the log as it was. */
    static boolean nothingCommitted(RuntimeException failure) {
        return !(failure instanceof PipelineException problem)
                || problem.problems().get(0).code() != ErrorCode.COMMIT_OUTCOME_UNKNOWN;
    }

    /** The failure of a commit, in words if it is not a defect. */
    static RuntimeException ofCommit(String table, Exception failure) {
        if (failure instanceof PipelineException known) {
            return known;
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException io) {
                return io("Cannot commit to the table " + table, io);
            }
        }
        return failure instanceof RuntimeException unchecked
                ? unchecked
                : new IllegalStateException(failure.getMessage(), failure);
    }

    static PipelineException outcomeUnknown(String table, Throwable cause) {
        return new PipelineException(
                Problem.of(
                                ErrorCode.COMMIT_OUTCOME_UNKNOWN,
                                "It is not known whether a commit to the table " + table + " is in")
                        .because(String.valueOf(cause.getMessage()))
                        .remedy("Run again when the storage answers: what was committed is not repeated"),
                cause);
    }

    /** A log that cannot be understood, in words. */
    static RuntimeException unreadable(String table, RuntimeException failure) {
        String reason = String.valueOf(failure.getMessage());
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            // the parser's exceptions are IOExceptions, too
            boolean damaged = cause.getClass().getName().contains("jackson");
            if (cause instanceof IOException io && !damaged) {
                return io("Cannot read the log of " + table, io);
            }
            if (damaged) {
                reason = String.valueOf(cause.getMessage());
            }
        }
        return new PipelineException(
                Problem.of(ErrorCode.SOURCE_UNREADABLE, "The Delta table at " + table + " cannot be read")
                        .because(reason.lines().findFirst().orElse(""))
                        .remedy("Check the table with the tool that writes it: its log is damaged, or it uses a feature"
                                + " that this version does not know"),
                failure);
    }

    static PipelineException concurrent(String table, Throwable cause) {
        return new PipelineException(
                Problem.of(ErrorCode.CONCURRENT_COMMIT, "Another writer changed the table " + table + " meanwhile")
                        .because(String.valueOf(cause.getMessage()))
                        .remedy("Run again"),
                cause);
    }

    static PipelineException logGone(String table, long version, Throwable cause) {
        return new PipelineException(
                Problem.of(
                                ErrorCode.SOURCE_CHANGED,
                                "The changes of the table " + table + " since version " + version
                                        + " are not in its log any more")
                        .because(String.valueOf(cause.getMessage()))
                        .remedy("Run a full refresh of what reads the table, or give the table a longer"
                                + " delta.logRetentionDuration"),
                cause);
    }

    static PipelineException noTable(String table) {
        return new PipelineException(Problem.of(ErrorCode.SOURCE_PATH_NOT_FOUND, "There is no Delta table at " + table)
                .remedy("Check the path"));
    }
}
