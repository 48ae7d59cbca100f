package dev.tidewheel.engine.source.file;

import dev.tidewheel.engine.source.option.ConstantArguments;
import dev.tidewheel.engine.source.option.FileFormatKind;
import dev.tidewheel.engine.source.option.FileSourceOptions;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.SourceLocation;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.analysis.UnresolvedTableValuedFunction;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedArgumentExpression;
import org.apache.spark.sql.catalyst.trees.Origin;
import org.apache.spark.sql.classic.SparkSession;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Turns what a query says about files into sources: {@code read_files(…)}, {@code cloud_files(…)} and {@code
 * json.`path`}. Immutable. Everything that is wrong with the arguments is a {@link PipelineException}
 * SOURCE_OPTION_INVALID at the argument's place.
 */
public final class FileFunctions {
    private static final String READ_FILES = "read_files";
    private static final String CLOUD_FILES = "cloud_files";

    private final SparkSession session;
    private final Function<String, String> paths;
    private final Function<Origin, @Nullable SourceLocation> places;
    private final ConstantArguments constants;

    /**
     * @param paths turns a path as the user wrote it into one that can be opened
     * @param places where in the user's files a part of the query stands
     */
    public FileFunctions(
            SparkSession session, Function<String, String> paths, Function<Origin, @Nullable SourceLocation> places) {
        this.session = session;
        this.paths = paths;
        this.places = places;
        this.constants = new ConstantArguments(session);
    }

    /** True for the functions that read files. */
    public static boolean reads(UnresolvedTableValuedFunction node) {
        String name = name(node);
        return name.equals(READ_FILES) || name.equals(CLOUD_FILES);
    }

    /** The source of a function for which {@link #reads} is true. */
    public FileSource fromTableFunction(UnresolvedTableValuedFunction node) {
        return name(node).equals(CLOUD_FILES) ? cloudFiles(node) : readFiles(node);
    }

    /** The source of a relation named {@code format.`path`}; empty if the first part is not a format of files. */
    public Optional<FileSource> fromRelation(UnresolvedRelation relation) {
        List<String> parts = CollectionConverters.asJava(relation.multipartIdentifier());
        if (parts.size() != 2 || FileFormatKind.named(parts.get(0)).isEmpty()) {
            return Optional.empty();
        }
        @Nullable SourceLocation place = places.apply(relation.origin());
        Map<String, String> given = new TreeMap<>(relation.options().asCaseSensitiveMap());
        given.put("format", parts.get(0));
        // Such a name means what it means to Spark: no column is added, and CSV files have neither header nor types.
        given.putIfAbsent("rescuedDataColumn", "");
        if (relation.isStreaming()) {
            given.putIfAbsent("schemaEvolutionMode", "none");
        }
        if (parts.get(0).equalsIgnoreCase("csv")) {
            given.putIfAbsent("header", "false");
            given.putIfAbsent("inferColumnTypes", "false");
        }
        FileSourceOptions options = FileSourceOptions.forReadFiles(given, name -> place);
        return Optional.of(new FileSource(session, paths.apply(parts.get(1)), options, relation.isStreaming(), place));
    }

    private String path(Expression argument) {
        return paths.apply(FileSourceOptions.withoutSecrets(text(argument, "path"), places.apply(argument.origin())));
    }

    private FileSource readFiles(UnresolvedTableValuedFunction node) {
        Arguments arguments = new Arguments();
        @Nullable Expression path = null;
        for (Expression argument : CollectionConverters.asJava(node.functionArgs())) {
            if (argument instanceof NamedArgumentExpression named) {
                if (named.key().equalsIgnoreCase("path")) {
                    path = named.value();
                } else {
                    arguments.add(named.key(), text(named.value(), named.key()), place(named, node));
                }
            } else if (path == null) {
                path = argument;
            } else {
                throw invalid("`read_files` takes one path; everything else is given by name", argument);
            }
        }
        if (path == null) {
            throw missing("read_files('/path', format => 'json')", node);
        }
        return new FileSource(
                session,
                path(path),
                FileSourceOptions.forReadFiles(resolved(arguments.values), arguments::place),
                node.isStreaming(),
                place(path));
    }

