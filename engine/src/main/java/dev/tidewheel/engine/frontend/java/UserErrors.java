package dev.tidewheel.engine.frontend.java;

import dev.tidewheel.engine.spark.SparkProblems;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.SourceLocation;
import java.lang.reflect.InvocationTargetException;
import org.apache.spark.QueryContext;
import org.apache.spark.SparkThrowable;
import org.jspecify.annotations.Nullable;

/** Turns what the user's code throws into problems at the user's line. Stateless. */
final class UserErrors {

    private UserErrors() {}

    /** True for exceptions of ours that are no pipeline errors: signals between parts of the engine. */
    static boolean isSignal(Throwable error) {
        return error.getClass().getName().startsWith("dev.tidewheel.engine.") && !(error instanceof PipelineException);
    }

    /**
     * What went wrong.
     *
     * @param what was called, such as {@code the query of `orders`}
     * @param owner name of the class that was called
     */
    static Problem problem(Throwable error, String what, UserCode code, String owner) {
        Throwable real = unwrap(error);
        CallSite site = code.origin(real, owner);
        if (real instanceof SparkThrowable spark) {
            return SparkProblems.of(real, code.fragment(site, " "), ErrorCode.QUERY_INVALID)
                    .at(place(spark, site, code));
        }
        Throwable cause = real.getCause();
        return Problem.of(ErrorCode.JAVA_DEFINITION_FAILED, what + " failed: " + describe(real))
                .because(cause == null || cause == real ? "" : describe(cause))
                .at(code.locate(site, ""));
    }

    private static SourceLocation place(SparkThrowable error, CallSite site, UserCode code) {
        SourceLocation line = code.locate(site, "");
        for (QueryContext context : error.getQueryContext()) {
            int found = line.lineText().indexOf(context.fragment());
            if (!context.fragment().isEmpty() && found >= 0) {
                return new SourceLocation(
                        line.file(), line.line(), found + 1, context.fragment().length(), line.lineText());
            }
        }
        return line;
    }

    private static Throwable unwrap(Throwable error) {
        boolean wrapper = error instanceof ExceptionInInitializerError || error instanceof InvocationTargetException;
        Throwable cause = error.getCause();
        return wrapper && cause != null ? cause : error;
    }

    private static String describe(Throwable error) {
        @Nullable String message = error.getMessage();
        String kind = error.getClass().getSimpleName();
        if (error instanceof LinkageError && message != null) {
            return kind + ": " + message.replace('/', '.');
        }
        return message == null || message.isBlank() ? kind : kind + ": " + message.strip();
    }
}
