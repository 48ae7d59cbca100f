package dev.tidewheel.engine.run;

import dev.tidewheel.engine.spark.PassingFailure;
import dev.tidewheel.engine.spark.SparkProblems;
import dev.tidewheel.engine.spark.StorageFailure;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkThrowable;

/** What to say of reading and writing that failed, in queries, in functions of the user's, and beside them. Stateless. */
final class StorageTrouble {

    private static final String FUNCTION = "FAILED_EXECUTE_UDF";

    private StorageTrouble() {}

    /** IO_FAILURE if there is an {@link IOException} in the chain, with what caused it. */
    static Optional<Problem> explain(List<Throwable> chain) {
        return explain(ErrorCode.IO_FAILURE, "reading or writing failed", chain);
    }

    private static Optional<Problem> explain(ErrorCode code, String what, List<Throwable> chain) {
        return chain.stream()
                .filter(IOException.class::isInstance)
                .reduce((outer, inner) -> inner)
                .map(error -> Problem.of(code, what).because(reason(error, chain.get(chain.size() - 1))));
    }

    /** The root's words, unless those of the exception around it hold them, and say what was being done. */
    private static String reason(Throwable error, Throwable root) {
        String words = Failures.oneLine(SparkProblems.message(root));
        String around = Failures.oneLine(SparkProblems.message(error));
        return around.contains(words) ? around : words;
    }

    /**
     * What happened in a function of the user's, if it was reading or writing. A function that asks a service or a store is
     * tried again as those of Spark are; one that is given something that it cannot read is not.
     */
    static Optional<Problem> inFunction(List<Throwable> chain) {
        for (int i = 0; i < chain.size(); i++) {
            if (chain.get(i) instanceof SparkThrowable known && FUNCTION.equals(known.getCondition())) {
                List<Throwable> inside = chain.subList(i + 1, chain.size());
                String function = known.getMessageParameters().getOrDefault("functionName", "");
                String what = "the function " + function + " could not read or write";
                ErrorCode code = !inside.isEmpty() && PassingFailure.is(inside.get(0))
                        ? ErrorCode.IO_FAILURE
                        : ErrorCode.QUERY_FAILED;
                return explain(code, what, inside);
            }
        }
        return Optional.empty();
    }

    /**
     * What was thrown while something was written that is nobody's query: a problem if it is about the storage, else as it is.
     *
     * @param what could not be done
     */
    static RuntimeException ofWriting(String what, RuntimeException failure) {
        if (failure instanceof PipelineException) {
            return failure;
        }
        List<Throwable> chain = Failures.chain(failure);
        return chain.stream()
                .filter(IOException.class::isInstance)
                .map(error -> StorageFailure.explain(what, (IOException) error))
                .flatMap(Optional::stream)
                .findFirst()
                .or(() -> explain(ErrorCode.IO_FAILURE, what, chain))
                .<RuntimeException>map(problem -> new PipelineException(problem, failure))
                .orElse(failure);
    }
}
