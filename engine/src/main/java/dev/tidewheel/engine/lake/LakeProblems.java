package dev.tidewheel.engine.lake;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.io.IOException;
import java.nio.file.AccessDeniedException;

/** What can go wrong with tables, in words. */
final class LakeProblems {

    private LakeProblems() {}

    static PipelineException io(String what, IOException cause) {
        if (cause instanceof AccessDeniedException
                || cause instanceof org.apache.hadoop.security.AccessControlException
                || String.valueOf(cause.getMessage()).contains("Permission denied")
                || String.valueOf(cause.getMessage()).contains("Read-only file system")) {
            return new PipelineException(
                    Problem.of(ErrorCode.STORAGE_NOT_WRITABLE, what)
                            .because(String.valueOf(cause.getMessage()))
                            .remedy("Check the permissions of the folder and that its disk is mounted for writing"),
                    cause);
        }
        return new PipelineException(
                Problem.of(ErrorCode.IO_FAILURE, what).because(String.valueOf(cause.getMessage())), cause);
    }

    /** True if the failure of a commit is sure to have left the log as it was. */
    static boolean nothingCommitted(RuntimeException failure) {
        return !(failure instanceof PipelineException problem)
                || problem.problems().get(0).code() != ErrorCode.COMMIT_OUTCOME_UNKNOWN;
    }

    /** The failure of a commit, in words if it is not a defect. */
    static RuntimeException ofCommit(String table, RuntimeException failure) {
        if (failure instanceof PipelineException) {
            return failure;
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException io) {
                return io("Cannot commit to the table " + table, io);
            }
        }
        return failure;
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
