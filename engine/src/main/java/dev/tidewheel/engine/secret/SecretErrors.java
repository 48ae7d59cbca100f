package dev.tidewheel.engine.secret;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import org.jspecify.annotations.Nullable;

/** What can be wrong with places of secrets. Stateless. */
final class SecretErrors {

    private SecretErrors() {}

    static PipelineException unusable(String message, @Nullable Exception cause) {
        Problem problem =
                Problem.of(ErrorCode.SECRET_NOT_FOUND, message).remedy("correct `secrets` in the pipeline file");
        return cause == null
                ? new PipelineException(problem)
                : new PipelineException(problem.because(String.valueOf(cause.getMessage())), cause);
    }
}
