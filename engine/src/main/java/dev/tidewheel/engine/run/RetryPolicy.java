package dev.tidewheel.engine.run;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How often and after which pauses a flow is tried again. Settings and defaults are DLT's:
 * {@code pipelines.maxFlowRetryAttempts}, two retries.
 *
 * @param retries after the first try
 * @param first pause before the first retry; each further one is twice as long, and up to a quarter is added at random
 */
public record RetryPolicy(int retries, Duration first) {

    /** How often a flow is tried again after it failed. */
    public static final String KEY = "pipelines.maxFlowRetryAttempts";

    private static final int DEFAULT_RETRIES = 2;
    private static final Duration LONGEST = Duration.ofSeconds(60);

    static RetryPolicy of(Map<String, String> configuration) {
        String retries = configuration.get(KEY);
        return new RetryPolicy(retries == null ? DEFAULT_RETRIES : parse(retries.strip()), Duration.ofSeconds(1));
    }

    private static int parse(String retries) {
        try {
            return Integer.parseInt(retries);
        } catch (NumberFormatException e) {
            throw new PipelineException(
                    Problem.of(ErrorCode.PIPELINE_FILE_INVALID_VALUE, KEY + " is not a number: " + retries)
                            .remedy("Write how often a flow is tried again, such as 2"),
                    e);
        }
    }

    /** Pause before retry number {@code retry}, from 1. */
    Duration pause(int retry) {
        long millis = Math.min(LONGEST.toMillis(), first.toMillis() << Math.min(20, retry - 1));
        return Duration.ofMillis(millis + ThreadLocalRandom.current().nextLong(millis / 4 + 1));
    }
}
