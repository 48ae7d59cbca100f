package dev.tidewheel.engine.state;

import dev.tidewheel.engine.spark.StorageFailure;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.io.IOException;
import java.util.Optional;

/** Everything that can go wrong with the state of a pipeline. */
final class StateErrors {

    private StateErrors() {}

    /** STORAGE_NOT_WRITABLE if it is so however often it is tried, else IO_FAILURE. */
    static PipelineException notWritable(String folder, IOException cause) {
        String what = "The pipeline's state in " + folder + " cannot be written";
        return new PipelineException(
                StorageFailure.explain(what, cause)
                        .orElseGet(() -> Problem.of(ErrorCode.IO_FAILURE, what)
                                .because(reason(cause))
                                .remedy("Make sure that the storage answers, is writable and has room")),
                cause);
    }

    static PipelineException unreadable(String folder, Exception cause) {
        String what = "The pipeline's state in " + folder + " cannot be read";
        Optional<Problem> lasting =
                cause instanceof IOException io ? StorageFailure.explain(what, io) : Optional.empty();
        return new PipelineException(
                lasting.orElseGet(() -> Problem.of(ErrorCode.IO_FAILURE, what).because(reason(cause))), cause);
    }

    static PipelineException conflict(String name, long version) {
        return new PipelineException(Problem.of(
                        ErrorCode.CONCURRENT_COMMIT,
                        "Version " + version + " of the pipeline's state '" + name + "' was written by somebody else")
                .because("Another process works on the same pipeline")
                .remedy("Run the update again"));
    }

    static PipelineException inProgress(LeaseHolder holder, String patience) {
        String what = holder.updateId().isEmpty() ? "An update" : "Update " + holder.updateId();
        return new PipelineException(
                Problem.of(ErrorCode.UPDATE_IN_PROGRESS, what + " of this pipeline is running since " + holder.since())
                        .because("It is run by process " + holder.pid() + " on " + holder.host() + " (owner "
                                + holder.owner() + ", last sign of life " + holder.heartbeat() + ")")
                        .remedy(patience));
    }

    static PipelineException leaseLost(LeaseHolder mine) {
        return new PipelineException(Problem.of(
                        ErrorCode.UPDATE_IN_PROGRESS,
                        "Another process has taken over the pipeline from update " + mine.updateId())
                .because("This process gave no sign of life for too long")
                .remedy("Nothing more is written by this update; the other one goes on from the last commit"));
    }

    private static String reason(Exception cause) {
        String message = cause.getMessage();
        return message == null
                ? cause.getClass().getSimpleName()
                : cause.getClass().getSimpleName() + ": " + message;
    }
}
