package dev.tidewheel.engine.frontend.java;

import dev.tidewheel.api.FlowContext;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.SourceLocation;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A query function whose errors say where in it they came up.
 *
 * @param what to call it in messages
 * @param owner name of the class that gave it
 */
record UserFunction(
        Function<FlowContext, Dataset<Row>> function, String what, SourceLocation location, UserCode code, String owner)
        implements Function<FlowContext, Dataset<Row>> {

    @Override
    public Dataset<Row> apply(FlowContext context) {
        Dataset<Row> rows = call(context);
        if (rows == null) {
            throw new PipelineException(Problem.of(ErrorCode.JAVA_DEFINITION_INVALID, what + " gave null")
                    .remedy("return the rows, as in context.read(\"orders\").filter(…)")
                    .at(location));
        }
        return rows;
    }

    private Dataset<Row> call(FlowContext context) {
        try (UserClasses classes = UserClasses.of(function.getClass())) {
            return function.apply(context);
        } catch (PipelineException e) {
            throw e.locatedAt(code.locate(code.origin(e, owner), ""));
        } catch (RuntimeException e) {
            if (UserErrors.isSignal(e)) {
                throw e;
            }
            throw failed(e);
        } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
            // Spark's checked exceptions arrive here, too: Scala does not declare them.
            throw failed(e);
        }
    }

    private PipelineException failed(Throwable error) {
        return new PipelineException(UserErrors.problem(error, what, code, owner), error);
    }
}
