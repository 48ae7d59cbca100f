package dev.tidewheel.engine.frontend.java;

import dev.tidewheel.api.BatchFunction;
import dev.tidewheel.engine.sink.BatchHandler;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.SourceLocation;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A function that takes batches, and whose errors say where in it they came up.
 *
 * @param what to call it in messages
 * @param owner name of the class that gave it
 */
record UserBatchFunction(BatchFunction function, String what, SourceLocation location, UserCode code, String owner)
        implements BatchHandler {

    @Override
    public void handle(Dataset<Row> batch, long number) throws InterruptedException {
        try (UserClasses classes = UserClasses.of(function.getClass())) {
            function.accept(batch, number);
        } catch (InterruptedException e) {
            throw e;
        } catch (PipelineException e) {
            throw e.locatedAt(code.locate(code.origin(e, owner), ""));
        } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
            Problem problem = UserErrors.problem(e, what, code, owner);
            // what is not a mistake in the query may pass: a service that does not answer, a conflict with another
            // writer
            throw new PipelineException(
                    problem.code() == ErrorCode.QUERY_INVALID ? problem : problem.as(ErrorCode.BATCH_HANDLER_FAILED),
                    e);
        }
    }
}
