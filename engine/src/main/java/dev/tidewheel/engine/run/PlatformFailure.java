package dev.tidewheel.engine.run;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Failures of what runs a query, rather than of the query: lost executors, too little memory, answers that do not come. Spark
 * hands what happened on an executor to the driver as text, so that texts have to be looked at, too. Stateless.
 */
final class PlatformFailure {

    private static final String LAST_FAILURE = "most recent failure: ";
    private static final Pattern TASK = Pattern.compile("Lost task .{1,40} \\(TID \\d+\\) \\(.*?\\): ");
    private static final Pattern LOST = Pattern.compile("ExecutorLostFailure|FetchFailed\\("
            + "|org\\.apache\\.spark\\.shuffle\\.MetadataFetchFailedException|Master removed our application"
            + "|All masters are unresponsive");
    private static final Pattern MEMORY = Pattern.compile("java\\.lang\\.OutOfMemoryError"
            + "|org\\.apache\\.spark\\.memory\\.SparkOutOfMemoryError"
            + "|ExecutorLostFailure .*(?:memory limits|exited with code 137|exit code:? 137)");
    private static final Pattern LATE = Pattern.compile("Could not execute broadcast in \\d+|Futures timed out");

    private PlatformFailure() {}

    /** What failed, if it was the platform; {@code chain} is the failure and its causes. */
    static Optional<Problem> explain(List<Throwable> chain) {
        if (any(chain, error -> error instanceof OutOfMemoryError || says(error, MEMORY))) {
            return Optional.of(Problem.of(ErrorCode.OUT_OF_MEMORY, "a task ran out of memory")
                    .because(reason(chain))
                    .remedy(
                            "if it comes again, give the engine or its executors more memory, or make batches smaller with"
                                    + " maxFilesPerTrigger, maxBytesPerTrigger or maxOffsetsPerTrigger"));
        }
        if (any(chain, error -> says(error, LOST))) {
            return Optional.of(Problem.of(ErrorCode.EXECUTOR_LOST, "an executor was lost while it worked")
                    .because(reason(chain))
                    .remedy("if it comes again, look for the reason in the executor's log"));
        }
        if (any(chain, error -> error instanceof TimeoutException || says(error, LATE))) {
            return Optional.of(Problem.of(ErrorCode.IO_FAILURE, "something did not answer in time")
                    .because(reason(chain)));
        }
        return Optional.empty();
    }

    private static boolean any(List<Throwable> chain, Predicate<Throwable> test) {
        return chain.stream().anyMatch(test);
    }

    /** Only Spark's own words count: what the user's code says may hold anything. */
    private static boolean says(Throwable error, Pattern pattern) {
        return error.getClass().getName().startsWith("org.apache.spark.")
                && pattern.matcher(reason(error)).lookingAt();
    }

    private static String reason(List<Throwable> chain) {
        for (Throwable error : chain) {
            if (String.valueOf(error.getMessage()).contains(LAST_FAILURE)) {
                return reason(error);
            }
        }
        return reason(chain.get(chain.size() - 1));
    }

    /** What is said to have happened, in one line: of a job, the last failure of a task. */
    private static String reason(Throwable error) {
        String message = error.getMessage() == null ? error.toString() : error.getMessage();
        int failure = message.indexOf(LAST_FAILURE);
        String line = message.substring(failure < 0 ? 0 : failure + LAST_FAILURE.length())
                .lines()
                .findFirst()
                .orElse("");
        return TASK.matcher(line).replaceFirst("");
    }
}
