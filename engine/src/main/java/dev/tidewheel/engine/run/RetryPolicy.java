package dev.tidewheel.engine.run;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How often and after which pauses a flow, or an update as a whole, is tried again. Settings and defaults are DLT's: {@code
 * pipelines.maxFlowRetryAttempts}, two retries; {@code pipelines.numUpdateRetryAttempts}, five retries, or any number in a
 * continuous update.
 *
 * @param retries after the first try
 * @param first pause before the first retry; each further one is twice as long, and up to a quarter is added at random
 */
public record RetryPolicy(int retries, Duration first) {

    /** How often a flow is tried again after it failed. */
    public static final String KEY = "pipelines.maxFlowRetryAttempts";

    /** How often an update is begun again after it failed. */
    public static final String UPDATE_KEY = "pipelines.numUpdateRetryAttempts";

    private static final int DEFAULT_RETRIES = 2;
    private static final int DEFAULT_UPDATE_RETRIES = 5;
    private static final Duration LONGEST = Duration.ofSeconds(60);

    /**
     * The retries of a flow. In a continuous update there is no end to them if nothing is set: the update would be begun again
     * without end anyway, and the other flows would have to stop for it.
     *
     * @throws PipelineException PIPELINE_FILE_INVALID_VALUE if the setting is not a number
     */
    static RetryPolicy of(Map<String, String> configuration, boolean continuous) {
        int usual = continuous ? Integer.MAX_VALUE : DEFAULT_RETRIES;
        return new RetryPolicy(retries(configuration, KEY, usual, "a flow"), Duration.ofSeconds(1));
    }

    /**
     * The retries of an update.
     *
     * @throws PipelineException PIPELINE_FILE_INVALID_VALUE if the setting is not a number
     */
    public static RetryPolicy ofUpdate(Map<String, String> configuration, boolean continuous) {
        int usual = continuous ? Integer.MAX_VALUE : DEFAULT_UPDATE_RETRIES;
        return new RetryPolicy(retries(configuration, UPDATE_KEY, usual, "an update"), Duration.ofSeconds(2));
    }

    private static int retries(Map<String, String> configuration, String key, int usual, String what) {
        String retries = configuration.get(key);
        try {
            return retries == null ? usual : Integer.parseInt(retries.strip());
        } catch (NumberFormatException e) {
            throw new PipelineException(
                    Problem.of(ErrorCode.PIPELINE_FILE_INVALID_VALUE, key + " is not a number: " + retries)
                            .remedy("Write how often " + what + " is tried again, such as 2"),
                    e);
        }
    }

    /** Pause before retry number {@code retry}, from 1. */
    public Duration pause(int retry) {
        long millis = Math.min(LONGEST.toMillis(), first.toMillis() << Math.min(20, retry - 1));
        return Duration.ofMillis(millis + ThreadLocalRandom.current().nextLong(millis / 4 + 1));
    }
}
