package dev.tidewheel.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What happened on a cluster is known from the words of Spark's scheduler. */
class PlatformFailureTest {

    private static SparkException job(String lastFailure) {
        return new SparkException(
                "Job aborted due to stage failure: Task 0 in stage 7.0 failed 4 times, most recent failure: "
                        + lastFailure + "\n\tat org.apache.spark.Some.frame(Some.scala:1)\n\nDriver stacktrace:");
    }

    private static Optional<Problem> explain(Throwable... chain) {
        return PlatformFailure.explain(List.of(chain));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            EXECUTOR_LOST | Lost task 0.3 in stage 7.0 (TID 12) (10.0.0.7 executor 3): ExecutorLostFailure (executor 3 exited caused by one of the running tasks) Reason: Remote RPC client disassociated. Likely due to containers exceeding thresholds, or network issues.
            EXECUTOR_LOST | Lost task 0.3 in stage 7.0 (TID 12) (10.0.0.7 executor 3): ExecutorLostFailure (executor 3 exited unrelated to the running tasks) Reason: Executor heartbeat timed out after 123456 ms
            EXECUTOR_LOST | Lost task 1.0 in stage 7.0 (TID 9) (10.0.0.7 executor 1): FetchFailed(BlockManagerId(2, 10.0.0.8, 7079, None), shuffleId=1, mapIndex=0, mapId=0, reduceId=0, message=
            OUT_OF_MEMORY | Lost task 0.3 in stage 7.0 (TID 12) (10.0.0.7 executor 3): java.lang.OutOfMemoryError: Java heap space
            OUT_OF_MEMORY | Lost task 0.3 in stage 7.0 (TID 12) (10.0.0.7 executor 3): org.apache.spark.memory.SparkOutOfMemoryError: [UNABLE_TO_ACQUIRE_MEMORY] Unable to acquire 65536 bytes of memory, got 0.
            OUT_OF_MEMORY | Lost task 0.3 in stage 7.0 (TID 12) (10.0.0.7 executor 3): ExecutorLostFailure (executor 3 exited caused by one of the running tasks) Reason: Container killed by YARN for exceeding physical memory limits. 1.5 GB of 1.5 GB physical memory used.
            OUT_OF_MEMORY | Lost task 0.3 in stage 7.0 (TID 12) (10.0.0.7 executor 3): ExecutorLostFailure (executor 3 exited caused by one of the running tasks) Reason: Command exited with code 137
            """)
    void whatTheSchedulerSays(ErrorCode code, String lastFailure) {
        Problem problem = explain(job(lastFailure)).orElseThrow();
        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.cause()).doesNotContain("Lost task").doesNotContain("Driver stacktrace");
    }

    @Test
    void whatIsThrownInTheProcess() {
        assertThat(explain(new SparkException("Job aborted"), new OutOfMemoryError("Java heap space")))
                .map(Problem::code)
                .contains(ErrorCode.OUT_OF_MEMORY);
        assertThat(explain(new SparkException("Master removed our application: FAILED")))
                .map(Problem::code)
                .contains(ErrorCode.EXECUTOR_LOST);
        assertThat(explain(new SparkException("Exception thrown in awaitResult"), new TimeoutException("5 seconds")))
                .map(Problem::code)
                .contains(ErrorCode.IO_FAILURE);
    }

    @Test
    void whatTheUsersCodeSaysIsNotThePlatforms() {
        assertThat(explain(job(
                        "Lost task 0.0 in stage 1.0 (TID 1) (host executor driver): java.lang.IllegalStateException:"
                                + " java.lang.OutOfMemoryError")))
                .isEmpty();
        assertThat(explain(new IllegalStateException("ExecutorLostFailure"))).isEmpty();
        assertThat(explain(new IOException("connection reset"))).isEmpty();
    }
}
