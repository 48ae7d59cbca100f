package dev.tidewheel.engine.source.schema;

import dev.tidewheel.engine.spark.PassingFailure;
import dev.tidewheel.engine.spark.SparkProblems;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import java.io.FileNotFoundException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkThrowable;
import org.jspecify.annotations.Nullable;

/** Recognizes a file that could not be read in a failure of Spark. Stateless. */
public final class UnreadableFile {
    private static final String READ_FAILURE = "FAILED_READ_FILE";
    private static final String MALFORMED = "MALFORMED_RECORD_IN_PARSING";
    private static final Pattern CONDITION = Pattern.compile("\\[(FAILED_READ_FILE\\.[A-Z_]+)]");
    private static final Pattern PATH = Pattern.compile("while reading file (\\S+?)\\.?(?:\\s|$)");

    private UnreadableFile() {}

    /** What happened, naming the file; empty if the failure, and what caused it, is of another kind. */
    public static Optional<Problem> explain(Throwable failure) {
        @Nullable Throwable current = failure;
        while (current != null) {
            if (current instanceof SparkThrowable spark && spark.getCondition() != null) {
                String condition = spark.getCondition();
                if (condition.startsWith(READ_FAILURE)) {
                    String path = path(spark.getMessageParameters(), current);
                    if (condition.endsWith("DATA_TYPE_MISMATCH")) {
                        return Optional.of(otherType(spark.getMessageParameters(), path));
                    }
                    return Optional.of(malformedWithin(current)
                            .map(record -> malformed(record, path))
                            .orElse(unreadable(condition, path, current)));
                }
                if (condition.startsWith(MALFORMED)) {
                    return Optional.of(malformed(spark, null));
                }
            }
            Optional<Problem> inText = fromText(current);
            if (inText.isPresent()) {
                return inText;
            }
            current = current.getCause();
        }
        return Optional.empty();
    }

    /** What to say of a file whose header could not be read. */
    static Problem of(String file, Throwable failure) {
        Throwable root = root(failure);
        String condition = root instanceof FileNotFoundException ? "FILE_NOT_EXIST" : "";
        return unreadable(condition, file.replaceFirst("^file:(?=/)", ""), failure);
    }

    private static Optional<SparkThrowable> malformedWithin(Throwable failure) {
        @Nullable Throwable current = failure;
        while (current != null) {
            if (current instanceof SparkThrowable spark
                    && String.valueOf(spark.getCondition()).startsWith(MALFORMED)) {
                return Optional.of(spark);
            }
            current = current.getCause();
        }
        return Optional.empty();
    }

    /** A failure of a task arrives as text alone. */
    private static Optional<Problem> fromText(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        Matcher condition = CONDITION.matcher(message);
        if (!condition.find()) {
            return Optional.empty();
        }
        return Optional.of(unreadable(condition.group(1), path(Map.of(), failure), failure));
    }

    private static Problem unreadable(String condition, String path, Throwable failure) {
        if (condition.endsWith("FILE_NOT_EXIST")) {
            return Problem.of(ErrorCode.SOURCE_UNREADABLE, "The file `" + path + "` is not there any more")
                    .because("It was found when the source was listed and has been removed since")
                    .remedy("Put it back, or set ignoreMissingFiles => true");
        }
        if (PassingFailure.is(failure)) {
            return Problem.of(ErrorCode.IO_FAILURE, "The file `" + path + "` could not be read")
                    .because(firstLine(root(failure)));
        }
        return Problem.of(ErrorCode.SOURCE_UNREADABLE, "The file `" + path + "` cannot be read")
                .because(firstLine(root(failure)))
                .remedy("Mend or remove the file, or set ignoreCorruptFiles => true");
    }

    private static Problem otherType(Map<String, String> parameters, String path) {
        String column = parameters.getOrDefault("column", "").replaceAll("[\\[\\]`]", "");
        return Problem.of(
                        ErrorCode.SOURCE_UNREADABLE,
                        "The column `" + column + "` of the file `" + path + "` has another type")
                .because("It is " + parameters.get("actualType") + " in the file, and was to be read as "
                        + parameters.get("expectedType"))
                .remedy("Correct the schema, or cast the column in the query");
    }

    private static Problem malformed(SparkThrowable spark, @Nullable String file) {
        String record = spark.getMessageParameters().getOrDefault("badRecord", "");
        // Spark's reader of JSON shows what it could make of the record
        boolean shown = !record.isEmpty() && !record.startsWith("[");
        return Problem.of(
                        ErrorCode.SOURCE_UNREADABLE,
                        (file == null ? "A record" : "A record of the file `" + file + "`")
                                + " is malformed, and mode => 'FAILFAST' does not allow that")
                .because(shown ? "The record is: " + record : "")
                .remedy("Mend the record, or use mode => 'PERMISSIVE' or 'DROPMALFORMED'");
    }

    private static String path(Map<String, String> parameters, Throwable failure) {
        String path = parameters.get("path");
        if (path == null) {
            Matcher matcher = PATH.matcher(String.valueOf(failure.getMessage()));
            path = matcher.find() ? matcher.group(1) : "unknown";
        }
        return decoded(path);
    }

    /** Spark names files as URLs. */
    private static String decoded(String path) {
        try {
            java.net.URI uri = java.net.URI.create(path);
            return uri.getScheme() == null || uri.getScheme().equals("file")
                    ? uri.getPath()
                    : uri.getScheme() + ":" + (uri.getAuthority() == null ? "" : "//" + uri.getAuthority())
                            + uri.getPath();
        } catch (IllegalArgumentException notEncoded) {
            return path;
        }
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static String firstLine(Throwable failure) {
        return SparkProblems.message(failure).lines().findFirst().orElse("").replaceFirst("^file:/", "/");
    }
}
