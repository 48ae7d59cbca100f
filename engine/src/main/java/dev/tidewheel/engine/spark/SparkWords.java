package dev.tidewheel.engine.spark;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.Suggestions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry$;
import org.apache.spark.sql.catalyst.analysis.TableFunctionRegistry$;
import scala.jdk.javaapi.CollectionConverters;

/** Our words for the errors of Spark that users meet most, as its own speak of search paths and routines. Stateless. */
final class SparkWords {
    private static final Pattern QUOTED = Pattern.compile("`((?:[^`]|``)*)`");
    private static final List<String> OUR_TABLE_FUNCTIONS =
            List.of("read_files", "cloud_files", "cloud_files_state", "event_log");

    private static final List<String> TYPES = List.of(
            "BIGINT",
            "BINARY",
            "BOOLEAN",
            "BYTE",
            "CHAR",
            "DATE",
            "DECIMAL",
            "DOUBLE",
            "FLOAT",
            "INT",
            "INTEGER",
            "LONG",
            "NUMERIC",
            "REAL",
            "SHORT",
            "SMALLINT",
            "STRING",
            "TIMESTAMP",
            "TIMESTAMP_NTZ",
            "TINYINT",
            "VARCHAR",
            "VARIANT",
            "ARRAY",
            "MAP",
            "STRUCT");

    private SparkWords() {}

    /** Message, cause and fix; empty if Spark's words will do. */
    static Optional<Problem> of(SparkThrowable error, ErrorCode code) {
        String condition = error.getCondition() == null ? "" : error.getCondition();
        Map<String, String> parameters = error.getMessageParameters();
        return switch (condition) {
            case "UNRESOLVED_COLUMN.WITH_SUGGESTION", "UNRESOLVED_COLUMN.WITHOUT_SUGGESTION" ->
                Optional.of(column(parameters, code));
            case "AMBIGUOUS_REFERENCE" -> Optional.of(ambiguous(parameters, code));
            case "UNRESOLVED_ROUTINE" ->
                Optional.of(function(
                        name(parameters.getOrDefault("routineName", "")),
                        FunctionRegistry$.MODULE$.functionSet(),
                        List.of(),
                        "function",
                        code));
            case "UNRESOLVABLE_TABLE_VALUED_FUNCTION" ->
                Optional.of(function(
                        name(parameters.getOrDefault("name", "")),
                        TableFunctionRegistry$.MODULE$.functionSet(),
                        OUR_TABLE_FUNCTIONS,
                        "table function",
                        code));
            case "TABLE_OR_VIEW_NOT_FOUND" ->
                Optional.of(Problem.of(
                        ErrorCode.DATASET_NOT_FOUND,
                        "there is no table or view `" + name(parameters.getOrDefault("relationName", "")) + "`"));
            case "FIELD_NOT_FOUND" -> Optional.of(field(parameters, code));
            case "UNSUPPORTED_DATATYPE" -> Optional.of(type(parameters, code));
            default -> Optional.empty();
        };
    }

    private static Problem column(Map<String, String> parameters, ErrorCode code) {
        String wanted = name(parameters.getOrDefault("objectName", ""));
        List<String> known = Arrays.stream(
                        parameters.getOrDefault("proposal", "").split(", "))
                .filter(proposal -> !proposal.isBlank())
                .map(SparkWords::name)
                .sorted()
                .toList();
        Problem problem = Problem.of(code, "there is no column `" + wanted + "`");
        if (known.isEmpty()) {
            return problem;
        }
        // Spark names five at most
        String all = known.size() == 1
                ? "the only column is "
                : known.size() < 5 ? "the columns are " : "among the columns are ";
        List<String> likeWanted = wanted.indexOf('.') >= 0
                ? known
                : known.stream()
                        .map(name -> name.substring(name.lastIndexOf('.') + 1))
                        .toList();
        return problem.because(all
                        + known.stream().map(SparkWords::withoutTable).sorted().collect(Collectors.joining(", ")))
                .remedy(Suggestions.didYouMean(wanted, likeWanted));
    }

    /** Spark calls a column of a table by all parts of the table's name. */
    private static String withoutTable(String column) {
        return column.split("\\.").length < 4 ? column : column.substring(column.lastIndexOf('.') + 1);
    }

    private static Problem field(Map<String, String> parameters, ErrorCode code) {
        String wanted = name(parameters.getOrDefault("fieldName", ""));
        List<String> known = Arrays.stream(parameters.getOrDefault("fields", "").split(", "))
                .map(SparkWords::name)
                .toList();
        return Problem.of(code, "the struct has no field `" + wanted + "`")
                .because("its fields are " + String.join(", ", known))
                .remedy(Suggestions.didYouMean(wanted, known));
    }

    private static Problem type(Map<String, String> parameters, ErrorCode code) {
        String wanted = parameters.getOrDefault("typeName", "").replace("\"", "");
        return Problem.of(code, "there is no type `" + wanted + "`").remedy(Suggestions.didYouMean(wanted, TYPES));
    }

    private static Problem ambiguous(Map<String, String> parameters, ErrorCode code) {
        List<String> candidates = new ArrayList<>();
        for (String reference : parameters.getOrDefault("referenceNames", "").split(", ")) {
            String[] parts = name(reference).split("\\.");
            candidates.add(
                    Arrays.stream(parts).skip(Math.max(0, parts.length - 2)).collect(Collectors.joining(".")));
        }
        return Problem.of(
                        code,
                        "the column `" + name(parameters.getOrDefault("name", "")) + "` is in more than one input")
                .because("it could be " + String.join(" or ", candidates))
                .remedy("say which one is meant, as in " + candidates.get(0));
    }

    private static Problem function(
            String wanted,
            scala.collection.immutable.Set<FunctionIdentifier> builtIn,
            Collection<String> more,
            String kind,
            ErrorCode code) {
        List<String> known = new ArrayList<>(more);
        CollectionConverters.asJava(builtIn).forEach(function -> known.add(function.funcName()));
        return Problem.of(code, "there is no " + kind + " `" + wanted + "`")
                .remedy(Suggestions.didYouMean(wanted, known));
    }

    /** {@code a.b} for what Spark writes as {@code `a`.`b`}. */
    private static String name(String quoted) {
        List<String> parts = new ArrayList<>();
        Matcher part = QUOTED.matcher(quoted);
        while (part.find()) {
            parts.add(part.group(1).replace("``", "`"));
        }
        return parts.isEmpty() ? quoted : String.join(".", parts);
    }
}
