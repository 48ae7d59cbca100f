package dev.tidewheel.connector.mqtt;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import org.jspecify.annotations.Nullable;

/** Carries a problem from where Spark runs tasks to where the update is run. */
final class PublishFailure extends Exception {

    private static final long serialVersionUID = 1;

    private final ErrorCode code;
    private final String why;
    private final String fix;

    PublishFailure(PipelineException failure) {
        super(failure.problems().get(0).message(), failure.getCause());
        Problem problem = failure.problems().get(0);
        this.code = problem.code();
        this.why = problem.cause();
        this.fix = problem.fix();
    }

    /** The failure among the causes of what Spark has thrown; otherwise that. */
    static RuntimeException in(Exception thrown) {
        for (@Nullable Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof PublishFailure failure) {
                return new PipelineException(
                        Problem.of(failure.code, String.valueOf(failure.getMessage()))
                                .because(failure.why)
                                .remedy(failure.fix),
                        thrown);
            }
        }
        return thrown instanceof RuntimeException runtime ? runtime : new IllegalStateException(thrown);
    }
}