    private FileSource cloudFiles(UnresolvedTableValuedFunction node) {
        List<Expression> given = CollectionConverters.asJava(node.functionArgs());
        if (given.size() < 2 || given.size() > 3) {
            throw missing("cloud_files('/path', 'json', map('option', 'value'))", node);
        }
        for (Expression argument : given) {
            if (argument instanceof NamedArgumentExpression) {
                throw invalid("The arguments of `cloud_files` have no names", argument);
            }
        }
        Arguments arguments = new Arguments();
        arguments.add("format", text(given.get(1), "format"), place(given.get(1)));
        if (given.size() == 3) {
            map(given.get(2)).forEach((name, value) -> arguments.add(name, value, place(given.get(2))));
        }
        return new FileSource(
                session,
                path(given.get(0)),
                FileSourceOptions.forCloudFiles(resolved(arguments.values), arguments::place),
                true,
                place(given.get(0)));
    }

    /** Options that are paths mean what other paths mean. */
    private Map<String, String> resolved(Map<String, String> values) {
        Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        values.forEach((name, value) ->
                all.put(name, FileSourceOptions.isPath(name) && !value.isBlank() ? paths.apply(value) : value));
        return all;
    }

    private String text(Expression expression, String name) {
        try {
            return constants.text(expression).orElseThrow(() -> invalid("`" + name + "` must not be NULL", expression));
        } catch (ConstantArguments.NotConstantException e) {
            throw notConstant("The value of `" + name + "`", expression, e);
        }
    }

    private Map<String, String> map(Expression expression) {
        try {
            return constants.map(expression);
        } catch (ConstantArguments.NotConstantException e) {
            throw notConstant("The options, a map of texts,", expression, e);
        }
    }

    private @Nullable SourceLocation place(Expression expression) {
        return places.apply(expression.origin());
    }

    /** Spark does not say where TRUE and FALSE stand; their names are in the text of the function. */
    private @Nullable SourceLocation place(NamedArgumentExpression named, UnresolvedTableValuedFunction node) {
        Origin origin = node.origin();
        if (named.value().origin().startIndex().isDefined()
                || origin.sqlText().isEmpty()
                || origin.startIndex().isEmpty()) {
            return place(named.value());
        }
        Matcher name = Pattern.compile("\\b" + Pattern.quote(named.key()) + "\\b(?=\\s*=>)")
                .matcher(origin.sqlText().get());
        return name.find((Integer) origin.startIndex().get())
                ? places.apply(origin.copy(
                        origin.line(),
                        origin.startPosition(),
                        Option.<Object>apply(name.start()),
                        Option.<Object>apply(name.end() - 1),
                        origin.sqlText(),
                        origin.objectType(),
                        origin.objectName(),
                        origin.stackTrace(),
                        origin.pysparkErrorContext(),
                        origin.positionMapper()))
                : place(named.value());
    }

    private static String name(UnresolvedTableValuedFunction node) {
        return node.name().size() == 1 ? node.name().head().toLowerCase(Locale.ROOT) : "";
    }

    private PipelineException missing(String form, UnresolvedTableValuedFunction node) {
        return new PipelineException(Problem.of(
                        ErrorCode.SOURCE_OPTION_INVALID,
                        "`" + name(node) + "` does not have the arguments that it needs")
                .remedy("Write " + form)
                .at(places.apply(node.origin())));
    }

    private PipelineException invalid(String message, Expression expression) {
        return new PipelineException(
                Problem.of(ErrorCode.SOURCE_OPTION_INVALID, message).at(place(expression)));
    }

    private PipelineException notConstant(String what, Expression expression, Exception cause) {
        return new PipelineException(
                Problem.of(ErrorCode.SOURCE_OPTION_INVALID, what + " must be a constant")
                        .because(String.valueOf(cause.getMessage())
                                .lines()
                                .findFirst()
                                .orElse(""))
                        .remedy("Use a literal, or an expression of literals")
                        .at(place(expression)),
                cause);
    }

    /** Options as they were written, each with its place. */
    private static final class Arguments {
        private final Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        private final Map<String, SourceLocation> places = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

        void add(String name, String value, @Nullable SourceLocation place) {
            if (values.putIfAbsent(name, value) != null) {
                throw new PipelineException(
                        Problem.of(ErrorCode.SOURCE_OPTION_INVALID, "The option `" + name + "` is given twice")
                                .at(place));
            }
            if (place != null) {
                places.put(name, place);
            }
        }

        @Nullable
        SourceLocation place(String name) {
            return places.get(name);
        }
    }
}
