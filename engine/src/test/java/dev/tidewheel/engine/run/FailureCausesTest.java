package dev.tidewheel.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidewheel.engine.testing.TestSession;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.SqlFragment;
import io.delta.exceptions.ConcurrentAppendException;
import io.delta.kernel.exceptions.ConcurrentWriteException;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.AccessDeniedException;
import java.util.Map;
import java.util.zip.ZipException;
import org.apache.spark.ExecutorLostFailure;
import org.apache.spark.FetchFailed;
import org.apache.spark.SparkException;
import org.apache.spark.TaskFailedReason;
import org.apache.spark.memory.SparkOutOfMemoryError;
import org.apache.spark.shuffle.MetadataFetchFailedException;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import scala.Option;
import scala.collection.immutable.Map$;

/** What is told of exceptions as Spark, Delta, Hadoop and the clients of stores throw them. */
class FailureCausesTest {

    private static final SqlFragment QUERY = SqlFragment.detached("SELECT 1", "test");

    /** As S3A throws it: an exception of Hadoop's around one of the store's client, which is no IOException. */
    private static final class ThrottledException extends IOException {
        private static final long serialVersionUID = 1L;

        ThrottledException() {
            super(
                    "getFileStatus on s3a://lake/in: Slow Down (Service: S3, Status Code: 503)",
                    new IllegalStateException("Slow Down (Service: S3, Status Code: 503)"));
        }
    }

    private static Problem told(Throwable error) {
        return Failures.of(error, QUERY);
    }

    private static ErrorCode code(Throwable error) {
        return told(error).code();
    }

    private static SparkException job(TaskFailedReason reason) {
        return new SparkException("Job aborted due to stage failure: Task 0 in stage 7.0 failed 4 times, most recent"
                + " failure: Lost task 0.3 in stage 7.0 (TID 12) (10.0.0.7 executor 3): " + reason.toErrorString());
    }

    private static SparkException reading(Throwable cause) {
        return new SparkException(
                "FAILED_READ_FILE.NO_HINT",
                Map$.MODULE$.<String, String>empty().updated("path", "s3a://lake/in/1.json"),
                cause);
    }

    @Test
    void lostExecutors() {
        assertThat(code(job(new ExecutorLostFailure("3", false, Option.apply("worker lost")))))
                .isEqualTo(ErrorCode.EXECUTOR_LOST);
        FetchFailed fetch =
                (FetchFailed) new MetadataFetchFailedException(1, 0, "Missing an output location").toTaskFailedReason();
        assertThat(code(job(fetch))).isEqualTo(ErrorCode.EXECUTOR_LOST);
    }

    @Test
    void tooLittleMemory() {
        SparkOutOfMemoryError memory = new SparkOutOfMemoryError(
                "UNABLE_TO_ACQUIRE_MEMORY", Map.of("requestedBytes", "65536", "receivedBytes", "0"));
        assertThat(code(new SparkException("Job aborted", memory))).isEqualTo(ErrorCode.OUT_OF_MEMORY);
        assertThat(code(job(new ExecutorLostFailure("3", true, Option.apply("Command exited with code 137")))))
                .isEqualTo(ErrorCode.OUT_OF_MEMORY);
    }

    @Test
    void someoneElsesCommits() {
        assertThat(code(new ConcurrentAppendException("files were added"))).isEqualTo(ErrorCode.CONCURRENT_COMMIT);
        assertThat(code(new IllegalStateException(new ConcurrentWriteException("version 7 is taken"))))
                .isEqualTo(ErrorCode.CONCURRENT_COMMIT);
    }

    @Test
    void aStoreThatThrottles() {
        assertThat(told(new SparkException("Job aborted", new ThrottledException())))
                .satisfies(problem -> {
                    assertThat(problem.code()).isEqualTo(ErrorCode.IO_FAILURE);
                    assertThat(problem.cause()).isEqualTo(new ThrottledException().getMessage());
                });
        assertThat(code(reading(new ThrottledException()))).isEqualTo(ErrorCode.IO_FAILURE);
        assertThat(told(new IOException("Error accessing gs://lake", new IllegalStateException("UNAVAILABLE")))
                        .cause())
                .isEqualTo("UNAVAILABLE");
    }

    @Test
    void connectionsThatBreakOrSayNothing() {
        assertThat(code(reading(new IOException("Connection reset by peer")))).isEqualTo(ErrorCode.IO_FAILURE);
        assertThat(code(reading(new SocketTimeoutException("Read timed out")))).isEqualTo(ErrorCode.IO_FAILURE);
        EOFException hungUp = new EOFException(
                "End of File Exception between local host is: \"one\"; destination host is: \"namenode\"");
        assertThat(code(hungUp)).isEqualTo(ErrorCode.IO_FAILURE);
        assertThat(code(reading(hungUp))).isEqualTo(ErrorCode.IO_FAILURE);
    }

    @Test
    void whatIsInAFileDoesNotPass() {
        assertThat(code(reading(new ZipException("invalid stored block lengths"))))
                .isEqualTo(ErrorCode.SOURCE_UNREADABLE);
        assertThat(code(reading(new IOException("could not read page", new EOFException("end of stream")))))
                .isEqualTo(ErrorCode.SOURCE_UNREADABLE);
        assertThat(code(reading(new AccessDeniedException("s3a://lake/in", null, "Forbidden"))))
                .isEqualTo(ErrorCode.SOURCE_UNREADABLE);
        assertThat(code(reading(new IllegalStateException("no Parquet")))).isEqualTo(ErrorCode.SOURCE_UNREADABLE);
    }

    private static Throwable inFunction(UDF1<Integer, String> function) {
        SparkSession session = TestSession.get().newSession();
        session.udf().register("ask", function, DataTypes.StringType);
        return catchThrowable(() ->
                session.sql("SELECT ask(id) FROM VALUES (1), (2) AS t(id)").collectAsList());
    }

    /** A function that asks somebody may be answered the next time; what it is given stays the same. */
    @Test
    void whatHappensInFunctions() {
        assertThat(told(inFunction(id -> {
                    throw new SocketTimeoutException("no answer from the service");
                })))
                .satisfies(problem -> {
                    assertThat(problem.code()).isEqualTo(ErrorCode.IO_FAILURE);
                    assertThat(problem.message()).contains("ask");
                    assertThat(problem.cause()).isEqualTo("no answer from the service");
                });
        assertThat(code(inFunction(id -> {
                    throw new ThrottledException();
                })))
                .isEqualTo(ErrorCode.IO_FAILURE);
        assertThat(code(inFunction(id -> new ObjectMapper().readTree("{" + id).asText())))
                .isEqualTo(ErrorCode.QUERY_FAILED);
        assertThat(code(inFunction(id -> {
                    throw new java.nio.file.NoSuchFileException("/no/model.bin");
                })))
                .isEqualTo(ErrorCode.QUERY_FAILED);
        assertThat(told(inFunction(id -> {
                    throw new IllegalStateException("id " + id);
                })))
                .satisfies(problem -> {
                    assertThat(problem.code()).isEqualTo(ErrorCode.QUERY_FAILED);
                    assertThat(problem.message()).startsWith("IllegalStateException: id ");
                });
    }
}
